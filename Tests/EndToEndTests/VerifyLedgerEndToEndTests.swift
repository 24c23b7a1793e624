// Every damage to the ledger is named.

import Files
import Messages
import XCTest

@testable import Recording

final class VerifyLedgerEndToEndTests: XCTestCase {
    private var trial: VerifyTrial!

    override func setUpWithError() throws { trial = try VerifyTrial() }
    override func tearDown() { trial.playground.remove() }

    func testALineThatWasChangedWithARightChecksumBreaksTheChain() throws {
        try trial.work()
        try trial.change { lines in
            let place = try XCTUnwrap(lines.firstIndex { trial.isLine($0, "refused") })
            lines[place] = try trial.edited(lines[place]) { $0.text = "x" }
        }
        XCTAssertEqual(try trial.codes(), ["ledger-chain"])
    }

    func testALineThatWasChangedWithoutAChecksumIsNamed() throws {
        try trial.work()
        try trial.change { lines in
            let place = try XCTUnwrap(lines.firstIndex { trial.isLine($0, "refused") })
            lines[place][20] ^= 1
        }
        XCTAssertEqual(
            try trial.codes(), ["ledger-chain", "ledger-line", "receipt-unknown", "refused-unknown"])
    }

    func testALineThatWasRemovedIsNamed() throws {
        try trial.work()
        try trial.change { lines in lines.remove(at: try XCTUnwrap(lines.firstIndex { trial.isLine($0, "delivered") }))
        }
        XCTAssertEqual(try trial.codes(), ["ledger-chain", "ledger-sequence", "unrecorded"])
    }

    func testGroupsInAnotherOrderAreNamed() throws {
        try trial.work()
        try trial.change { lines in
            let ends = lines.indices.filter { trial.isLine(lines[$0], "commit") }
            let first = Array(lines[...ends[0]])
            let second = Array(lines[(ends[0] + 1)...ends[1]])
            lines.replaceSubrange(...ends[1], with: second + first)
        }
        let found = try trial.codes()
        XCTAssertTrue(found.contains("ledger-chain") && found.contains("ledger-segment-name"), "\(found)")
    }

    func testGroupsThatWereRenumberedStillBreakTheChain() throws {
        try trial.work()
        // The last group of all says nothing but that all is settled: a copy of it with the next number.
        try trial.change { lines in
            let last = try XCTUnwrap(lines.last)
            let number = UInt64(lines.count) + 1
            lines.append(try trial.edited(last) { $0.sequence = number })
        }
        XCTAssertEqual(try trial.codes(), ["ledger-chain"])
    }

    func testATornEndIsANote() throws {
        try trial.work()
        let name = try XCTUnwrap(trial.playground.names("ledger").first { $0.hasSuffix(".jsonl") })
        let path = "\(trial.playground.spool)/ledger/\(name)"
        try WholeFile.write(try WholeFile.read(path) + Array(#"{"seq":99,"ti"#.utf8), to: path)
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(try trial.codes(notes: true), ["ledger-torn"])
    }

    func testADeliveryThatIsRecordedTwiceIsNamed() throws {
        try trial.work()
        try trial.change { lines in
            let delivered = try XCTUnwrap(lines.first { trial.isLine($0, "delivered") })
            let commit = try XCTUnwrap(lines.last)
            let number = UInt64(lines.count) + 1
            lines.append(try trial.edited(delivered) { $0.sequence = number })
            lines.append(try trial.edited(commit) { $0.sequence = number + 1 })
        }
        XCTAssertEqual(try trial.codes(), ["ended-twice", "ledger-chain"])
    }

    func testADeliveryOfWhatWasRefusedOrNeverAcceptedOrForSomebodyElseIsNamed() throws {
        try trial.work()
        try trial.change { lines in
            let delivered = try XCTUnwrap(lines.first { trial.isLine($0, "delivered") })
            let refused = try XCTUnwrap(LedgerRecord(line: try XCTUnwrap(lines.first { trial.isLine($0, "refused") })))
            let last = try XCTUnwrap(lines.lastIndex { trial.isLine($0, "delivered") })
            lines[last] = try trial.edited(lines[last]) { $0.receivers = [ParticipantIdentifier("carol")] }
            let commit = try XCTUnwrap(lines.last)
            var number = UInt64(lines.count)
            for sequence in [refused.sequence, number] {
                number += 1
                lines.append(
                    try trial.edited(delivered) {
                        $0.sequence = number
                        $0.delivery = DeliveryIdentifier(sequence: sequence)
                    })
            }
            lines.append(try trial.edited(commit) { $0.sequence = number + 1 })
        }
        XCTAssertEqual(
            try trial.codes(), ["ended-refused", "ended-unknown", "ledger-chain", "ledger-chain", "other-receiver"])
    }

    func testAMessageThatIsAcceptedTwiceIsNamed() throws {
        try trial.work()
        try trial.change { lines in
            let accepted = try XCTUnwrap(lines.first { trial.isLine($0, "accepted") })
            let commit = try XCTUnwrap(lines.last)
            let number = UInt64(lines.count) + 1
            lines.append(
                try trial.edited(accepted) {
                    $0.sequence = number
                    $0.receivers = []
                })
            lines.append(try trial.edited(commit) { $0.sequence = number + 1 })
        }
        XCTAssertEqual(try trial.codes(), ["accepted-twice", "ledger-chain"])
        XCTAssertEqual(
            try trial.codes(["--duplicate-window", "0s"]), ["accepted-twice", "ledger-chain"], "the same moment")
    }
}
