// Ledger and spool agree where the daemon worked, whatever it worked on and however it ended.

import Files
import Foundation
import Support
import XCTest

final class VerifyEndToEndTests: XCTestCase {
    private var trial: VerifyTrial!

    override func setUpWithError() throws { trial = try VerifyTrial() }
    override func tearDown() { trial.playground.remove() }

    func testNothingIsFoundWhereTheDaemonWorked() throws {
        try trial.work()
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(try trial.codes(notes: true), [])
        let (code, output, _) = try trial.playground.luova(["verify", "--spool", trial.playground.spool])
        XCTAssertEqual(code, 0)
        let lines = output.split(separator: "\n")
        XCTAssertTrue(
            lines[0].hasSuffix(
                " lines in 1 segments, 3 accepted: 3 delivered, 0 waiting, 0 in hand, 0 undelivered; 0 deviations"),
            output)
        XCTAssertTrue(lines[1].contains(" ends the chain with "), output)
    }

    func testNothingIsChanged() throws {
        try trial.work()
        func everything() throws -> [String] {
            let files = try XCTUnwrap(FileManager.default.subpathsOfDirectory(atPath: trial.playground.spool))
            return files.sorted().map {
                let status = WholeFile.status("\(trial.playground.spool)/\($0)")
                return "\($0) \(status.map { "\($0.inode) \($0.size) \($0.modified) \($0.changed)" } ?? "")"
            }
        }
        let before = try everything()
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(try everything(), before)
    }

    func testConsumedMessagesAndReceiptsAreNotMissed() throws {
        try trial.work()
        for name in trial.playground.pickup("bob") { try trial.remove("participants/bob/pickup/\(name)") }
        for name in trial.playground.pickup("alice") { try trial.remove("participants/alice/pickup/\(name)") }
        XCTAssertEqual(try trial.codes(), [])
    }

    func testAnEmptySpoolIsInOrder() throws {
        try trial.playground.drain()
        XCTAssertEqual(try trial.codes(), [])
    }

    func testWithoutASpoolOrALedgerThereIsNoInput() throws {
        for path in ["/nowhere", trial.playground.folder.path] {
            let (code, output, error) = try trial.playground.luova(["verify", "--spool", path])
            XCTAssertEqual(code, 66)
            XCTAssertEqual(output, "")
            XCTAssertTrue(error.hasPrefix("luova: \(path)"), error)
        }
    }

    func testProgramsRepliesAndWhatIsUndeliveredAgree() throws {
        try trial.playground.write(
            rows: """
                <partner id="alice" receipts="all"/>
                <system id="bob"><program path="handler" retry="1h"/></system>
                <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender" reply-to="ReplyTo"/>
                <route id="alice-bob" from="alice" message="note" to="bob" reply="note"/>
                """)
        try trial.playground.folder.write(
            """
            #!/bin/sh
            case "$LUOVA_MESSAGE_ID" in
            taken*) echo "<Note xmlns='urn:test:note'><Id>answer</Id><ReplyTo>$LUOVA_MESSAGE_ID</ReplyTo><Text/></Note>" ;;
            refused*) exit 65 ;;
            *) exit 75 ;;
            esac
            """, to: "routes/handler", mode: 0o755)
        for kind in ["taken", "taken-2", "refused", "later"] {
            try trial.playground.drop(Playground.note(kind), as: "\(kind).xml")
        }
        try trial.playground.drain()
        XCTAssertEqual(try trial.codes(), [])
        let (_, output, _) = try trial.playground.luova(["verify", "--spool", trial.playground.spool])
        XCTAssertTrue(
            output.contains("6 accepted: 4 delivered, 1 waiting, 0 in hand, 1 undelivered; 0 deviations"), output)
        try trial.remove("waiting/bob/\(try XCTUnwrap(trial.playground.names("waiting/bob").first))")
        XCTAssertEqual(try trial.codes(), ["lost"])
    }

    func testBesideAWorkingDaemonWhoseReceiverTakesMessagesNothingIsFound() throws {
        let drop = "\(trial.playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        let daemon = try trial.playground.start()
        var rounds = 0
        for number in 0..<900 {
            try trial.playground.drop(Playground.note("n-\(number)"), as: "\(number).xml")
            if number % 3 == 0, let name = trial.playground.pickup("bob").first {
                try trial.remove("participants/bob/pickup/\(name)")
            }
            if number % 90 == 0 {
                XCTAssertEqual(try trial.codes(), [], "round \(rounds)")
                rounds += 1
            }
        }
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        XCTAssertEqual(try trial.codes(), [])
    }

    func testAKilledDaemonLeavesNothingThatTheNextStartCannotFinish() throws {
        let drop = "\(trial.playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        for number in 0..<600 {
            try WholeFile.write(Array(Playground.note("n-\(number)").utf8), to: "\(drop)/\(number).xml")
        }
        let daemon = try trial.playground.start()
        XCTAssertTrue(eventually(within: 60) { trial.playground.pickup("bob").count >= 100 || !daemon.isRunning })
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        XCTAssertEqual(try trial.codes(), [], "as it was left")
        try trial.playground.drain()
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(trial.playground.pickup("bob").count, 600)
    }
}
