// The oldest segments of the ledger go when the table says so: with a line that vouches for what is left, through any
// crash.

import Files
import Foundation
import Messages
import Recording
import Support
import XCTest

final class PurgeLedgerEndToEndTests: XCTestCase {
    private var trial: PurgeTrial!
    private var playground: Playground { trial.playground }

    override func tearDown() { trial?.remove() }

    func testOldSegmentsGoWithALineEachAndTheLedgerIsStillProvable() throws {
        trial = try PurgeTrial()
        let names = playground.names("ledger").filter { $0.hasSuffix(".jsonl") }.sorted()
        let last = try LedgerReader(folder: Directory(path: "\(playground.spool)/ledger")).record(9)
        let chain = try String(decoding: XCTUnwrap(last?.chain).hexadecimal, as: UTF8.self)
        let daemon = try trial.start()
        let (code, told) = try trial.purge(["--comment", "as agreed"])
        XCTAssertEqual(code, 0)
        XCTAssertEqual(told.dropLast().map { $0["state"] as? String }, ["removed", "removed", "removed"])
        XCTAssertEqual(told.dropLast().map { $0["file"] as? String }, names.prefix(3).map { "ledger/\($0)" })
        XCTAssertEqual(told.last?["removed"] as? Int, 3)
        XCTAssertEqual(trial.segments, [10])
        let lines = try playground.events("shortened")
        XCTAssertEqual(lines.compactMap { $0["through"] as? Int }, [3, 6, 9])
        XCTAssertEqual(lines[2]["anchor"] as? String, chain)
        XCTAssertEqual(lines[2]["retention"] as? String, "short")
        XCTAssertEqual(lines[2]["basis"] as? String, "an act, section 4")
        XCTAssertEqual(lines[2]["file"] as? String, names[2])
        XCTAssertEqual(lines[2]["by_uid"] as? Int, Int(getuid()))
        XCTAssertEqual(lines[2]["text"] as? String, "as agreed")
        XCTAssertNotNil(lines[2]["sha256"])
        XCTAssertEqual(try trial.purge().told.last?["removed"] as? Int, 0)
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertTrue(try trial.verify().contains("the lines up to 9 were removed on"))
        let (found, _, why) = try playground.luova(["trace", "000000000004", "--spool", playground.spool])
        XCTAssertEqual(found, 65)
        XCTAssertTrue(why.contains("the lines up to 9 were removed on"), why)
        // A daemon goes on with what is left, and knows its duplicates.
        try playground.drop(Playground.note("new"), as: "again.xml")
        try playground.drop(Playground.note("newer"), as: "newer.xml")
        try playground.drain()
        XCTAssertEqual(try playground.events("duplicate").count, 1)
        XCTAssertEqual(playground.pickup("bob").count, 2)
        try trial.verify()
    }

