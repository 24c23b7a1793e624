// Who asks learns in time that no answer comes, and gets none later.

import Files
import Foundation
import Support
import XCTest

final class AnswerTimeEndToEndTests: XCTestCase {
    private static let answer = """
        echo "<Note xmlns='urn:test:note'><Id>answer-$LUOVA_DELIVERY_ID</Id>" \\
          "<ReplyTo>$LUOVA_MESSAGE_ID</ReplyTo><Text>yes</Text></Note>"

        """

    private func rows(_ limit: String, program: String, route: String = "") -> String {
        """
        <partner id="alice"/>
        <system id="bob"><program path="handler" \(program)/></system>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" reply-to="ReplyTo"/>
        <route id="alice-bob" from="alice" message="note" to="bob" reply="note" \(limit) \(route)/>
        """
    }

    /// A playground whose receiver is a shell script; each start is a line of the file `journal`.
    private func playground(
        _ script: String, limit: String, program: String = #"retry="1h""#, route: String = ""
    ) throws -> Playground {
        let playground = try Playground(rows: rows("answer-within=\"\(limit)\"", program: program, route: route))
        try playground.write(handler: script)
        return playground
    }

    /// What the sender was told, in the order of the receipts' names.
    private func receipts(_ playground: Playground) throws -> [String] {
        try playground.pickup("alice").filter { $0.contains(".receipt.") }
            .map { try playground.read($0, of: "alice") }
    }

    /// Nothing is left but one receipt that says that no answer came.
    private func checkNoAnswer(_ playground: Playground, _ message: String) throws {
        XCTAssertEqual(playground.names("waiting/bob"), [], message)
        XCTAssertEqual(playground.names("taken/bob"), [], message)
        XCTAssertEqual(playground.names("refused/alice").count, 1, message)
        XCTAssertEqual(playground.pickup("alice").count, 1, message)
        let receipt = try XCTUnwrap(receipts(playground).first, message)
        XCTAssertTrue(receipt.contains("<Outcome>undelivered</Outcome>"), receipt)
        XCTAssertTrue(receipt.contains("<Reason>no-answer</Reason>"), receipt)
        XCTAssertTrue(receipt.contains("no answer came within 400ms, after "), receipt)
        XCTAssertTrue(receipt.contains("; ask again, with a new message id</Text>"), receipt)
        XCTAssertEqual(try playground.events("undelivered").count, 1, message)
        XCTAssertEqual(try playground.events("delivered").count, 0, message)
        try playground.verify()
    }

    func testAProgramThatDoesNotAnswerIsNotWaitedForLonger() throws {
        for script in ["exit 0", "exit 75", "echo '<Note'", "exec sleep 60"] {
            let playground = try playground(script, limit: "400ms")
            defer { playground.remove() }
            let daemon = try playground.start()
            try playground.drop(Playground.note("n-1"), as: "a.xml")
            XCTAssertTrue(eventually(within: 30) { !playground.pickup("alice").isEmpty }, script)
            XCTAssertEqual(playground.stop(daemon), 0)
            try checkNoAnswer(playground, script)
        }
    }

    func testALateAnswerIsNotDelivered() throws {
        // It does not care that it is asked to stop, and answers when its sender has been told.
        let script = """
            trap '' TERM
            until [ "$(ls spool/participants/alice/pickup)" ]; do sleep 0.01; done

            """ + AnswerTimeEndToEndTests.answer
        let playground = try playground(script, limit: "400ms")
        defer { playground.remove() }
        let daemon = try playground.start()
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        XCTAssertTrue(eventually(within: 30) { !playground.pickup("alice").isEmpty })
        XCTAssertEqual(playground.stop(daemon), 0, "it waits for the end of the program")
        try checkNoAnswer(playground, "late")
    }

    func testAnAnswerInTimeIsTheOnlyThingThatIsTold() throws {
        let script = "[ \"$LUOVA_ATTEMPT\" -ge 3 ] || exit 75\n" + AnswerTimeEndToEndTests.answer
        let playground = try playground(script, limit: "1h", program: #"retry="10ms""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        XCTAssertTrue(eventually(within: 30) { !playground.pickup("alice").isEmpty })
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try receipts(playground), [])
        XCTAssertEqual(try playground.folder.read("journal"), "n-1\nn-1\nn-1\n")
        try playground.verify()
    }

    func testWhoeverWaitsForAProgramThatIsBusyIsToldToo() throws {
        // It goes on for some time after it was asked to stop, and nothing else is started meanwhile.
        let playground = try playground(
            "trap '' TERM; sleep 60", limit: "400ms", program: #"parallel="1" timeout="60s""#, route: #"order="sender""#
        )
        defer { playground.remove() }
        for number in 1...3 { try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml") }
        let daemon = try playground.start()
        XCTAssertTrue(eventually(within: 30) { playground.pickup("alice").count == 3 })
        XCTAssertEqual(playground.stop(daemon), 0)
        for number in 2...3 {
            XCTAssertFalse(((try? playground.folder.read("journal")) ?? "").contains("n-\(number)"), "never started")
        }
        XCTAssertEqual(playground.names("refused/alice").count, 3)
        try playground.verify()
    }

    func testTheTimeCountsFromAcceptanceThroughAKillAndARestart() throws {
        let playground = try playground("exec sleep 60", limit: "1h", program: #"timeout="1h""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        XCTAssertTrue(eventually(within: 30) { (try? playground.folder.holds("journal")) ?? false })
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        // It would answer now, but its time is over: there was so little of it.
        try playground.write(handler: AnswerTimeEndToEndTests.answer)
        try playground.write(rows: rows(#"answer-within="1ms""#, program: ""))
        try playground.drain()
        XCTAssertEqual(try playground.folder.read("journal"), "n-1\n", "it was not started again")
        XCTAssertEqual(try playground.events("undelivered").first?["reason"] as? String, "no-answer")
        XCTAssertEqual(try receipts(playground).count, 1)
        try playground.drain()
        XCTAssertEqual(try receipts(playground).count, 1, "told once")
        try playground.verify()
    }

    func testCheckPrintsTheLimitAndExplainTellsIt() throws {
        let playground = try playground("exit 0", limit: "10s")
        defer { playground.remove() }
        let (code, output, _) = try playground.luova(["check", "--routes", playground.routes])
        XCTAssertEqual(code, 0)
        XCTAssertTrue(output.contains("route alice-bob: answer-within = 10s"), output)
        try playground.folder.write(Playground.note("n-1"), to: "a.xml")
        let explanation = try playground.luova(
            ["explain", "--routes", playground.routes, "--from", "alice", playground.folder.path(of: "a.xml")])
        XCTAssertTrue(
            explanation.output.contains(
                "and answers alice with note within 10s, or else it is undelivered as no-answer"),
            explanation.output)
    }
}
