// Handlers that are programs: what they are given, what they may say, and what happens when they fail.

import Files
import Foundation
import Support
import XCTest

final class ProgramEndToEndTests: XCTestCase {
    /// A playground whose receiver is a shell script.
    private func playground(_ script: String, program: String = "", route: String = "") throws -> Playground {
        let rows = """
            <partner id="alice"/>
            <system id="bob"><program path="handler" \(program)/></system>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender" reply-to="ReplyTo"/>
            <route id="alice-bob" from="alice" message="note" to="bob" \(route)/>
            """
        let playground = try Playground(rows: rows)
        try playground.folder.write("#!/bin/sh\n\(script)\n", to: "routes/handler", mode: 0o755)
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        return playground
    }

    func testTheMessageIsOnStandardInputAndNothingButItsOwnVariablesInTheEnvironment() throws {
        let playground = try playground("cat > \"${0%/*}/../got\"; env > \"${0%/*}/../environment\"")
        defer { playground.remove() }
        try playground.drain()
        XCTAssertEqual(try playground.folder.read("got"), Playground.note("n-1"))
        let names = try playground.folder.read("environment").split(separator: "\n").map { $0.split(separator: "=")[0] }
        let own: Set<Substring> = [
            "PATH", "LUOVA_DELIVERY_ID", "LUOVA_ATTEMPT", "LUOVA_SENDER", "LUOVA_MESSAGE_TYPE", "LUOVA_MESSAGE_ID",
            "LUOVA_SYNTAX", "LUOVA_ROUTE", "LUOVA_FILE_NAME", "LUOVA_SHA256",
        ]
        // The shell adds some of its own.
        XCTAssertEqual(Set(names).subtracting(["PWD", "SHLVL", "_", "OLDPWD"]), own)
        XCTAssertEqual(playground.names("waiting/bob"), [])
        XCTAssertEqual(try playground.events("delivered").count, 1)
    }

    func testExitCodes65And77RefuseForGoodAndTheSenderIsTold() throws {
        for code in [65, 77] {
            let playground = try playground("exit \(code)")
            defer { playground.remove() }
            try playground.drain()
            XCTAssertEqual(try playground.events("undelivered").first?["reason"] as? String, "handler-refused")
            XCTAssertEqual(playground.names("waiting/bob"), [])
            XCTAssertEqual(playground.names("refused/alice").count, 1)
            let receipt = try playground.read(try XCTUnwrap(playground.pickup("alice").first), of: "alice")
            XCTAssertTrue(receipt.contains("<Outcome>undelivered</Outcome>"), receipt)
        }
    }

    func testAProgramThatFailsIsTriedAgainWithTheSameDeliveryIdUntilItSucceeds() throws {
        let script = """
            cd "${0%/*}/.."
            echo "$LUOVA_DELIVERY_ID $LUOVA_ATTEMPT" >> tries
            [ "$(wc -l < tries)" -ge 3 ]
            """
        let playground = try playground(script, program: #"retry="20ms""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        XCTAssertTrue(
            eventually { playground.names("waiting/bob").isEmpty && (try? playground.folder.holds("tries")) ?? false })
        XCTAssertEqual(playground.stop(daemon), 0)
        let tries = try playground.folder.read("tries").split(separator: "\n").map { $0.split(separator: " ") }
        XCTAssertEqual(tries.map { $0[1] }, ["1", "2", "3"])
        XCTAssertEqual(Set(tries.map { $0[0] }).count, 1)
        XCTAssertEqual(try playground.events("deferred").count, 2)
        XCTAssertEqual(try playground.events("delivered").count, 1)
    }

    func testAProgramThatNeverSucceedsIsGivenUpAndTheSenderIsTold() throws {
        let playground = try playground("exit 75", program: #"retry="10ms" give-up="100ms""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        XCTAssertTrue(eventually { !playground.pickup("alice").isEmpty })
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try playground.events("undelivered").first?["reason"] as? String, "gave-up")
    }

    func testAWaitingMessageIsTriedAgainAfterARestartAndKeepsItsCount() throws {
        let playground = try playground(
            "echo \"$LUOVA_ATTEMPT\" >> \"${0%/*}/../tries\"; exit 75", program: #"retry="1h""#)
        defer { playground.remove() }
        try playground.drain()
        XCTAssertEqual(playground.names("waiting/bob").count, 1)
        try playground.drain()
        XCTAssertEqual(try playground.folder.read("tries"), "1\n2\n")
    }

    func testAReplyReachesTheAskerAndNamesWhatItAnswers() throws {
        let script = """
            echo "<Note xmlns='urn:test:note'><Id>answer-$LUOVA_DELIVERY_ID</Id><Sender>bob</Sender>" \\
              "<ReplyTo>$LUOVA_MESSAGE_ID</ReplyTo><Text>yes</Text></Note>"
            """
        let playground = try playground(script, route: #"reply="note""#)
        defer { playground.remove() }
        try playground.drain()
        let reply = try playground.read(try XCTUnwrap(playground.pickup("alice").first), of: "alice")
        XCTAssertTrue(reply.contains("<ReplyTo>n-1</ReplyTo>"), reply)
        XCTAssertEqual(try playground.events("accepted").count, 2)
        XCTAssertEqual(playground.names("taken/bob"), [])
    }

    func testAReplyThatIsNotAsItShouldBeIsNotDelivered() throws {
        let replies = [
            "true", "echo '<Note'", "echo '<Note xmlns=\"urn:test:note\"><Id>x</Id><Text/></Note>'",
            "echo \"<Note xmlns='urn:test:note'><Id>x</Id><Sender>eve</Sender><ReplyTo>n-1</ReplyTo><Text/></Note>\"",
            "echo \"<Note xmlns='urn:test:note'><Id>x</Id><ReplyTo>n-1</ReplyTo><Colour/></Note>\"",
        ]
        for script in replies {
            let playground = try playground(script, program: #"retry="1h""#, route: #"reply="note""#)
            defer { playground.remove() }
            try playground.drain()
            XCTAssertEqual(playground.pickup("alice"), [], script)
            XCTAssertEqual(playground.names("waiting/bob").count, 1, script)
            XCTAssertEqual(try playground.events("deferred").count, 1, script)
            XCTAssertEqual(playground.names("taken/bob"), [], script)
        }
    }

    func testAProgramThatHangsIsEndedAfterItsTime() throws {
        let playground = try playground("trap '' TERM; sleep 60 & wait", program: #"timeout="200ms" retry="1h""#)
        defer { playground.remove() }
        try playground.drain()
        XCTAssertTrue("\(try playground.events("deferred"))".contains("longer than its time"))
    }

    func testAMissingProgramLeavesTheMessageWaiting() throws {
        let playground = try playground("exit 0", program: #"retry="1h""#)
        defer { playground.remove() }
        XCTAssertEqual(unlink(playground.folder.path(of: "routes/handler")), 0)
        try playground.drain()
        XCTAssertEqual(playground.names("waiting/bob").count, 1)
    }
}
