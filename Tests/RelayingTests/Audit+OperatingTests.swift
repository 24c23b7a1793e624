// Ledger and spool compared: what is held, and what operators have done.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class AuditOperatingTests: XCTestCase {
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    func testAMessageThatIsHeldIsFoundWhereItWaits() throws {
        try trial.commit(
            [
                trial.accepted("1"), trial.accepted("2"), trial.about(1, .started), trial.about(2, .started),
                trial.about(2, .held),
            ], settled: 0)
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
            try trial.commit([trial.accepted("1")] + words.map { trial.about(1, $0) }, settled: 0)
            XCTAssertEqual(try trial.codes(), found, word?.rawValue ?? "nothing")
        }
    }

    func testAnUndeliveredMessageThatIsHandedOnOnceMoreIsOpenAgain() throws {
        try trial.commit([trial.accepted("1"), trial.about(1, .undelivered), trial.resent(1)], settled: 0)
        try trial.put("waiting/bob/note.000000000001.1.xml")
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(trial.summary?.waiting, 1)
        XCTAssertEqual(trial.summary?.undelivered, 0)
        try trial.commit([trial.about(1, .started), trial.about(1, .delivered)], settled: 5)
        try Directory(path: trial.path("waiting/bob")).remove(fileName("note.000000000001.1.xml"))
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(trial.summary?.delivered, 1)
    }

    func testWhatWasNotUndeliveredCannotBeHandedOnOnceMore() throws {
        try trial.commit([trial.accepted("1"), trial.resent(1), trial.resent(9)], settled: 0)
        try trial.put("waiting/bob/note.000000000001.1.xml")
        XCTAssertEqual(try trial.codes(), ["resent-unknown 000000000001", "resent-unknown 000000000009"])
    }

    func testAMessageThatIsHandedOnOnceMoreAndIsNowhereIsLost() throws {
        try trial.commit([trial.accepted("1"), trial.about(1, .undelivered), trial.resent(1)], settled: 0)
        try trial.commit([], settled: 4)
        XCTAssertEqual(try trial.codes(), ["lost 000000000001"])
    }

    func testWhatWasJudgedAnewHasTheIdOfTheOneBefore() throws {
        var again = trial.accepted("1")
        try trial.commit([trial.accepted("1"), trial.about(1, .undelivered)], settled: 0)
        again.againOf = DeliveryIdentifier(sequence: 2)
        try trial.commit([again], settled: 3)
        try trial.put("participants/bob/pickup/note.000000000004.xml")
        XCTAssertEqual(try trial.codes(), [])
    }

    func testAFileThatAnOperatorTookUpIsNotCalledGone() throws {
        func replayed(_ number: UInt64) -> LedgerRecord {
            trial.record(.replayed) { $0.againOf = DeliveryIdentifier(sequence: number) }
        }
        func refused() -> LedgerRecord { trial.record(.refused) { $0.reason = .invalid } }
        var resent = trial.resent(2)
        resent.againOf = DeliveryIdentifier(sequence: 3)
        try trial.commit(
            [refused(), trial.accepted("1"), trial.about(2, .undelivered), refused(), refused()], settled: 0)
        // One is taken up in the group that settles nothing yet, and two behind the line that settles them.
        try trial.commit([replayed(1)], settled: 0)
        try trial.commit([], settled: 6)
        XCTAssertEqual(try trial.codes(notes: true), ["refused-gone"])
        XCTAssertEqual(trial.texts, ["3 refused files are gone, and no line says so; the operator may remove them"])
        try trial.commit([resent, trial.about(2, .delivered), replayed(4)], settled: 8)
        try trial.commit([], settled: 13)
        XCTAssertEqual(try trial.codes(notes: true), ["refused-gone"])
        XCTAssertEqual(trial.texts, ["1 refused files are gone, and no line says so; the operator may remove them"])
        try trial.commit([replayed(5)], settled: 13)
        try trial.commit([], settled: 15)
        XCTAssertEqual(try trial.codes(notes: true), [])
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
}
