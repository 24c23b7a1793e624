// Ledger and spool compared: what the files in each place say, and what is missing there.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class AuditPlacesTests: XCTestCase {
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    func testABodyInEachPlaceOnItsWayIsFound() throws {
        try trial.commit([trial.accepted("1"), trial.accepted("2"), trial.accepted("3")], settled: 0)
        try trial.put("taken/alice/c.t-1-0")
        try trial.put("waiting/bob/note.000000000002.4.xml")
        try trial.put("participants/bob/pickup/note.000000000003.xml")
        XCTAssertEqual(try trial.codes(), [])
        let summary = try XCTUnwrap(trial.summary)
        XCTAssertEqual(summary.accepted, 3)
        XCTAssertEqual(summary.inHand, 2)
        XCTAssertEqual(summary.waiting, 1)
    }

    func testABatchThatWentOnInPartIsComparedWithWhatWasLeft() throws {
        func part(_ id: String) -> LedgerRecord {
            var record = trial.accepted(id)
            record.digest = Digest(of: "<N><Bad/></N>".utf8)
            record.delivered = Digest(of: "<N/>".utf8)
            record.feedback = "r.t-\(id)"
            return record
        }
        try trial.commit([part("1"), part("2"), part("3"), part("4")], settled: 0)
        try trial.put("taken/alice/c.t-1-0")
        try trial.put("taken/alice/r.t-1", "feedback")
        try trial.put("participants/bob/pickup/note.000000000002.xml")
        try trial.put("participants/alice/pickup/processing-feedback.000000000002.xml", "feedback")
        try trial.put("participants/bob/pickup/note.000000000003.xml", "<N><Bad/></N>")
        try trial.put("waiting/bob/note.000000000004.1.xml", "<N><Bad/></N>")
        XCTAssertEqual(
            try trial.codes(), ["body-changed 000000000003", "body-changed 000000000004"])
    }

    func testAFeedbackThatNoLineSpeaksOfIsReported() throws {
        var other = trial.accepted("2")
        other.feedback = "r.t-2"
        try trial.commit([trial.accepted("1"), other], settled: 0)
        for delivery in ["000000000001", "000000000002"] {
            try trial.put("participants/bob/pickup/note.\(delivery).xml")
            try trial.put("participants/alice/pickup/processing-feedback.\(delivery).xml", "feedback")
        }
        XCTAssertEqual(try trial.codes(), ["pickup-unknown 000000000001"])
    }

    func testABodyThatIsNowhereIsLost() throws {
        try trial.commit([trial.accepted("1", to: ["bob", "carol"])], settled: 0)
        try trial.put("taken/alice/c.t-1-1")
        try trial.commit([], settled: 2)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001", "taken-settled 000000000001"])
    }

    func testABodyThatIsNowhereAndNotSettledIsReportedToo() throws {
        try trial.commit([trial.accepted("1")], settled: 0)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001"])
        XCTAssertTrue(trial.texts[0].contains("the next start"), trial.texts[0])
    }

    func testABodyInAnyPlaceThatIsSomethingElseIsNamed() throws {
        try trial.commit([trial.accepted("1"), trial.accepted("2"), trial.accepted("3")], settled: 0)
        try trial.put("taken/alice/c.t-1-0", "<X/>")
        try trial.put("waiting/bob/note.000000000002.0.xml", "<X/>")
        try trial.put("participants/bob/pickup/note.000000000003.xml", "<X/>")
        XCTAssertEqual(
            try trial.codes(),
            ["body-changed 000000000001", "body-changed 000000000002", "body-changed 000000000003"])
    }

    func testALinkInPlaceOfABodyIsNamed() throws {
        try trial.commit([trial.accepted("1")], settled: 0)
        try trial.put("body")
        try WholeFile.makeDirectories(trial.path("participants/bob/pickup"))
        try ScratchFolder.symbolicLink(
            trial.path("participants/bob/pickup/note.000000000001.xml"), to: trial.path("body"))
        XCTAssertEqual(try trial.codes(), ["body-changed 000000000001"])
    }

    func testADeliveryThatIsSettledAndNotRecordedIsNamed() throws {
        try trial.commit([trial.accepted("1")], settled: 0)
        try trial.commit([], settled: 2)
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        XCTAssertEqual(try trial.codes(), ["unrecorded 000000000001"])
    }

    func testWhatHasEndedAndStillWaitsIsNamedOnceItIsSettled() throws {
        try trial.commit([trial.accepted("1")], settled: 0)
        try trial.put("waiting/bob/note.000000000001.1.xml")
        try trial.commit([trial.about(1, .delivered)], settled: 2)
        XCTAssertEqual(try trial.codes(), [], "the next start removes it")
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), ["waiting-ended 000000000001"])
    }

    func testWhatIsUndeliveredAndInThePickupFolderAllTheSameIsNamed() throws {
        try trial.commit([trial.accepted("1")], settled: 0)
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        let undelivered = trial.record(.undelivered) {
            $0.delivery = DeliveryIdentifier(sequence: 1)
            $0.reason = .gaveUp
        }
        try trial.commit([undelivered], settled: 2)
        try trial.put("refused/alice/000000000003.gave-up.xml")
        XCTAssertEqual(try trial.codes(), ["undelivered-there 000000000001"])
        XCTAssertEqual(trial.summary?.undelivered, 1)
    }

    func testAMessageThatWaitsForItsWindowIsFoundInEachPlaceOnItsWay() throws {
        try trial.commit(
            [trial.accepted("1"), trial.accepted("2"), trial.accepted("3"), trial.accepted("4")], settled: 0)
        try trial.commit(
            [trial.about(2, .opened), trial.about(3, .opened), trial.about(4, .opened), trial.about(4, .delivered)],
            settled: 5)
        try trial.put("waiting/bob/note.000000000001.0.xml")
        try trial.put("waiting/bob/note.000000000002.0.xml")
        for number in 3...4 { try trial.put("participants/bob/pickup/note.00000000000\(number).xml") }
        XCTAssertEqual(try trial.codes(), [], "what has opened is on its way until its line is settled")
        XCTAssertEqual(trial.summary?.waiting, 2)
        XCTAssertEqual(trial.summary?.inHand, 1)
        try trial.commit([], settled: 10)
        XCTAssertEqual(try trial.codes(), ["unrecorded 000000000003"])
    }

    func testAMessageWhoseWindowHasOpenedAndThatIsNowhereIsLost() throws {
        try trial.commit([trial.accepted("1")], settled: 0)
        try trial.commit([trial.about(1, .opened)], settled: 2)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001"])
        XCTAssertTrue(trial.texts[0].contains("the next start"), trial.texts[0])
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001"])
        XCTAssertFalse(trial.texts[0].contains("the next start"), trial.texts[0])
    }

    func testAReceiptThatWasToldAndOneThatWasNot() throws {
        let told = trial.record(.duplicate) { $0.receipt = "r.t-1" }
        try trial.commit([told, trial.record(.duplicate)], settled: 0)
        try trial.put("participants/alice/pickup/000000000001.receipt.xml")
        try trial.put("participants/alice/pickup/000000000002.receipt.xml")
        XCTAssertEqual(try trial.codes(), ["receipt-unknown 000000000002"])
    }

    func testAFileWhoseNumberIsBehindTheEndSaysThatTheEndMayHaveBeenCut() throws {
        try trial.commit([trial.accepted("1", to: [])], settled: 0)
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        try trial.put("participants/bob/pickup/note.000000000003.xml")
        XCTAssertEqual(try trial.codes(), ["pickup-unknown 000000000001", "pickup-unknown 000000000003"])
        XCTAssertEqual(trial.texts.map { $0.contains("may have been cut") }, [false, true])
    }

    func testAFolderThatIsNotThereHoldsNothing() throws {
        try trial.commit([], settled: 0)
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(trial.summary?.lines, 1)
        XCTAssertEqual(trial.summary?.segments, 1)
    }
}
