// Messages that nobody fetched, and messages that nobody took: a row ends their time, and the ledger says so.

import Files
import Foundation
import Support
import XCTest

final class PurgeMessagesEndToEndTests: XCTestCase {
    private static let delivered = #"<retention id="unfetched" keeps="delivered" for="1ms" basis="an act"/>"#
    private static let receipts = #"<retention id="untold" keeps="receipts" for="1ms" basis="another act"/>"#
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

    func testAReceiptThatWasNotFetchedGoesWithALineAndTheMessageStays() throws {
        try prepare(Self.toBob)
        let messages = playground.pickup("bob")
        let names = playground.pickup("alice")
        XCTAssertEqual(names.map { String($0.split(separator: ".")[0]) }, messages.map(id))
        try playground.write(
            rows: Self.rows + Self.toBob + Self.receipts + #"<hold message="\#(id(messages[0]))" reason="a case"/>"#)
        let daemon = try start()
        let (code, told) = try purge()
        XCTAssertEqual(code, 0)
        XCTAssertEqual(told.dropLast().map { $0["keeps"] as? String }, ["receipts", "receipts"])
        XCTAssertEqual(told.dropLast().map { $0["state"] as? String }, ["removed", "held"])
        XCTAssertEqual(told.first?["file"] as? String, "participants/alice/pickup/\(names[1])")
        XCTAssertEqual(told.last?["removed"] as? Int, 1)
        XCTAssertEqual(playground.pickup("alice"), [names[0]])
        XCTAssertEqual(playground.pickup("bob"), messages)
        let line = try XCTUnwrap(playground.events("purged").first)
        XCTAssertEqual(line["of"] as? String, id(messages[1]))
        XCTAssertEqual(line["receipt"] as? String, names[1])
        XCTAssertEqual(line["to"] as? [String], ["alice"])
        XCTAssertEqual(line["retention"] as? String, "untold")
        XCTAssertEqual(line["basis"] as? String, "another act")
        XCTAssertEqual(try purge().told.last?["removed"] as? Int, 0)
        // The message itself, by a row of its own, has another line.
        try playground.write(rows: Self.rows + Self.toBob + Self.receipts + Self.delivered)
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(eventually { self.playground.log.contains("the new routing table is in force") })
        XCTAssertEqual(try purge().told.last?["removed"] as? Int, 3)
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(playground.pickup("alice") + playground.pickup("bob"), [])
        XCTAssertEqual(
            try playground.events("purged").map { "\($0["of"] ?? "") \($0["receipt"] ?? "-")" }.sorted(),
            messages.flatMap { ["\(id($0)) -", "\(id($0)) \(id($0)).receipt.xml"] }.sorted())
        try playground.verify()
        let (_, story, _) = try playground.luova(["trace", id(messages[1]), "--spool", playground.spool])
        XCTAssertTrue(
            story.contains(" purged of \(id(messages[1])) to alice file \(names[1]) retention untold by "), story)
    }

    func testFeedbackAboutItemsGoesWithReceiptsAndNotWithMessages() throws {
        let trial = try ItemsTrial()
        playground = trial.playground
        try playground.drop(BatchText("b-1", count: 5, bad: [1, 4]).text, as: "b.xml")
        try playground.drain()
        let names = playground.pickup("alice")
        XCTAssertEqual(names.map { $0.hasPrefix("processing-feedback.") }, [false, true])
        func removed(by row: String) throws -> [String] {
            try playground.folder.write(
                "<routes xmlns=\"urn:luova:routes:1\">\(row)</routes>", to: "routes/retention.xml")
            let (code, output, error) = try playground.luova(
                ["purge", "--json", "--routes", playground.routes, "--spool", playground.spool, "--control", socket])
            XCTAssertEqual(code, 0, error)
            try playground.verify()
            return try PurgeTrial.objects(output).compactMap { $0["file"] as? String }.sorted()
        }
        let number = id(names[1])
        XCTAssertEqual(
            try removed(by: Self.delivered),
            ["bob", "dora"].enumerated().map { place, receiver in
                "participants/\(receiver)/pickup/batch.\(number)\(place == 0 ? "" : "-2").xml"
            })
        XCTAssertEqual(playground.pickup("alice"), names)
        XCTAssertEqual(try removed(by: Self.receipts), names.map { "participants/alice/pickup/\($0)" })
        XCTAssertEqual(playground.pickup("alice"), [])
        let lines = try playground.events("purged").suffix(2)
        XCTAssertEqual(lines.map { $0["of"] as? String }, [number, number])
        XCTAssertEqual(lines.compactMap { $0["receipt"] as? String }, [names[0]])
        XCTAssertEqual(lines.compactMap { $0["feedback"] as? String }, [names[1]])
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
        /// What lies in the pickup folders.
        private func lying() -> [String] { playground.pickup("bob") + playground.pickup("alice") }

        /// The names of what lines say was removed from there, sorted.
        private func removed() throws -> [String] {
            try playground.events("purged").compactMap { line in
                line["receipt"] as? String ?? (line["of"] as? String).map { "note.\($0).xml" }
            }.sorted()
        }

        /// Kills at each call that changes the disk while two messages and two receipts are removed, starts again, and
        /// looks.
        func testNothingIsRemovedWithoutALineThroughAKillAtEachCall() throws {
            var number = Endurance.isFull ? 0 : try max(0, callsOfAStart() - 2)
            let first = number
            var isOver = false
            while !isOver {
                number += 1
                try prepare(Self.toBob)
                defer { playground.remove() }
                try playground.write(rows: Self.rows + Self.toBob + Self.delivered + Self.receipts)
                let before = lying()
                XCTAssertEqual(before.count, 4)
                let daemon = try start(["LUOVA_FAULTS": "*#\(number)=kill"])
                let code = try purge().code
                if code == 0 { isOver = daemon.isRunning && playground.stop(daemon) == 0 }
                if daemon.isRunning { kill(daemon.processIdentifier, SIGKILL) }
                daemon.waitUntilExit()
                let recorded = try removed()
                for name in before where !lying().contains(name) {
                    XCTAssertTrue(recorded.contains(name), "call \(number)")
                }
                if code == 0 { XCTAssertEqual(recorded.count, 4, "what was told is so, call \(number)") }
                let next = try start()
                XCTAssertEqual(
                    lying(), before.filter { !recorded.contains($0) },
                    "what has its line is gone, and nothing else, call \(number)")
                XCTAssertEqual(try purge().code, 0)
                XCTAssertEqual(lying(), [])
                XCTAssertEqual(playground.stop(next), 0)
                XCTAssertEqual(try removed(), before.sorted(), "one line each")
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
