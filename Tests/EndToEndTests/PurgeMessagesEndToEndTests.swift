// Messages that nobody fetched, and messages that nobody took: a row ends their time, and the ledger says so.

import Files
import Foundation
import Support
import XCTest

final class PurgeMessagesEndToEndTests: XCTestCase {
    private static let delivered = #"<retention id="unfetched" keeps="delivered" for="1ms" basis="an act"/>"#
    private static let waiting = #"<retention id="untaken" keeps="waiting" for="1ms" basis="an act"/>"#
    private static let rows = """
        <partner id="alice" receipts="all"/>
        <system id="bob"/>
        <system id="worker"><program path="handler" retry="1h"/></system>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
        """
    private static let toBob = #"<route id="r" from="alice" message="note" to="bob" syntax="xml"/>"#
    private static let toWorker = #"<route id="r" from="alice" message="note" to="worker" syntax="xml"/>"#

    private var playground: Playground!

    override func tearDown() { playground?.remove() }

    private var socket: String { playground.folder.path(of: "control") }

    /// Two messages, delivered or waiting; nothing runs.
    private func prepare(_ route: String) throws {
        playground = try Playground(rows: Self.rows + route)
        try playground.write(handler: "exit 75")
        for number in 1...2 { try playground.drop(Playground.note("\(number)"), as: "\(number).xml") }
        try playground.drain()
    }

    private func start(_ environment: [String: String] = [:]) throws -> Process {
        try playground.start(environment: environment, options: ["--control", socket])
    }

    private func purge() throws -> (code: Int32, told: [[String: Any]]) {
        let (code, output, _) = try playground.luova(["purge", "--json", "--control", socket])
        return (code, try PurgeTrial.objects(output))
    }

    private func id(_ name: String) -> String { String(name.split(separator: ".")[1]) }

    func testWhatWasNotFetchedGoesWithALineAndItsStoryTellsIt() throws {
        try prepare(Self.toBob)
        let names = playground.pickup("bob")
        XCTAssertEqual(names.count, 2)
        try playground.write(
            rows: Self.rows + Self.toBob + Self.delivered + #"<hold message="\#(id(names[0]))" reason="a case"/>"#)
        let daemon = try start()
        let (code, told) = try purge()
        XCTAssertEqual(code, 0)
        XCTAssertEqual(told.dropLast().compactMap { $0["state"] as? String }, ["removed", "held"])
        XCTAssertEqual(told.first?["to"] as? String, "bob")
        XCTAssertEqual(playground.pickup("bob"), [names[0]])
        let line = try XCTUnwrap(playground.events("purged").first)
        XCTAssertEqual(line["of"] as? String, id(names[1]))
        XCTAssertEqual(line["from"] as? String, "alice")
        XCTAssertEqual(line["to"] as? [String], ["bob"])
        XCTAssertEqual(line["retention"] as? String, "unfetched")
        XCTAssertEqual(line["basis"] as? String, "an act")
        XCTAssertNotNil(line["sha256"])
        XCTAssertEqual(try purge().told.last?["removed"] as? Int, 0)
        XCTAssertEqual(playground.stop(daemon), 0)
        try playground.verify()
        let (_, story, _) = try playground.luova(["trace", id(names[1]), "--spool", playground.spool])
        XCTAssertTrue(story.contains(" purged of \(id(names[1])) from alice to bob "), story)
        XCTAssertEqual(playground.pickup("alice").count, 2, "its sender's receipts stay")
    }

    func testWhatItsReceiverHasFetchedIsNobodysToRemove() throws {
        try prepare(Self.toBob)
        for name in playground.pickup("bob") {
            try FileManager.default.removeItem(atPath: "\(playground.spool)/participants/bob/pickup/\(name)")
        }
        try playground.write(rows: Self.rows + Self.toBob + Self.delivered + Self.waiting)
        let daemon = try start()
        XCTAssertEqual(try purge().told.count, 1)
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try playground.events("purged").count, 0)
    }

    func testWhatNobodyTookIsUndeliveredAndItsSenderIsTold() throws {
        try prepare(Self.toWorker)
        XCTAssertEqual(playground.names("waiting/worker").count, 2)
        let held = try XCTUnwrap(playground.events("accepted").first?["id"] as? String)
        try playground.write(
            rows: Self.rows + Self.toWorker + Self.waiting + #"<hold message="\#(held)" reason="a case"/>"#)
        let daemon = try start()
        // Each is tried at the start, and may be in its program's hands.
        XCTAssertTrue(try eventually(within: 30) { try self.playground.events("deferred").count >= 4 })
        XCTAssertTrue(try eventually(within: 30) { try self.purge().told.last?["removed"] as? Int == 1 })
        XCTAssertEqual(playground.names("waiting/worker").count, 1)
        XCTAssertEqual(playground.names("refused/alice").count, 1)
        let line = try XCTUnwrap(playground.events("undelivered").first)
        XCTAssertEqual(line["reason"] as? String, "discarded")
        XCTAssertEqual(line["retention"] as? String, "untaken")
        XCTAssertEqual(line["basis"] as? String, "an act")
        XCTAssertEqual(line["by_uid"] as? Int, Int(getuid()))
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try playground.events("undelivered").count, 1)
        XCTAssertEqual(playground.pickup("alice").count, 3, "its sender has a second receipt")
        let receipts = try playground.pickup("alice").map { try playground.read($0, of: "alice") }
        XCTAssertTrue(receipts.contains { $0.contains("is not kept any longer (an act)") }, "\(receipts)")
        try playground.verify()
    }

    #if DEBUG
        /// Kills at each call that changes the disk while two messages are removed, starts again, and looks.
        func testNothingIsRemovedWithoutALineThroughAKillAtEachCall() throws {
            var number = Endurance.isFull ? 0 : try max(0, callsOfAStart() - 2)
            let first = number
            var isOver = false
            while !isOver {
                number += 1
                try prepare(Self.toBob)
                defer { playground.remove() }
                try playground.write(rows: Self.rows + Self.toBob + Self.delivered)
                let before = playground.pickup("bob")
                let daemon = try start(["LUOVA_FAULTS": "*#\(number)=kill"])
                let code = try purge().code
                if code == 0 { isOver = daemon.isRunning && playground.stop(daemon) == 0 }
                if daemon.isRunning { kill(daemon.processIdentifier, SIGKILL) }
                daemon.waitUntilExit()
                let recorded = try playground.events("purged").compactMap { $0["of"] as? String }
                for name in before where !playground.pickup("bob").contains(name) {
                    XCTAssertTrue(recorded.contains(id(name)), "call \(number)")
                }
                if code == 0 { XCTAssertEqual(recorded.count, 2, "what was told is so, call \(number)") }
                let next = try start()
                XCTAssertEqual(
                    playground.pickup("bob"), before.filter { !recorded.contains(id($0)) },
                    "what has its line is gone, and nothing else, call \(number)")
                XCTAssertEqual(try purge().code, 0)
                XCTAssertEqual(playground.pickup("bob"), [])
                XCTAssertEqual(playground.stop(next), 0)
                XCTAssertEqual(try playground.events("purged").count, 2, "one line each")
                try playground.verify("call \(number): ")
                if number > 200 { return XCTFail("it never ends") }
            }
            XCTAssertGreaterThan(number - first, 4, "some kills came in the middle")
        }

        /// How many calls that change the disk a start makes until it is ready.
        private func callsOfAStart() throws -> Int {
            try prepare(Self.toBob)
            defer { playground.remove() }
            return try playground.callsOfAStart(options: ["--control", socket])
        }
    #endif
}
