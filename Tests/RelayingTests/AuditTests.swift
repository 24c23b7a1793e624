// Ledger and spool compared: what the lines say of each other.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class AuditTests: XCTestCase {
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    func testATryOfWhatIsNotOpenIsNamed() throws {
        for event in [.deferred, .started, .held, .released, .opened] as [LedgerRecord.Event] {
            let trial = try AuditTrial()
            defer { trial.folder.remove() }
            try trial.commit([trial.accepted("1"), trial.about(1, .delivered), trial.about(1, event)], settled: 0)
            XCTAssertEqual(try trial.codes(), ["deferred-unknown 000000000001"], event.rawValue)
        }
    }

    func testLinesAboutWhatIsNotOpenAreNamed() throws {
        try trial.commit([trial.record(.refused), trial.accepted("2", to: [])], settled: 0)
        try trial.commit(
            [
                trial.about(1, .delivered), trial.about(2, .delivered), trial.about(99, .delivered),
                trial.about(99, .undelivered),
                trial.about(99, .deferred), trial.about(99, .duplicate),
            ], settled: 2)
        XCTAssertEqual(
            try trial.codes(),
            [
                "deferred-unknown 000000000099", "duplicate-unknown 000000000099", "ended-refused 000000000001",
                "ended-twice 000000000002", "ended-unknown 000000000099", "ended-unknown 000000000099",
            ])
    }

    func testLinesAboutWhatIsMissingAtTheFrontAreNotJudged() throws {
        try trial.commit([trial.accepted("1"), trial.accepted("2")], settled: 0)
        try trial.commit([trial.about(1, .delivered)], settled: 3, day: 1)
        try trial.commit([trial.about(2, .delivered), trial.about(1, .duplicate)], settled: 5, day: 2)
        for name in try trial.segments().dropLast() { try trial.ledger.remove(fileName(name)) }
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        try trial.put("waiting/bob/note.000000000002.0.xml")
        XCTAssertEqual(try trial.codes(), ["ledger-beginning", "waiting-unknown 000000000002"])
        XCTAssertEqual(try trial.codes(notes: true), ["archived"])
    }

    func testAcceptedTwiceCountsInsideTheWindowOnly() throws {
        try trial.commit([trial.accepted("1", to: []), trial.accepted("2", to: [])], settled: 0)
        try trial.commit([trial.accepted("1", to: [])], settled: 0, day: 6)
        try trial.commit([trial.accepted("2", to: [])], settled: 0, day: 8)
        XCTAssertEqual(try trial.codes(), ["accepted-twice 000000000004"])
    }

    func testIdsThatAreMaskedAlikeAreToldApartByTheirKeys() throws {
        func masked(_ key: UInt64) -> LedgerRecord {
            var record = trial.accepted("***********", to: [])
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
        try trial.commit([trial.accepted("1", to: [])], settled: 0)
        try trial.commit([duplicate("<N/>"), duplicate("<X/>")], settled: 2)
        XCTAssertEqual(try trial.codes(), ["duplicate-unknown 000000000001"])
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
