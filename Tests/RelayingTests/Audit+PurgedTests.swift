// What verify says of refused files that were removed by a row of the table.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class AuditPurgedTests: XCTestCase {
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    private func purged(_ number: UInt64) -> LedgerRecord {
        trial.record(.purged) {
            $0.delivery = DeliveryIdentifier(sequence: number)
            $0.reason = .invalid
        }
    }

    private func refused() -> LedgerRecord { trial.record(.refused) { $0.reason = .invalid } }

    /// Of a message to bob that was not fetched.
    private func unfetched(_ delivery: UInt64) -> LedgerRecord {
        trial.record(.purged) {
            $0.delivery = DeliveryIdentifier(sequence: delivery)
            $0.receivers = [ParticipantIdentifier("bob")]
        }
    }

    func testAMessageThatWasNotFetchedAndIsRemovedIsNoted() throws {
        try trial.commit([trial.accepted("1"), trial.about(1, .delivered)], settled: 0)
        try trial.commit([unfetched(1)], settled: 3)
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        XCTAssertEqual(try trial.codes(), [], "its removal is not settled")
        try trial.commit([], settled: 5)
        XCTAssertEqual(try trial.codes(), ["purged-there"])
        XCTAssertEqual(try trial.codes(notes: true), ["unfetched"])
        try TemporaryFolder.names(in: Directory(path: trial.path("participants/bob/pickup"))).forEach {
            try Directory(path: trial.path("participants/bob/pickup")).remove(fileName($0))
        }
        XCTAssertEqual(try trial.codes(), [])
    }

    func testAMessageThatWasRemovedAndNeverDeliveredIsNamed() throws {
        try trial.commit([trial.accepted("1"), unfetched(1), unfetched(77)], settled: 0)
        try trial.put("taken/alice/c.t-1-0")
        XCTAssertEqual(try trial.codes(), ["purged-unknown 000000000001", "purged-unknown 000000000077"])
    }

    /// Of what alice was told of a line, in the file of this name.
    private func untold(_ number: UInt64, receipt: String? = nil, feedback: String? = nil) -> LedgerRecord {
        trial.record(.purged) {
            $0.sender = nil
            $0.type = nil
            $0.syntax = nil
            $0.digest = nil
            $0.delivery = DeliveryIdentifier(sequence: number)
            $0.receivers = [ParticipantIdentifier("alice")]
            $0.receipt = receipt
            $0.feedback = feedback
        }
    }

    private static let receipt = "000000000001.receipt.xml"
    private static let feedback = "processing-feedback.000000000001.xml"

    private func told() -> LedgerRecord {
        var record = trial.accepted("1")
        record.receipt = "r.t-1"
        record.feedback = "r.t-2"
        return record
    }

    func testAReceiptThatWasNotFetchedAndIsRemovedIsNotedAndTheMessageIsNot() throws {
        try trial.commit([told(), trial.about(1, .delivered)], settled: 0)
        try trial.commit([untold(1, receipt: Self.receipt), untold(1, feedback: Self.feedback)], settled: 3)
        for name in [
            "alice/pickup/\(Self.receipt)", "alice/pickup/\(Self.feedback)", "bob/pickup/note.000000000001.xml",
        ] {
            try trial.put("participants/\(name)")
        }
        XCTAssertEqual(try trial.codes(), [], "their removal is not settled")
        try trial.commit([], settled: 6)
        XCTAssertEqual(try trial.codes(), ["purged-there", "purged-there"])
        let pickup = try Directory(path: trial.path("participants/alice/pickup"))
        for name in [Self.receipt, Self.feedback] { try pickup.remove(fileName(name)) }
        XCTAssertEqual(try trial.codes(), [], "the message is still there")
        XCTAssertEqual(try trial.codes(notes: true), ["unfetched-receipts"])
        XCTAssertTrue(trial.texts[0].hasPrefix("2 receipts "), trial.texts[0])
    }

    func testAReceiptThatWasRemovedAndNeverWrittenIsNamed() throws {
        try trial.commit(
            [
                trial.accepted("1", to: []), untold(1, receipt: Self.receipt), untold(1, feedback: Self.feedback),
                untold(77, receipt: "000000000077.receipt.xml"),
            ], settled: 0)
        XCTAssertEqual(
            try trial.codes(),
            ["purged-unknown 000000000001", "purged-unknown 000000000001", "purged-unknown 000000000077"])
    }

    func testARemovalTellsNobodyItself() throws {
        try trial.commit([told(), trial.about(1, .delivered), untold(1, receipt: Self.receipt)], settled: 0)
        try trial.put("participants/alice/pickup/000000000003.receipt.xml")
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), ["receipt-unknown 000000000003"])
    }

    func testARemovalByARetentionRowIsToldApartFromWhatIsGone() throws {
        try trial.commit([refused(), refused(), refused(), trial.about(9, .undelivered)], settled: 0)
        try trial.put("refused/alice/000000000003.invalid.xml")
        try trial.commit([purged(1)], settled: 5)
        try trial.commit([], settled: 7)
        XCTAssertTrue(try trial.codes().allSatisfy { $0.hasPrefix("ended-unknown") })
        XCTAssertEqual(try trial.codes(notes: true), ["purged", "refused-gone"])
        XCTAssertEqual(
            trial.texts.sorted().map { $0.prefix(22) }, ["1 refused files were r", "2 refused files are go"])
        try trial.commit([purged(2)], settled: 9)
        XCTAssertEqual(try trial.codes(notes: true), ["purged", "refused-gone"])
        XCTAssertEqual(
            trial.texts.sorted().map { $0.prefix(22) }, ["1 refused files are go", "2 refused files were r"])
    }

    func testARemovalThatIsNotSettledMayBeUnderWay() throws {
        try trial.commit([refused()], settled: 0)
        try trial.put("refused/alice/000000000001.invalid.xml")
        try trial.commit([purged(1)], settled: 2)
        XCTAssertEqual(try trial.codes(), [])
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), ["purged-there"])
    }

    func testASecondRemovalIsFoundWhateverWasRemovedFirst() throws {
        try trial.commit([refused(), refused()], settled: 0)
        try trial.commit([purged(2), purged(1), purged(1)], settled: 3)
        try trial.commit([], settled: 7)
        XCTAssertEqual(try trial.codes(), ["purged-unknown 000000000001"])
    }

    func testWhatIsRemovedBeforeItIsSettledIsNotCalledGone() throws {
        try trial.commit([refused(), refused()], settled: 0)
        try trial.commit([purged(2), purged(1)], settled: 0)
        try trial.commit([], settled: 6)
        XCTAssertEqual(try trial.codes(notes: true), ["purged"])
    }

    func testARemovalOfWhatWasNeverRefusedOrTwiceIsFound() throws {
        try trial.commit([refused(), trial.accepted("1"), trial.about(2, .delivered)], settled: 0)
        try trial.commit([purged(1), purged(1), purged(2), purged(77)], settled: 4)
        XCTAssertEqual(
            try trial.codes(),
            ["purged-unknown 000000000001", "purged-unknown 000000000002", "purged-unknown 000000000077"])
    }
}
