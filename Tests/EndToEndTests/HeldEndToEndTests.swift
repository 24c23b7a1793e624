// Messages that must not be handed on twice: each is started once, and what is in doubt is held.

import Files
import Foundation
import Support
import XCTest

final class HeldEndToEndTests: XCTestCase {
    /// Each start is a line of the file `journal`.
    private func playground(_ script: String?, program: String = "", route: String = "") throws -> Playground {
        let rows = """
            <partner id="alice" receipts="all"/>
            <system id="bob"><program path="handler" \(program)/></system>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" reply-to="ReplyTo"/>
            <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml" repeat="never" \(route)/>
            """
        let playground = try Playground(rows: rows)
        if let script { try playground.write(handler: script) }
        return playground
    }

    /// How often the program was started for each message id.
    private func starts(_ playground: Playground) throws -> [String: Int] {
        try playground.folder.read("journal").split(separator: "\n").reduce(into: [:]) {
            $0[String($1), default: 0] += 1
        }
    }

    /// The events of the ledger about one message id, and their tries.
    private func events(_ playground: Playground, of id: String) throws -> [String] {
        let (_, output, _) = try playground.luova(["log", "--spool", playground.spool, "--message", id, "--json"])
        return try output.split(separator: "\n").compactMap { line in
            let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return record?["event"] as? String
        }
    }

    func testWhateverIsNoClearAnswerIsHeldAndNeverTriedAgain() throws {
        let script = """
            case "$LUOVA_MESSAGE_ID" in
            slow) sleep 100 ;;
            killed) kill -9 $$ ;;
            failed) exit 75 ;;
            refused) exit 65 ;;
            esac
            """
        let playground = try playground(
            script, program: #"timeout="300ms" retry="10ms" retry-limit="10ms" parallel="2""#)
        defer { playground.remove() }
        let names = ["slow", "killed", "failed", "refused", "taken"]
        for name in names { try playground.drop(Playground.note(name), as: "\(name).xml") }
        try playground.drain()
        XCTAssertEqual(playground.names("waiting/bob").count { $0.hasSuffix(".1.held.xml") }, 3)
        // Three starts more, and nothing of it is tried.
        for _ in 0..<2 { try playground.drain() }
        let daemon = try playground.start()
        XCTAssertTrue(playground.log.contains("3 messages wait for their programs"))
        try playground.drop(Playground.note("later"), as: "later.xml")
        XCTAssertTrue(eventually { (try? playground.events("delivered").count) == 2 })
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(
            playground.log.components(separatedBy: " on route alice-bob is held").count, 4, "each is named once")
        for name in ["slow", "killed", "failed"] {
            XCTAssertEqual(try events(playground, of: name), ["accepted", "started", "held"], name)
        }
        XCTAssertEqual(try events(playground, of: "refused"), ["accepted", "started", "undelivered"])
        XCTAssertEqual(try events(playground, of: "taken"), ["accepted", "started", "delivered"])
        XCTAssertEqual(try starts(playground), (names + ["later"]).reduce(into: [:]) { $0[$1] = 1 })
        let outcomes = try playground.pickup("alice").map { try playground.read($0, of: "alice") }
        XCTAssertEqual(outcomes.count, 7, "six were accepted and one refused: of what is held, nothing is told")
        try playground.verify()
    }

    func testAKilledDaemonDoesNotStartAProgramAgain() throws {
        let playground = try playground("exec sleep 3", program: #"timeout="200s" parallel="4""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        for number in 1...4 { try playground.drop(Playground.note("\(number)"), as: "\(number).xml") }
        XCTAssertTrue(eventually { (try? self.starts(playground).count) == 4 })
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        XCTAssertEqual(playground.names("waiting/bob").count { $0.hasSuffix(".1.started.xml") }, 4)
        for _ in 0..<3 { try playground.drain() }
        XCTAssertEqual(try starts(playground), ["1": 1, "2": 1, "3": 1, "4": 1])
        XCTAssertEqual(playground.names("waiting/bob").count { $0.hasSuffix(".1.held.xml") }, 4)
        for number in 1...4 {
            XCTAssertEqual(try events(playground, of: "\(number)"), ["accepted", "started", "held"])
        }
        XCTAssertEqual(playground.pickup("alice").count, 4, "that they were accepted, and nothing more")
        try playground.verify()
    }

    func testNoMessageIsStartedTwiceThroughManyKills() throws {
        let playground = try playground("sleep 0.05", program: #"parallel="4" retry="10ms""#)
        defer { playground.remove() }
        for number in 1...40 { try playground.drop(Playground.note("\(number)"), as: "\(number).xml") }
        for most in [1, 6, 12, 20, 30] {
            let daemon = try playground.start()
            XCTAssertTrue(eventually { ((try? self.starts(playground).count) ?? 0) >= most })
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
        }
        try playground.drain()
        let starts = try starts(playground)
        XCTAssertEqual(starts.values.max(), 1)
        let delivered = try playground.events("delivered").count
        let held = try playground.events("held").count
        XCTAssertEqual(delivered + held, 40)
        XCTAssertEqual(playground.names("waiting/bob").count, held)
        XCTAssertGreaterThan(delivered, 0)
        XCTAssertGreaterThan(held, 0)
        try playground.verify()
    }

    func testAProgramThatCannotBeStartedIsNotInDoubt() throws {
        let playground = try playground(nil, program: #"retry="10ms" retry-limit="10ms""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        try playground.drop(Playground.note("1"), as: "1.xml")
        XCTAssertTrue(eventually { ((try? playground.events("deferred").count) ?? 0) > 2 })
        XCTAssertEqual(try playground.events("held").count, 0)
        try playground.write(handler: "")
        XCTAssertTrue(eventually { playground.names("waiting/bob").isEmpty })
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try starts(playground), ["1": 1])
        let started = try playground.events("started").count
        XCTAssertEqual(
            started, try playground.events("deferred").count + 1, "each start is recorded before it is tried")
        try playground.verify()
    }

    func testAWrongReplyIsHeldAsTheProgramHasDoneItsWork() throws {
        let playground = try playground("echo nonsense", route: #"reply="note""#)
        defer { playground.remove() }
        try playground.drop(Playground.note("1"), as: "1.xml")
        for _ in 0..<2 { try playground.drain() }
        XCTAssertEqual(try events(playground, of: "1"), ["accepted", "started", "held"])
        XCTAssertEqual(try starts(playground), ["1": 1])
        XCTAssertEqual(playground.names("taken/bob"), [])
        try playground.verify()
    }

    func testWhereTheOrderIsKeptTooLaterMessagesOfTheSenderWaitBehindOneThatIsHeld() throws {
        let playground = try playground(#"[ "$LUOVA_MESSAGE_ID" != 2 ]"#, route: #"order="sender""#)
        defer { playground.remove() }
        for number in 1...4 {
            try playground.drop(Playground.note("\(number)"), as: "\(number).xml")
            let time = timeval(tv_sec: 1_700_000_000 + number, tv_usec: 0)
            XCTAssertEqual(utimes(playground.dropPath("\(number).xml"), [time, time]), 0)
        }
        for _ in 0..<2 { try playground.drain() }
        XCTAssertEqual(try starts(playground), ["1": 1, "2": 1])
        XCTAssertEqual(try events(playground, of: "2"), ["accepted", "started", "held"])
        XCTAssertEqual(playground.names("waiting/bob").count, 3)
        try playground.verify()
    }
}