    func testMoreThanOneRequestTakesGoesAllTheSame() throws {
        trial = try PurgeTrial(days: Array(stride(from: 60, to: 10, by: -2)))
        let daemon = try trial.start()
        let (code, told) = try trial.purge()
        XCTAssertEqual(code, 0)
        XCTAssertEqual(told.last?["removed"] as? Int, 25)
        XCTAssertEqual(told.last?["due"] as? Int, 0)
        XCTAssertEqual(trial.segments, [76])
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try trial.shortened, Array(stride(from: 3, through: 75, by: 3)))
        try trial.verify()
    }

    func testALookChangesNothingAndNamesWhatWouldGo() throws {
        trial = try PurgeTrial()
        let before = trial.segments
        let found = try trial.look()
        XCTAssertEqual(found.dropLast().map { $0["state"] as? String }, ["due", "due", "due"])
        XCTAssertEqual(found.first?["keeps"] as? String, "ledger")
        XCTAssertEqual(trial.segments, before)
    }

    func testWhatIsHeldOrNeededStaysAndAllBehindIt() throws {
        trial = try PurgeTrial(rows: PurgeTrial.short + #"<hold message="000000000004" reason="a case"/>"#)
        let daemon = try trial.start()
        var told = try trial.purge().told
        XCTAssertEqual(told.dropLast().map { $0["state"] as? String }, ["removed", "held"])
        XCTAssertEqual(told.last?["held"] as? Int, 1)
        XCTAssertEqual(trial.segments, [4, 7, 10])
        try playground.write(rows: PurgeTrial.rows + PurgeTrial.short)
        let name = "\(playground.spool)/refused/alice/000000000007.invalid.xml"
        try WholeFile.write([], to: name)
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(eventually { self.playground.log.contains("the new routing table is in force") })
        told = try trial.purge().told
        XCTAssertEqual(told.dropLast().map { $0["state"] as? String }, ["removed", "needed"])
        XCTAssertEqual(trial.segments, [7, 10])
        try FileManager.default.removeItem(atPath: name)
        XCTAssertEqual(try trial.purge().told.last?["removed"] as? Int, 1)
        XCTAssertEqual(trial.segments, [10])
        XCTAssertEqual(playground.stop(daemon), 0)
        try trial.verify()
    }

    func testWithoutItsLineALaterBeginningIsADeviation() throws {
        trial = try PurgeTrial()
        let first = try XCTUnwrap(playground.names("ledger").filter { $0.hasSuffix(".jsonl") }.sorted().first)
        try FileManager.default.removeItem(atPath: "\(playground.spool)/ledger/\(first)")
        let (code, output, _) = try playground.luova(["verify", "--spool", playground.spool])
        XCTAssertEqual(code, 65)
        XCTAssertTrue(output.contains("the ledger begins with line 4, and no line says"), output)
        // From the next removal on there is one.
        let daemon = try trial.start()
        XCTAssertEqual(try trial.purge().told.last?["removed"] as? Int, 2)
        XCTAssertEqual(playground.stop(daemon), 0)
        try trial.verify()
    }

    #if DEBUG
        func testASegmentThatCannotBeRemovedHasOneLineAndGoesWhenItCan() throws {
            trial = try PurgeTrial()
            let names = playground.names("ledger").filter { $0.hasSuffix(".jsonl") }.sorted()
            let faults = ["LUOVA_FAULTS": "unlink@\(names[0])=EIO"]
            for _ in 1...2 {
                let daemon = try trial.start(faults)
                XCTAssertEqual(try trial.purge().code, 65)
                XCTAssertEqual(trial.segments.first, 1, "nothing behind it goes before it")
                kill(daemon.processIdentifier, SIGKILL)
                daemon.waitUntilExit()
            }
            XCTAssertEqual(try trial.shortened, [3])
            let daemon = try trial.start()
            XCTAssertEqual(trial.segments.first, 4)
            XCTAssertEqual(try trial.purge().told.last?["removed"] as? Int, 2)
            XCTAssertEqual(playground.stop(daemon), 0)
            try trial.verify()
        }

        /// Kills at each call that changes the disk while two segments are removed, starts again, and looks.
        func testNothingIsRemovedWithoutALineThroughAKillAtEachCall() throws {
            var number = Endurance.isFull ? 0 : try max(0, callsOfAStart() - 2)
            let first = number
            var isOver = false
            while !isOver {
                number += 1
                trial = try PurgeTrial(days: [40, 30])
                defer { trial.remove() }
                let daemon = try trial.start(["LUOVA_FAULTS": "*#\(number)=kill"])
                let code = try trial.purge().code
                if code == 0 { isOver = daemon.isRunning && playground.stop(daemon) == 0 }
                if daemon.isRunning { kill(daemon.processIdentifier, SIGKILL) }
                daemon.waitUntilExit()
                // Before anything is mended: what is gone has its line, and verify agrees.
                let recorded = try trial.shortened
                let left = trial.segments
                for (begins, ends) in [(1, 3), (4, 6)] where !left.contains(begins) {
                    XCTAssertTrue(recorded.contains(ends), "call \(number)")
                }
                XCTAssertTrue(left.contains(7), "call \(number)")
                if code == 0 { XCTAssertEqual(recorded, [3, 6], "what was told is so, call \(number)") }
                try trial.verify("call \(number): ")
                let next = try trial.start()
                XCTAssertEqual(
                    trial.segments.prefix(3).filter { $0 < 7 },
                    [(1, 3), (4, 6)].filter { !recorded.contains($0.1) }.map(\.0),
                    "what has its line is gone, and nothing else, call \(number)")
                XCTAssertEqual(try trial.purge().code, 0)
                XCTAssertEqual(trial.segments.first, 7)
                XCTAssertEqual(playground.stop(next), 0)
                XCTAssertEqual(try trial.shortened, [3, 6], "one line each")
                try trial.verify("call \(number): ")
                if number > 200 { return XCTFail("it never ends") }
            }
            XCTAssertGreaterThan(number - first, 4, "some kills came in the middle")
        }

        /// How many calls that change the disk a start makes until it is ready.
        private func callsOfAStart() throws -> Int {
            trial = try PurgeTrial(days: [40, 30])
            defer { trial.remove() }
            let daemon = try trial.start(["LUOVA_FAULT_TRACE": playground.folder.path(of: "trace")])
            let calls = try playground.folder.read("trace").split(separator: "\n").count { $0.hasPrefix("changes ") }
            XCTAssertEqual(playground.stop(daemon), 0)
            return calls
        }
    #endif
}
