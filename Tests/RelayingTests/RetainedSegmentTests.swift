// Segments of the ledger that are due: by age, and as far as nothing needs or holds them.

import Files
import Foundation
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class RetainedSegmentTests: XCTestCase {
    private static let day: Int64 = 86_400_000_000_000
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    private static let month = #"<retention id="month" keeps="ledger" for="30d" basis="an act"/>"#

    /// On 1 March 2026, as lines of day 0 are, plus days.
    private func due(_ rows: [String] = [month], service: String = "", day: Int64 = 90) throws -> [RetainedSegment] {
        let table = try WrittenFolder(with: [
            "table.xml": "<routes xmlns=\"urn:luova:routes:1\">\(service)<partner id=\"alice\"/><partner id=\"carol\"/>"
                + "<system id=\"bob\"/>\n" + rows.joined(separator: "\n") + "</routes>"
        ])
        return try RetainedSegment.all(
            in: SpoolView(path: trial.folder.path), by: RoutingTable.load(folder: table.path),
            now: Timestamp(nanoseconds: 1_772_323_200_000_000_000 + day * Self.day))
    }

    /// A message to bob on each of some days, delivered at once; lines 1 to 3, 4 to 6, and so on.
    private func write(days: [Int64]) throws {
        for (place, day) in days.enumerated() {
            let first = UInt64(place * 3 + 1)
            try trial.commit(
                [trial.accepted("\(day)"), trial.about(first, .delivered)], settled: first + 1, day: day)
        }
        // All that is settled is known to be so.
        try trial.commit([], settled: UInt64(days.count * 3), day: days.last ?? 0)
    }

    private func free(_ found: [RetainedSegment]) -> [UInt64] { found.filter(\.isFree).map(\.number.sequence) }

    func testWithoutARowTheLedgerIsKept() throws {
        try write(days: [0, 40, 80])
        XCTAssertEqual(try due([], day: 10_000).count, 0)
        let refused = #"<retention id="refused" keeps="refused" for="1d" basis="an act"/>"#
        XCTAssertEqual(try due([refused], day: 10_000).count, 0)
    }

    func testWhatWasCutFromASegmentGoesWithIt() throws {
        try write(days: [0, 40, 80])
        for name in ["2026-03-01.000000000002", "2026-03-01.000000000004", "2026-05-20.000000000008"] {
            try trial.put("ledger/\(name).torn", "{")
        }
        XCTAssertEqual(
            try due(day: 10_000).map(\.companions),
            [["ledger/2026-03-01.000000000002.torn"], ["ledger/2026-03-01.000000000004.torn"]])
    }

    func testASegmentIsDueWhenItsLastLineIsOldEnoughAndTheLastSegmentNever() throws {
        try write(days: [0, 40, 80])
        XCTAssertEqual(free(try due(day: 29)), [])
        let found = try due(day: 69)
        XCTAssertEqual(free(found), [1])
        XCTAssertEqual(found[0].path, "ledger/2026-03-01.000000000001.jsonl")
        XCTAssertEqual(found[0].age, 69 * Self.day)
        XCTAssertEqual(found[0].row.identifier, "month")
        XCTAssertNil(found[0].sender)
        XCTAssertEqual(free(try due(day: 70)), [1, 4])
        XCTAssertEqual(free(try due(day: 10_000)), [1, 4])
    }

    func testALookMayBeAskedForNoMoreThanOneRequestTakes() throws {
        try write(days: [0, 1, 2, 80])
        let table = try WrittenFolder(with: [
            "table.xml": "<routes xmlns=\"urn:luova:routes:1\"><partner id=\"alice\"/>\(Self.month)</routes>"
        ])
        func numbers(most: Int, bytes: Int64) throws -> [UInt64] {
            try RetainedSegment.all(
                in: SpoolView(path: trial.folder.path), by: RoutingTable.load(folder: table.path),
                now: Timestamp(nanoseconds: 1_772_323_200_000_000_000 + 90 * Self.day), most: most, bytes: bytes
            ).map(\.number.sequence)
        }
        XCTAssertEqual(try numbers(most: 9, bytes: .max), [1, 4, 7])
        XCTAssertEqual(try numbers(most: 2, bytes: .max), [1, 4])
        XCTAssertEqual(try numbers(most: 9, bytes: 1), [1], "one at least")
    }

    func testTheDuplicateWindowAndTwoDaysAreKeptWhateverARowSays() throws {
        try write(days: [0, 8, 12, 13, 15])
        let short = [#"<retention id="short" keeps="ledger" for="1ms" basis="an act"/>"#]
        let found = try due(short, day: 15)
        XCTAssertEqual(free(found), [1, 4])
        XCTAssertEqual(found.count, 3, "what stands behind the first one that stays is not looked at")
        XCTAssertEqual(found.last?.need, "its lines are of the duplicate window, or of the last two days")
        XCTAssertEqual(free(try due(short, service: #"<service duplicate-window="1h"/>"#, day: 15)), [1, 4, 7, 10])
        XCTAssertEqual(
            free(try due(short, service: #"<service duplicate-window="1h"/>"#, day: 14)), [1, 4, 7],
            "the clock may be behind the ledger")
        XCTAssertEqual(free(try due(short, day: 10_000)), [1, 4], "or far before it")
    }

    func testWhatIsNotSettledStays() throws {
        try trial.commit([trial.accepted("1")], settled: 0)
        try trial.commit([], settled: 1, day: 40)
        try trial.commit([], settled: 1, day: 80)
        let found = try due(day: 90)
        XCTAssertEqual(found.map(\.need), ["not everything in it is settled"])
    }

    func testWhatASettledLineRefersToMayGoAndWhatAnUnsettledOneDoesStays() throws {
        try write(days: [0, 40])
        try trial.commit([trial.about(1, .delivered)], settled: 6, day: 80)
        XCTAssertEqual(try due().map(\.need), ["line 000000000008 refers to line 000000000001"])
        try trial.commit([], settled: 9, day: 80)
        XCTAssertEqual(free(try due()), [1, 4])
    }

    func testFilesInTheSpoolKeepTheirLines() throws {
        try trial.commit([trial.accepted("1"), trial.record(.refused) { $0.reason = .invalid }], settled: 2, day: 0)
        try trial.commit([trial.about(1, .undelivered)], settled: 4, day: 40)
        try trial.commit([], settled: 7, day: 80)
        XCTAssertEqual(free(try due()), [1, 4])
        for (name, earliest) in [
            ("waiting/bob/note.000000000001.0.xml", "000000000001"),
            ("waiting/left/note.000000000001.3.held.xml", "000000000001"),
            ("refused/alice/000000000002.invalid.xml", "000000000002"),
            ("refused/alice/000000000004.discarded.xml", "000000000001"),
            ("taken/alice/m.again-2-5.name", "000000000002"),
        ] {
            try trial.put(name)
            let found = try due()
            XCTAssertEqual(found.count, 1, name)
            XCTAssertEqual(found[0].need?.hasSuffix("\(name) refers to line \(earliest)"), true, "\(found)")
            try FileManager.default.removeItem(atPath: trial.path(name))
        }
        // A receiver keeps what it likes, and a file of a later line needs no earlier one.
        try trial.put("participants/bob/pickup/note.000000000001.xml")
        try trial.put("refused/alice/000000000099.invalid.xml")
        XCTAssertEqual(free(try due()), [1, 4])
    }

    func testAHoldKeepsTheSegmentOfAMessageAndAllBehindIt() throws {
        try write(days: [0, 40, 50, 80])
        let hold = [Self.month, #"<hold message="000000000004" reason="a case"/>"#]
        let found = try due(hold, day: 100)
        XCTAssertEqual(free(found), [1])
        XCTAssertEqual(found.last?.number.sequence, 4)
        XCTAssertEqual(found.last?.hold?.reason, "a case")
        XCTAssertEqual(found.count, 2)
    }

    func testAHoldKeepsWhatAMessageWasBeforeItWasJudgedAnew() throws {
        try trial.commit([trial.record(.refused) { $0.reason = .invalid }], settled: 0)
        try trial.commit(
            [trial.record(.accepted) { $0.againOf = DeliveryIdentifier(sequence: 1) }], settled: 2, day: 40)
        try trial.commit([], settled: 4, day: 80)
        let found = try due([Self.month, #"<hold message="000000000003" reason="a case"/>"#])
        XCTAssertEqual(found.map(\.number.sequence), [1])
        XCTAssertEqual(found[0].hold?.reason, "a case")
    }

    func testAHoldOnAMessageWhoseLineIsGoneKeepsTheLinesAboutIt() throws {
        try write(days: [0, 40])
        try trial.commit([trial.about(1, .duplicate)], settled: 7, day: 50)
        try trial.commit([], settled: 9, day: 80)
        try trial.ledger.remove(fileName("2026-03-01.000000000001.jsonl"))
        let found = try due([Self.month, #"<hold message="000000000001" reason="a case"/>"#])
        XCTAssertEqual(found.map(\.number.sequence), [4, 8])
        XCTAssertEqual(free(found), [4])
    }

    func testAHoldKeepsTheSegmentsOfAParticipant() throws {
        try write(days: [0, 40])
        try trial.commit([trial.record(.refused) { $0.sender = ParticipantIdentifier("carol") }], settled: 7, day: 50)
        try trial.commit([], settled: 9, day: 80)
        XCTAssertEqual(free(try due([Self.month, #"<hold participant="carol" reason="r"/>"#])), [1, 4])
        XCTAssertEqual(free(try due([Self.month, #"<hold participant="alice" reason="r"/>"#])), [])
        XCTAssertEqual(free(try due([Self.month, #"<hold participant="bob" reason="r"/>"#])), [])
    }
}
