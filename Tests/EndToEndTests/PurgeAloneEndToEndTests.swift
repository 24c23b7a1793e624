// A purge where no daemon runs: the same work, with the same lock, through the same crashes.

import Files
import Foundation
import Support
import XCTest

final class PurgeAloneEndToEndTests: XCTestCase {
    private static let all =
        PurgeTrial.short + #"<retention id="refused" keeps="refused" for="1ms" basis="an act"/>"#
        + #"<retention id="unfetched" keeps="delivered" for="1ms" basis="an act"/>"#
        + #"<retention id="untold" keeps="receipts" for="1ms" basis="an act"/>"#
        + #"<retention id="untaken" keeps="waiting" for="1ms" basis="an act"/>"#

    private var trial: PurgeTrial!
    private var playground: Playground { trial.playground }

    override func tearDown() { trial?.remove() }

    /// Exit code, the negative number of the signal that ended it, and what was told.
    private func purge(faults: String = "") throws -> (code: Int32, told: [[String: Any]], error: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Playground.program)
        process.arguments = [
            "purge", "--json", "--routes", playground.routes, "--spool", playground.spool, "--control", trial.socket,
        ]
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
            .merging(faults.isEmpty ? [:] : ["LUOVA_FAULTS": faults]) { $1 }
        let (output, error) = (playground.folder.path(of: "told"), playground.folder.path(of: "said"))
        for path in [output, error] { try WholeFile.write([], to: path) }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: error)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let isKilled = process.terminationReason == .uncaughtSignal
        let told = String(decoding: try WholeFile.read(output), as: UTF8.self)
        return (
            isKilled ? -process.terminationStatus : process.terminationStatus,
            isKilled ? [] : try PurgeTrial.objects(told), try playground.folder.read("said")
        )
    }

    func testAllKindsGoWithoutADaemon() throws {
        trial = try PurgeTrial(rows: "")
        // One for a program that nobody lets take it, and one that is no message.
        let worker = """
            <system id="worker"><program path="handler" retry="1h"/></system>
            <route id="alice-worker" from="alice" message="note" to="worker" syntax="xml"/>
            """
        let rows = PurgeTrial.rows.replacingOccurrences(of: #"to="bob""#, with: #"to="bob worker""#)
            .replacingOccurrences(
                of: #"<system id="bob"/>"#, with: #"<system id="bob"/>"# + worker.split(separator: "\n")[0])
        try playground.write(handler: "exit 75")
        try playground.write(rows: rows)
        try playground.drop(Playground.note("waits"), as: "waits.xml")
        try playground.drop("<Other/>", as: "other.xml")
        try playground.drain()
        XCTAssertEqual(playground.names("waiting/worker").count, 1)
        XCTAssertEqual(playground.pickup("bob").count, 2)
        let starts = try playground.folder.read("journal").split(separator: "\n").count
        try playground.write(rows: rows + Self.all)
        let (code, told, error) = try purge()
        XCTAssertEqual(code, 0, error)
        XCTAssertEqual(
            told.dropLast().map { $0["keeps"] as? String },
            ["refused", "delivered", "delivered"] + Array(repeating: "receipts", count: 3)
                + ["waiting", "ledger", "ledger", "ledger"], "\(told)")
        XCTAssertEqual(Set(told.dropLast().map { $0["state"] as? String }), ["removed"], "\(told)")
        XCTAssertEqual(playground.pickup("bob"), [])
        XCTAssertEqual(playground.pickup("alice").count, 1, "of what nobody took")
        XCTAssertEqual(playground.names("waiting/worker"), [])
        XCTAssertEqual(playground.names("refused/alice").count, 1, "what nobody took")
        XCTAssertEqual(trial.segments, [10])
        XCTAssertEqual(try playground.events("shortened").first?["by_uid"] as? Int, Int(getuid()))
        XCTAssertEqual(
            try playground.folder.read("journal").split(separator: "\n").count, starts, "nothing was handed on")
        try trial.verify()
        // What came of the first goes with the next.
        XCTAssertEqual(try purge().told.last?["removed"] as? Int, 2)
        XCTAssertEqual(playground.names("refused/alice"), [])
        XCTAssertEqual(playground.pickup("alice"), [])
        try playground.drop(Playground.note("new"), as: "again.xml")
        try playground.drain()
        XCTAssertEqual(try playground.events("duplicate").count, 1)
        try trial.verify()
    }

    func testNothingIsTakenMeanwhile() throws {
        trial = try PurgeTrial()
        try playground.drop(Playground.note("later"), as: "later.xml")
        XCTAssertEqual(try purge().code, 0)
        XCTAssertEqual(playground.names("participants/alice/drop"), ["later.xml"])
        XCTAssertEqual(try playground.events("accepted").count, 1)
    }

    func testWhereADaemonRunsItDoesIt() throws {
        trial = try PurgeTrial(rows: "")
        let daemon = try trial.start()
        try playground.write(rows: PurgeTrial.rows + PurgeTrial.short)
        let first = try purge()
        XCTAssertEqual(first.code, 0, first.error)
        XCTAssertEqual(first.told.last?["rows"] as? Int, 0, "its own table is in force")
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(eventually { self.playground.log.contains("the new routing table is in force") })
        XCTAssertEqual(try purge().told.last?["removed"] as? Int, 3)
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(trial.segments, [10])
    }

    func testItWantsTheTableAndASpoolOfItsOwn() throws {
        trial = try PurgeTrial()
        XCTAssertEqual(try playground.luova(["purge", "--spool", playground.spool]).code, 64)
        let none = playground.folder.path(of: "none")
        let (code, _, error) = try playground.luova(["purge", "--routes", playground.routes, "--spool", none])
        XCTAssertEqual(code, 66, error)
        XCTAssertNil(WholeFile.status(none), "none is made")
        if getuid() == 0 {
            XCTAssertEqual(chown("\(playground.spool)/ledger", 1, 1), 0)
            let other = try purge()
            XCTAssertEqual(other.code, 77)
            XCTAssertTrue(other.error.contains("run this as that account"), other.error)
        }
        XCTAssertEqual(trial.segments.count, 4)
    }

    #if DEBUG
        /// Kills at each call that changes the disk, goes on with the next purge, and looks.
        func testNothingIsRemovedWithoutALineThroughAKillAtEachCall() throws {
            var number = 0
            var isOver = false
            while !isOver {
                number += 1
                trial = try PurgeTrial(
                    days: [40, 30],
                    rows: #"<retention id="unfetched" keeps="delivered" for="1ms" basis="a"/>"#
                        + #"<retention id="untold" keeps="receipts" for="1ms" basis="a"/>"# + PurgeTrial.short)
                defer { trial.remove() }
                try playground.folder.write("{", to: "spool/ledger/2026-01-01.000000000002.torn")
                let code = try purge(faults: "*#\(number)=kill").code
                isOver = code == 0
                if !isOver { XCTAssertEqual(code, -9, "call \(number)") }
                let recorded = try trial.shortened
                let left = trial.segments
                for (begins, ends) in [(1, 3), (4, 6)] where !left.contains(begins) {
                    XCTAssertTrue(recorded.contains(ends), "call \(number)")
                    XCTAssertFalse(playground.names("ledger").contains { $0.hasSuffix(".torn") }, "call \(number)")
                }
                let purged = try playground.events("purged")
                if playground.pickup("bob").isEmpty {
                    XCTAssertEqual(purged.count { $0["receipt"] == nil }, 1, "call \(number)")
                }
                if playground.pickup("alice").isEmpty {
                    XCTAssertEqual(purged.count { $0["receipt"] != nil }, 1, "call \(number)")
                }
                try trial.verify("call \(number): ")
                XCTAssertEqual(try purge().code, 0, "call \(number)")
                XCTAssertEqual(trial.segments, [7], "call \(number)")
                XCTAssertFalse(playground.names("ledger").contains { $0.hasSuffix(".torn") }, "call \(number)")
                XCTAssertEqual(playground.pickup("bob") + playground.pickup("alice"), [])
                XCTAssertEqual(try trial.shortened, [3, 6], "one line each, call \(number)")
                XCTAssertEqual(try playground.events("purged").count, 2, "call \(number)")
                try trial.verify("call \(number): ")
                if number > 300 { return XCTFail("it never ends") }
            }
            XCTAssertGreaterThan(number, 8, "some kills came in the middle")
        }

        /// Kills while two messages that nobody took are given up, goes on with the next purge, and looks.
        func testWhatNobodyTookIsUndeliveredOnceThroughKills() throws {
            let rows =
                PurgeTrial.rows.replacingOccurrences(of: #"to="bob""#, with: #"to="worker""#)
                + #"<system id="worker"><program path="handler" retry="1h"/></system>"#
            var number = 0
            var kills = 0
            while true {
                // All calls in the long trial; every third one otherwise.
                number += Endurance.isFull ? 1 : 3
                trial = try PurgeTrial(days: [], rows: "")
                defer { trial.remove() }
                try playground.write(handler: "exit 75")
                try playground.write(rows: rows)
                for name in ["a", "b"] { try playground.drop(Playground.note(name), as: "\(name).xml") }
                try playground.drain()
                XCTAssertEqual(playground.names("waiting/worker").count, 2)
                let receipts = playground.pickup("alice").count
                try playground.write(
                    rows: rows + #"<retention id="untaken" keeps="waiting" for="1ms" basis="an act"/>"#)
                let code = try purge(faults: "*#\(number)=kill").code
                if code != 0 { XCTAssertEqual(code, -9, "call \(number)") }
                let given = try playground.events("undelivered").count
                if code == 0 { XCTAssertEqual(given, 2, "what was told is so") }
                XCTAssertLessThanOrEqual(2 - playground.names("waiting/worker").count, given, "call \(number)")
                try trial.verify("call \(number): ")
                XCTAssertEqual(try purge().code, 0, "call \(number)")
                XCTAssertEqual(playground.names("waiting/worker"), [], "call \(number)")
                XCTAssertEqual(try playground.events("undelivered").count, 2, "one line each, call \(number)")
                XCTAssertEqual(playground.names("refused/alice").count, 2, "call \(number)")
                XCTAssertEqual(playground.pickup("alice").count, receipts + 2, "one more each, call \(number)")
                try trial.verify("call \(number): ")
                if code == 0 { break }
                kills += 1
                if number > 300 { return XCTFail("it never ends") }
            }
            XCTAssertGreaterThan(kills, 3, "some came in the middle")
        }
    #endif
}
