// Whether ledger and spool agree: nothing is found where the daemon worked, and every damage is named.

import Files
import Foundation
import Messages
import Support
import XCTest

@testable import Recording

final class VerifyEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    /// The codes of what `luova verify --json` finds, sorted; its exit code fits to them.
    private func codes(notes: Bool = false, _ more: [String] = [], file: StaticString = #filePath, line: UInt = #line)
        throws -> [String]
    {
        let (code, output, error) = try playground.luova(["verify", "--spool", playground.spool, "--json"] + more)
        XCTAssertEqual(error, "", file: file, line: line)
        var found: [String] = []
        var deviations = 0
        for text in output.split(separator: "\n") {
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            if let summary = object["summary"] as? [String: Any] {
                XCTAssertEqual(summary["deviations"] as? Int, deviations, file: file, line: line)
                continue
            }
            let isNote = try XCTUnwrap(object["note"] as? Bool)
            if !isNote { deviations += 1 }
            if isNote == notes { found.append(try XCTUnwrap(object["code"] as? String)) }
            XCTAssertNotNil(object["path"] as? String, file: file, line: line)
            XCTAssertNotNil(object["text"] as? String, file: file, line: line)
        }
        XCTAssertEqual(code, deviations == 0 ? 0 : 65, output, file: file, line: line)
        return found.sorted()
    }

    private func work() throws {
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        try playground.drop(Playground.note("n-2"), as: "b.xml")
        try playground.drop("<Wrong/>", as: "c.xml")
        try playground.drain()
        try playground.drop(Playground.note("n-1"), as: "d.xml")
        try playground.drop(#"{"Note":{"Id":"n-3","Text":"x"}}"#, as: "e.json")
        try playground.drain()
    }

    /// The one segment's lines, to be changed.
    private func change(_ body: (inout [[UInt8]]) throws -> Void) throws {
        let name = try XCTUnwrap(playground.names("ledger").first { $0.hasSuffix(".jsonl") })
        let path = "\(playground.spool)/ledger/\(name)"
        var lines = try WholeFile.read(path).split(separator: 0x0A).map { Array($0) }
        try body(&lines)
        try WholeFile.write(lines.flatMap { $0 + [0x0A] }, to: path)
    }

    /// A line with something else in it and its checksum made right again.
    private func edited(_ line: [UInt8], _ body: (inout LedgerRecord) -> Void) throws -> [UInt8] {
        var record = try XCTUnwrap(LedgerRecord(line: line))
        body(&record)
        return record.line
    }

    private func isLine(_ line: [UInt8], _ event: String) -> Bool {
        String(decoding: line, as: UTF8.self).contains("\"event\":\"\(event)\"")
    }

    // MARK: All is well

    func testNothingIsFoundWhereTheDaemonWorked() throws {
        try work()
        XCTAssertEqual(try codes(), [])
        XCTAssertEqual(try codes(notes: true), [])
        let (code, output, _) = try playground.luova(["verify", "--spool", playground.spool])
        XCTAssertEqual(code, 0)
        let lines = output.split(separator: "\n")
        XCTAssertTrue(
            lines[0].hasSuffix(
                " lines in 1 segments, 3 accepted: 3 delivered, 0 waiting, 0 in hand, 0 undelivered; 0 deviations"),
            output)
        XCTAssertTrue(lines[1].contains(" ends the chain with "), output)
    }

    func testNothingIsChanged() throws {
        try work()
        func everything() throws -> [String] {
            let files = try XCTUnwrap(FileManager.default.subpathsOfDirectory(atPath: playground.spool))
            return files.sorted().map {
                let status = WholeFile.status("\(playground.spool)/\($0)")
                return "\($0) \(status.map { "\($0.inode) \($0.size) \($0.modified) \($0.changed)" } ?? "")"
            }
        }
        let before = try everything()
        XCTAssertEqual(try codes(), [])
        XCTAssertEqual(try everything(), before)
    }

    func testConsumedMessagesAndReceiptsAreNotMissed() throws {
        try work()
        for name in playground.pickup("bob") { try remove("participants/bob/pickup/\(name)") }
        for name in playground.pickup("alice") { try remove("participants/alice/pickup/\(name)") }
        XCTAssertEqual(try codes(), [])
    }

    func testAnEmptySpoolIsInOrder() throws {
        try playground.drain()
        XCTAssertEqual(try codes(), [])
    }

    func testWithoutASpoolOrALedgerThereIsNoInput() throws {
        for path in ["/nowhere", playground.folder.path] {
            let (code, output, error) = try playground.luova(["verify", "--spool", path])
            XCTAssertEqual(code, 66)
            XCTAssertEqual(output, "")
            XCTAssertTrue(error.hasPrefix("luova: \(path)"), error)
        }
    }

    func testProgramsRepliesAndWhatIsUndeliveredAgree() throws {
        try playground.write(
            rows: """
                <partner id="alice" receipts="all"/>
                <system id="bob"><program path="handler" retry="1h"/></system>
                <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender" reply-to="ReplyTo"/>
                <route id="alice-bob" from="alice" message="note" to="bob" reply="note"/>
                """)
        try playground.folder.write(
            """
            #!/bin/sh
            case "$LUOVA_MESSAGE_ID" in
            taken*) echo "<Note xmlns='urn:test:note'><Id>answer</Id><ReplyTo>$LUOVA_MESSAGE_ID</ReplyTo><Text/></Note>" ;;
            refused*) exit 65 ;;
            *) exit 75 ;;
            esac
            """, to: "routes/handler", mode: 0o755)
        for kind in ["taken", "taken-2", "refused", "later"] {
            try playground.drop(Playground.note(kind), as: "\(kind).xml")
        }
        try playground.drain()
        XCTAssertEqual(try codes(), [])
        let (_, output, _) = try playground.luova(["verify", "--spool", playground.spool])
        XCTAssertTrue(
            output.contains("6 accepted: 4 delivered, 1 waiting, 0 in hand, 1 undelivered; 0 deviations"), output)
        try remove("waiting/bob/\(try XCTUnwrap(playground.names("waiting/bob").first))")
        XCTAssertEqual(try codes(), ["lost"])
    }

    func testBesideAWorkingDaemonWhoseReceiverTakesMessagesNothingIsFound() throws {
        let drop = "\(playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        let daemon = try playground.start()
        var rounds = 0
        for number in 0..<900 {
            try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml")
            if number % 3 == 0, let name = playground.pickup("bob").first {
                try remove("participants/bob/pickup/\(name)")
            }
            if number % 90 == 0 {
                XCTAssertEqual(try codes(), [], "round \(rounds)")
                rounds += 1
            }
        }
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try codes(), [])
    }

    func testAKilledDaemonLeavesNothingThatTheNextStartCannotFinish() throws {
        let drop = "\(playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        for number in 0..<600 {
            try WholeFile.write(Array(Playground.note("n-\(number)").utf8), to: "\(drop)/\(number).xml")
        }
        let daemon = try playground.start()
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count >= 100 || !daemon.isRunning })
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        XCTAssertEqual(try codes(), [], "as it was left")
        try playground.drain()
        XCTAssertEqual(try codes(), [])
        XCTAssertEqual(playground.pickup("bob").count, 600)
    }

    // MARK: The ledger was changed

    func testALineThatWasChangedWithARightChecksumBreaksTheChain() throws {
        try work()
        try change { lines in
            let place = try XCTUnwrap(lines.firstIndex { isLine($0, "refused") })
            lines[place] = try edited(lines[place]) { $0.text = "x" }
        }
        XCTAssertEqual(try codes(), ["ledger-chain"])
    }

    func testALineThatWasChangedWithoutAChecksumIsNamed() throws {
        try work()
        try change { lines in
            let place = try XCTUnwrap(lines.firstIndex { isLine($0, "refused") })
            lines[place][20] ^= 1
        }
        XCTAssertEqual(
            try codes(), ["ledger-chain", "ledger-line", "receipt-unknown", "refused-unknown"])
    }

    func testALineThatWasRemovedIsNamed() throws {
        try work()
        try change { lines in lines.remove(at: try XCTUnwrap(lines.firstIndex { isLine($0, "delivered") })) }
        XCTAssertEqual(try codes(), ["ledger-chain", "ledger-sequence", "unrecorded"])
    }

    func testGroupsInAnotherOrderAreNamed() throws {
        try work()
        try change { lines in
            let ends = lines.indices.filter { isLine(lines[$0], "commit") }
            let first = Array(lines[...ends[0]])
            let second = Array(lines[(ends[0] + 1)...ends[1]])
            lines.replaceSubrange(...ends[1], with: second + first)
        }
        let found = try codes()
        XCTAssertTrue(found.contains("ledger-chain") && found.contains("ledger-segment-name"), "\(found)")
    }

    func testGroupsThatWereRenumberedStillBreakTheChain() throws {
        try work()
        // The last group of all says nothing but that all is settled: a copy of it with the next number.
        try change { lines in
            let last = try XCTUnwrap(lines.last)
            let number = UInt64(lines.count) + 1
            lines.append(try edited(last) { $0.sequence = number })
        }
        XCTAssertEqual(try codes(), ["ledger-chain"])
    }

    func testATornEndIsANote() throws {
        try work()
        let name = try XCTUnwrap(playground.names("ledger").first { $0.hasSuffix(".jsonl") })
        let path = "\(playground.spool)/ledger/\(name)"
        try WholeFile.write(try WholeFile.read(path) + Array(#"{"seq":99,"ti"#.utf8), to: path)
        XCTAssertEqual(try codes(), [])
        XCTAssertEqual(try codes(notes: true), ["ledger-torn"])
    }

    func testADeliveryThatIsRecordedTwiceIsNamed() throws {
        try work()
        try change { lines in
            let delivered = try XCTUnwrap(lines.first { isLine($0, "delivered") })
            let commit = try XCTUnwrap(lines.last)
            let number = UInt64(lines.count) + 1
            lines.append(try edited(delivered) { $0.sequence = number })
            lines.append(try edited(commit) { $0.sequence = number + 1 })
        }
        XCTAssertEqual(try codes(), ["ended-twice", "ledger-chain"])
    }

    func testADeliveryOfWhatWasRefusedOrNeverAcceptedOrForSomebodyElseIsNamed() throws {
        try work()
        try change { lines in
            let delivered = try XCTUnwrap(lines.first { isLine($0, "delivered") })
            let refused = try XCTUnwrap(LedgerRecord(line: try XCTUnwrap(lines.first { isLine($0, "refused") })))
            let last = try XCTUnwrap(lines.lastIndex { isLine($0, "delivered") })
            lines[last] = try edited(lines[last]) { $0.receivers = [ParticipantIdentifier("carol")] }
            let commit = try XCTUnwrap(lines.last)
            var number = UInt64(lines.count)
            for sequence in [refused.sequence, number] {
                number += 1
                lines.append(
                    try edited(delivered) {
                        $0.sequence = number
                        $0.delivery = DeliveryIdentifier(sequence: sequence)
                    })
            }
            lines.append(try edited(commit) { $0.sequence = number + 1 })
        }
        XCTAssertEqual(
            try codes(), ["ended-refused", "ended-unknown", "ledger-chain", "ledger-chain", "other-receiver"])
    }

    func testAMessageThatIsAcceptedTwiceIsNamed() throws {
        try work()
        try change { lines in
            let accepted = try XCTUnwrap(lines.first { isLine($0, "accepted") })
            let commit = try XCTUnwrap(lines.last)
            let number = UInt64(lines.count) + 1
            lines.append(
                try edited(accepted) {
                    $0.sequence = number
                    $0.receivers = []
                })
            lines.append(try edited(commit) { $0.sequence = number + 1 })
        }
        XCTAssertEqual(try codes(), ["accepted-twice", "ledger-chain"])
        XCTAssertEqual(try codes(["--duplicate-window", "0s"]), ["accepted-twice", "ledger-chain"], "the same moment")
    }

    // MARK: The spool was changed

    private func remove(_ path: String) throws {
        let parts = path.split(separator: "/")
        let folder = try Directory(path: "\(playground.spool)/\(parts.dropLast().joined(separator: "/"))")
        XCTAssertTrue(try folder.remove(fileName(String(parts[parts.count - 1]))), path)
    }

    private func put(_ text: String, _ path: String) throws {
        try WholeFile.write(Array(text.utf8), to: "\(playground.spool)/\(path)")
    }

    func testADeliveredBodyThatWasChangedIsNamed() throws {
        try work()
        try put("x", "participants/bob/pickup/\(playground.pickup("bob")[0])")
        XCTAssertEqual(try codes(), ["body-changed"])
    }

    func testFilesThatAreNamedLikeOursAreNamed() throws {
        try work()
        let bob = playground.pickup("bob")[0]
        try put("x", "participants/bob/pickup/note.000000009999.xml")
        try put("x", "participants/alice/pickup/\(bob)")
        try put("x", "participants/bob/pickup/\(bob.replacingOccurrences(of: "note.", with: "letter."))")
        try put("x", "participants/bob/pickup/000000000001.receipt.xml")
        try put("x", "refused/alice/000000009999.invalid.xml")
        try put("x", "waiting/bob/note.000000009999.0.xml")
        XCTAssertEqual(
            try codes(),
            [
                "pickup-unknown", "pickup-unknown", "pickup-unknown", "receipt-unknown", "refused-unknown",
                "waiting-unknown",
            ])
    }

    func testFilesOfOthersAreNotes() throws {
        try work()
        try put("x", "participants/bob/pickup/readme.txt")
        try put("x", "taken/alice/readme.txt")
        try put("x", "taken/alice/m.token-1.name.xml")
        try remove("refused/alice/\(playground.names("refused/alice")[0])")
        XCTAssertEqual(try codes(), [])
        XCTAssertEqual(try codes(notes: true), ["foreign", "foreign", "refused-gone", "undecided"])
    }

    func testARefusedFileThatWasChangedIsNamed() throws {
        try work()
        try put("x", "refused/alice/\(playground.names("refused/alice")[0])")
        XCTAssertEqual(try codes(), ["body-changed"])
    }
}
