// Ledger and spool compared: one test for each kind of deviation that a file or a line can make.

import Files
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class AuditTests: XCTestCase {
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    private func accepted(_ id: String, to receivers: [String] = ["bob"]) -> LedgerRecord {
        trial.record(.accepted) {
            $0.messageID = Array(id.utf8)
            $0.receivers = receivers.map { ParticipantIdentifier($0) }
            $0.taken = receivers.indices.map { "c.t-\(id)-\($0)" }
        }
    }

    private func about(_ delivery: UInt64, _ event: LedgerRecord.Event, place: Int = 0) -> LedgerRecord {
        trial.record(event) {
            $0.delivery = DeliveryIdentifier(sequence: delivery, receiver: place)
            $0.receivers = [ParticipantIdentifier("bob")]
        }
    }

    func testABodyInEachPlaceOnItsWayIsFound() throws {
        try trial.commit([accepted("1"), accepted("2"), accepted("3")], settled: 0)
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
            var record = accepted(id)
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
        var other = accepted("2")
        other.feedback = "r.t-2"
        try trial.commit([accepted("1"), other], settled: 0)
        for delivery in ["000000000001", "000000000002"] {
            try trial.put("participants/bob/pickup/note.\(delivery).xml")
            try trial.put("participants/alice/pickup/processing-feedback.\(delivery).xml", "feedback")
        }
        XCTAssertEqual(try trial.codes(), ["pickup-unknown 000000000001"])
    }

    func testAMessageThatIsHeldIsFoundWhereItWaits() throws {
        try trial.commit(
            [accepted("1"), accepted("2"), about(1, .started), about(2, .started), about(2, .held)], settled: 0)
        try trial.put("waiting/bob/note.000000000001.1.started.xml")
        try trial.put("waiting/bob/note.000000000002.1.held.xml")
        try trial.commit([], settled: 6)
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(trial.summary?.waiting, 2)
    }

    func testAMessageThatMustNotBeRepeatedIsStartedAgainOnlyAfterAWord() throws {
        for (word, found) in [
            (nil, ["started-twice 000000000001"]), (.held, ["started-twice 000000000001"]), (.deferred, []),
            (.released, []),
        ] as [(LedgerRecord.Event?, [String])] {
            let trial = try AuditTrial()
            defer { trial.folder.remove() }
            let words = [.started] + (word.map { [$0] } ?? []) + [.started, .delivered]
            try trial.commit([accepted("1")] + words.map { about(1, $0) }, settled: 0)
            XCTAssertEqual(try trial.codes(), found, word?.rawValue ?? "nothing")
        }
    }

    func testATryOfWhatIsNotOpenIsNamed() throws {
        for event in [.deferred, .started, .held, .released, .opened] as [LedgerRecord.Event] {
            let trial = try AuditTrial()
            defer { trial.folder.remove() }
            try trial.commit([accepted("1"), about(1, .delivered), about(1, event)], settled: 0)
            XCTAssertEqual(try trial.codes(), ["deferred-unknown 000000000001"], event.rawValue)
        }
    }

    private func resent(_ delivery: UInt64) -> LedgerRecord {
        trial.record(.resent) {
            $0.delivery = DeliveryIdentifier(sequence: delivery)
            $0.receivers = [ParticipantIdentifier("bob")]
        }
    }

    func testAnUndeliveredMessageThatIsHandedOnOnceMoreIsOpenAgain() throws {
        try trial.commit([accepted("1"), about(1, .undelivered), resent(1)], settled: 0)
        try trial.put("waiting/bob/note.000000000001.1.xml")
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(trial.summary?.waiting, 1)
        XCTAssertEqual(trial.summary?.undelivered, 0)
        try trial.commit([about(1, .started), about(1, .delivered)], settled: 5)
        try Directory(path: trial.path("waiting/bob")).remove(fileName("note.000000000001.1.xml"))
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(trial.summary?.delivered, 1)
    }

    func testWhatWasNotUndeliveredCannotBeHandedOnOnceMore() throws {
        try trial.commit([accepted("1"), resent(1), resent(9)], settled: 0)
        try trial.put("waiting/bob/note.000000000001.1.xml")
        XCTAssertEqual(try trial.codes(), ["resent-unknown 000000000001", "resent-unknown 000000000009"])
    }

    func testAMessageThatIsHandedOnOnceMoreAndIsNowhereIsLost() throws {
        try trial.commit([accepted("1"), about(1, .undelivered), resent(1)], settled: 0)
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001"])
    }

    func testWhatWasJudgedAnewHasTheIdOfTheOneBefore() throws {
        var again = accepted("1")
        try trial.commit([accepted("1"), about(1, .undelivered)], settled: 0)
        again.againOf = DeliveryIdentifier(sequence: 2)
        try trial.commit([again], settled: 3)
        try trial.put("participants/bob/pickup/note.000000000004.xml")
        XCTAssertEqual(try trial.codes(), [])
    }

    func testPausesAndRetriesSayNothingOfTheSpool() throws {
        try trial.commit(
            [
                trial.record(.paused), trial.record(.resumed),
                trial.record(.replayed) { $0.againOf = DeliveryIdentifier(sequence: 1) }, trial.record(.retried),
            ], settled: 0)
        XCTAssertEqual(try trial.codes(), [])
    }

    func testAMessageThatWaitsForItsWindowIsFoundInEachPlaceOnItsWay() throws {
        try trial.commit([accepted("1"), accepted("2"), accepted("3"), accepted("4")], settled: 0)
        try trial.commit([about(2, .opened), about(3, .opened), about(4, .opened), about(4, .delivered)], settled: 5)
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
        try trial.commit([accepted("1")], settled: 0)
        try trial.commit([about(1, .opened)], settled: 2)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001"])
        XCTAssertTrue(trial.texts[0].contains("the next start"), trial.texts[0])
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001"])
        XCTAssertFalse(trial.texts[0].contains("the next start"), trial.texts[0])
    }

    func testABodyThatIsNowhereIsLost() throws {
        try trial.commit([accepted("1", to: ["bob", "carol"])], settled: 0)
        try trial.put("taken/alice/c.t-1-1")
        try trial.commit([], settled: 2)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001", "taken-settled 000000000001"])
    }

    func testABodyThatIsNowhereAndNotSettledIsReportedToo() throws {
        try trial.commit([accepted("1")], settled: 0)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001"])
        XCTAssertTrue(trial.texts[0].contains("the next start"), trial.texts[0])
    }

    func testABodyInAnyPlaceThatIsSomethingElseIsNamed() throws {
        try trial.commit([accepted("1"), accepted("2"), accepted("3")], settled: 0)
        try trial.put("taken/alice/c.t-1-0", "<X/>")
        try trial.put("waiting/bob/note.000000000002.0.xml", "<X/>")
        try trial.put("participants/bob/pickup/note.000000000003.xml", "<X/>")
        XCTAssertEqual(
            try trial.codes(),
            ["body-changed 000000000001", "body-changed 000000000002", "body-changed 000000000003"])
    }

    func testALinkInPlaceOfABodyIsNamed() throws {
        try trial.commit([accepted("1")], settled: 0)
        try trial.put("body")
        try WholeFile.makeDirectories(trial.path("participants/bob/pickup"))
        try ScratchFolder.symbolicLink(
            trial.path("participants/bob/pickup/note.000000000001.xml"), to: trial.path("body"))
        XCTAssertEqual(try trial.codes(), ["body-changed 000000000001"])
    }

    func testADeliveryThatIsSettledAndNotRecordedIsNamed() throws {
        try trial.commit([accepted("1")], settled: 0)
        try trial.commit([], settled: 2)
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        XCTAssertEqual(try trial.codes(), ["unrecorded 000000000001"])
    }

    func testWhatHasEndedAndStillWaitsIsNamedOnceItIsSettled() throws {
        try trial.commit([accepted("1")], settled: 0)
        try trial.put("waiting/bob/note.000000000001.1.xml")
        try trial.commit([about(1, .delivered)], settled: 2)
        XCTAssertEqual(try trial.codes(), [], "the next start removes it")
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), ["waiting-ended 000000000001"])
    }

    func testWhatIsUndeliveredAndInThePickupFolderAllTheSameIsNamed() throws {
        try trial.commit([accepted("1")], settled: 0)
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

    func testLinesAboutWhatIsNotOpenAreNamed() throws {
        try trial.commit([trial.record(.refused), accepted("2", to: [])], settled: 0)
        try trial.commit(
            [
                about(1, .delivered), about(2, .delivered), about(99, .delivered), about(99, .undelivered),
                about(99, .deferred), about(99, .duplicate),
            ], settled: 2)
        XCTAssertEqual(
            try trial.codes(),
            [
                "deferred-unknown 000000000099", "duplicate-unknown 000000000099", "ended-refused 000000000001",
                "ended-twice 000000000002", "ended-unknown 000000000099", "ended-unknown 000000000099",
            ])
    }

    func testLinesAboutWhatWasMovedAwayAreNotJudged() throws {
        try trial.commit([accepted("1"), accepted("2")], settled: 0)
        try trial.commit([about(1, .delivered)], settled: 3, day: 1)
        try trial.commit([about(2, .delivered), about(1, .duplicate)], settled: 5, day: 2)
        for name in try trial.segments().dropLast() { try trial.ledger.remove(fileName(name)) }
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        try trial.put("waiting/bob/note.000000000002.0.xml")
        XCTAssertEqual(try trial.codes(), ["waiting-unknown 000000000002"])
        XCTAssertEqual(try trial.codes(notes: true), ["archived"])
    }

    func testAcceptedTwiceCountsInsideTheWindowOnly() throws {
        try trial.commit([accepted("1", to: []), accepted("2", to: [])], settled: 0)
        try trial.commit([accepted("1", to: [])], settled: 0, day: 6)
        try trial.commit([accepted("2", to: [])], settled: 0, day: 8)
        XCTAssertEqual(try trial.codes(), ["accepted-twice 000000000004"])
    }

    func testIdsThatAreMaskedAlikeAreToldApartByTheirKeys() throws {
        func masked(_ key: UInt64) -> LedgerRecord {
            var record = accepted("***********", to: [])
            record.key = key
            return record
        }
        try trial.commit([masked(1), masked(2), masked(3), masked(2)], settled: 0)
        XCTAssertEqual(try trial.codes(), ["accepted-twice 000000000004"])
    }

    func testADuplicateOfOtherContentIsNamed() throws {
        func duplicate(_ text: String) -> LedgerRecord {
            trial.record(.duplicate) {
                $0.delivery = DeliveryIdentifier(sequence: 1)
                $0.digest = Digest(of: Array(text.utf8))
            }
        }
        try trial.commit([accepted("1", to: [])], settled: 0)
        try trial.commit([duplicate("<N/>"), duplicate("<X/>")], settled: 2)
        XCTAssertEqual(try trial.codes(), ["duplicate-unknown 000000000001"])
    }

    func testAReceiptThatWasToldAndOneThatWasNot() throws {
        let told = trial.record(.duplicate) { $0.receipt = "r.t-1" }
        try trial.commit([told, trial.record(.duplicate)], settled: 0)
        try trial.put("participants/alice/pickup/000000000001.receipt.xml")
        try trial.put("participants/alice/pickup/000000000002.receipt.xml")
        XCTAssertEqual(try trial.codes(), ["receipt-unknown 000000000002"])
    }

    func testAFolderThatIsNotThereHoldsNothing() throws {
        try trial.commit([], settled: 0)
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(trial.summary?.lines, 1)
        XCTAssertEqual(trial.summary?.segments, 1)
    }

    func testAFileWhoseNumberIsBehindTheEndSaysThatTheEndMayHaveBeenCut() throws {
        try trial.commit([accepted("1", to: [])], settled: 0)
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        try trial.put("participants/bob/pickup/note.000000000003.xml")
        XCTAssertEqual(try trial.codes(), ["pickup-unknown 000000000001", "pickup-unknown 000000000003"])
        XCTAssertEqual(trial.texts.map { $0.contains("may have been cut") }, [false, true])
    }

    func testLinesThatAStartCutAreANote() throws {
        try trial.commit([], settled: 0)
        let path = trial.path("ledger/\(try trial.segments()[0])")
        try WholeFile.write(try WholeFile.read(path) + Array("{".utf8), to: path)
        XCTAssertEqual(try trial.codes(notes: true), ["ledger-torn"])
        try trial.commit([], settled: 1)
        XCTAssertEqual(try trial.codes(notes: true), ["ledger-torn-kept"])
        XCTAssertEqual(try trial.codes(), [])
    }

    func testALedgerWithoutAChainIsANote() throws {
        let commit = trial.record(.commit) { $0.sequence = 1 }
        try WholeFile.write(commit.line + [0x0A], to: trial.path("ledger/2026-03-01.000000000001.jsonl"))
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(try trial.codes(notes: true), ["ledger-chain-none"])
    }
}
