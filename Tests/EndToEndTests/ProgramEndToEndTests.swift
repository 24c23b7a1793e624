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
        let undelivered = try XCTUnwrap(playground.events("undelivered").first)
        XCTAssertEqual(undelivered["reason"] as? String, "gave-up")
        let receipt = try playground.read(XCTUnwrap(playground.pickup("alice").first), of: "alice")
        XCTAssertTrue(receipt.contains("; send it again later, with a new message id</Text>"), receipt)
        // The time of the decision that it tells.
        let time = try XCTUnwrap(undelivered["time"] as? String)
        XCTAssertTrue(receipt.contains("<ReceivedAt>\(time)</ReceivedAt>"), receipt)
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

    /// Programs that do what no program should, each with the words that the ledger has for it.
    private static let hostile: [(script: String, words: String)] = [
        ("exec cat /dev/zero", "it wrote a file larger than it may"),
        ("exec cat /dev/zero >&2", "it took longer than its time"),
        ("trap '' TERM; while :; do sleep 1; done", "it took longer than its time"),
        ("(setsid sh -c 'echo $$ > ../child; trap \"\" TERM; while :; do sleep 1; done' &); sleep 60", "longer"),
        ("for n in 1 2 3 4 5 6 7 8 9; do setsid sleep 60 & done; while :; do :; done", "it took longer than its time"),
        ("exec <&- >&- 2>&-; exec sleep 60", "it took longer than its time"),
        ("kill -STOP $$", "it took longer than its time"),
    ]

    func testAHostileProgramIsBoundedAndTheOthersGoOn() throws {
        let rows = """
            <partner id="alice"/>
            <system id="bob"><program path="handler" timeout="3s" retry="1h"/></system>
            <system id="carol"><program path="good" retry="1h"/></system>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" reply-to="ReplyTo"/>
            <route id="alice-bob" from="alice" message="note" to="bob carol"/>
            """
        for (script, words) in ProgramEndToEndTests.hostile {
            let isReply = words.hasPrefix("it wrote")
            let playground = try Playground(
                rows: isReply
                    ? rows.replacingOccurrences(of: #"to="bob carol""#, with: #"to="bob" reply="note""#)
                        .replacingOccurrences(of: "3s", with: "60s")
                    : rows.replacingOccurrences(of: "3s", with: "300ms"))
            defer { playground.remove() }
            try playground.folder.write(
                "#!/bin/sh\ncd \"${0%/*}\"\n\(script)\n", to: "routes/handler", mode: 0o755)
            try playground.folder.write("#!/bin/sh\nexit 0\n", to: "routes/good", mode: 0o755)
            try playground.drop(Playground.note("n-1"), as: "a.xml")
            try playground.drain()
            XCTAssertTrue("\(try playground.events("deferred"))".contains(words), script)
            XCTAssertEqual(playground.names("waiting/bob").count, 1, script)
            XCTAssertEqual(playground.names("waiting/carol"), [], script)
            XCTAssertEqual(try playground.events("delivered").count, isReply ? 0 : 1, script)
            XCTAssertEqual(playground.names("taken/bob"), [], script)
            if let child = try? playground.folder.read("child").dropLast(), let child = Int32(child) {
                XCTAssertFalse(isRunning(child), script)
            }
        }
    }

    func testOfHundredsOfRunsNothingIsLeft() throws {
        let playground = try playground("(setsid sleep 60 &); exit 0", program: #"parallel="8""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        func descriptors() throws -> Int {
            try Directory(path: "/proc/\(daemon.processIdentifier)/fd").entries().count
        }
        XCTAssertTrue(eventually { playground.names("waiting/bob").isEmpty && !playground.names("ledger").isEmpty })
        var before = try descriptors()
        for round in 0..<2 {
            for number in 0..<100 { try playground.drop(Playground.note("n-\(round)-\(number)"), as: "\(number).xml") }
            XCTAssertTrue(
                eventually(within: 60) {
                    playground.names("participants/alice/drop").isEmpty && playground.names("waiting/bob").isEmpty
                        && playground.names("taken/alice").isEmpty
                })
            // The first round makes what lasts: queues, threads, folders.
            if round == 0 { before = max(before, try descriptors()) }
        }
        XCTAssertTrue(try eventually { try descriptors() <= before })
        let children = try Directory(path: "/proc/\(daemon.processIdentifier)/task").entries().map { thread in
            try WholeFile.read("/proc/\(daemon.processIdentifier)/task/\(thread.name.description)/children").count
        }
        XCTAssertEqual(children.reduce(0, +), 0, "somebody is left")
        XCTAssertEqual(playground.stop(daemon), 0)
    }
}
