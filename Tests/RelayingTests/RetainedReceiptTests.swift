// What senders were told and have not fetched: which of it is due, and what keeps it.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class RetainedReceiptTests: XCTestCase {
    private static let day: Int64 = 86_400_000_000_000
    private static let month = #"<retention id="month" keeps="receipts" for="30d" basis="an act"/>"#
    private static let all = [
        "000000000001.receipt.xml", "processing-feedback.000000000001.xml", "000000000002.receipt.json",
        "000000000003.receipt.xml", "000000000006.receipt.xml",
    ]
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    /// On 1 March 2026, as lines of day 0 are, plus days.
    private func due(_ rows: [String] = [month], day: Int64, most: Int = .max) throws -> [RetainedReceipt] {
        let (spool, table) = try trial.view(rows)
        return try RetainedReceipt.all(
            in: spool, by: table, now: Timestamp(nanoseconds: 1_772_323_200_000_000_000 + day * Self.day), most: most)
    }

    private func names(_ due: [RetainedReceipt]) -> [String] { due.map(\.name.description) }

    private func told(_ record: LedgerRecord, feedback: Bool = false) -> LedgerRecord {
        var record = record
        record.receipt = "r.t-1"
        if feedback { record.feedback = "r.t-2" }
        return record
    }

    /// Of alice: a batch that was accepted without some of its items, a file that was refused, a duplicate of the batch; on
    /// day 1, that the batch is undelivered to bob. Each has a receipt that nobody has fetched.
    private func tell(settled: UInt64 = 7) throws {
        try trial.commit(
            [
                told(trial.accepted("1"), feedback: true),
                told(
                    trial.record(.refused) {
                        $0.syntax = .json
                        $0.reason = .invalid
                    }),
                told(trial.record(.duplicate) { $0.delivery = DeliveryIdentifier(sequence: 1) }),
                trial.accepted("4", to: ["dora"]),
            ], settled: 0)
        try trial.commit([told(trial.about(1, .undelivered))], settled: settled, day: 1)
        for name in Self.all { try trial.put("participants/alice/pickup/\(name)") }
    }

    func testItsTimeBeginsWithTheLineThatItTellsOf() throws {
        try tell()
        XCTAssertEqual(try due(day: 29).count, 0)
        let first = try due(day: 30)
        XCTAssertEqual(names(first), Array(Self.all.prefix(4)))
        XCTAssertEqual(first.map(\.number.sequence), [1, 1, 2, 3])
        XCTAssertEqual(first.map(\.age), Array(repeating: 30 * Self.day, count: 4))
        XCTAssertEqual(first[0].path, "participants/alice/pickup/000000000001.receipt.xml")
        XCTAssertEqual(first[0].sender?.text, "alice")
        XCTAssertEqual(first[0].receiver?.text, "alice")
        XCTAssertEqual(names(try due(day: 31)), Self.all)
        XCTAssertEqual(try due([], day: 10_000).count, 0, "no row, nothing due")
        XCTAssertEqual(
            try due([#"<retention id="r" keeps="delivered" for="1d" basis="b"/>"#], day: 10_000).count, 0)
    }

    func testWhatIsNotSettledStays() throws {
        try tell(settled: 2)
        XCTAssertEqual(names(try due(day: 99)), Array(Self.all.prefix(3)))
        try trial.commit([], settled: 7, day: 2)
        XCTAssertEqual(names(try due(day: 99)), Self.all)
    }

    func testNothingIsDueWhereNothingIsSettled() throws {
        try tell(settled: 0)
        XCTAssertEqual(try due(day: 99).count, 0)
    }

    func testALookMayEndWhenThereIsEnoughToRemove() throws {
        try tell()
        XCTAssertEqual(names(try due(day: 99, most: 2)), Array(Self.all.prefix(2)))
        XCTAssertEqual(
            names(try due([Self.month, #"<hold message="000000000002" reason="r"/>"#], day: 99, most: 3)),
            Array(Self.all.prefix(4)), "what is held does not count")
    }

    func testARowIsAboutWhomItNames() throws {
        try tell()
        func row(_ more: String) -> String { #"<retention id="x" keeps="receipts" for="1d" basis="b" \#(more)/>"# }
        XCTAssertEqual(try due([row(#"from="alice""#)], day: 99).count, 5)
        XCTAssertEqual(try due([row(#"from="carol""#)], day: 99).count, 0)
    }

    func testOnlyWhatALineToldItsSenderThereIsDue() throws {
        try tell()
        try trial.commit(
            [
                trial.record(.purged) {
                    $0.delivery = DeliveryIdentifier(sequence: 1)
                    $0.receivers = [ParticipantIdentifier("alice")]
                    $0.receipt = "000000000001.receipt.xml"
                }
            ], settled: 7, day: 1)
        try trial.commit([], settled: 9, day: 2)
        for name in [
            "alice/pickup/000000000002.receipt.xml", "alice/pickup/000000000004.receipt.xml",
            "alice/pickup/processing-feedback.000000000002.xml", "alice/pickup/processing-feedback.000000000001.json",
            "alice/pickup/000000000001-2.receipt.xml", "alice/pickup/000000000008.receipt.xml",
            "alice/pickup/000000000077.receipt.xml", "alice/pickup/note.000000000001.xml",
            "alice/pickup/a file of alice",
            "bob/pickup/000000000001.receipt.xml", "left/pickup/000000000001.receipt.xml",
            "dora/pickup/note.000000000004.xml",
        ] { try trial.put("participants/\(name)") }
        XCTAssertEqual(names(try due(day: 99)), Self.all)
    }

    func testAHoldKeepsIt() throws {
        try tell()
        func held(_ hold: String) throws -> [String] {
            names(try due([Self.month, hold], day: 99).filter { !$0.isFree })
        }
        XCTAssertEqual(try held(#"<hold participant="alice" reason="r"/>"#), Self.all)
        XCTAssertEqual(
            try held(#"<hold message="000000000001" reason="r"/>"#), Self.all.filter { !$0.hasPrefix("000000000002") })
        XCTAssertEqual(
            try held(#"<hold participant="bob" reason="r"/>"#), Self.all.filter { !$0.hasPrefix("000000000002") },
            "what is told of a message is about whom it was for as well")
        XCTAssertEqual(try held(#"<hold participant="carol" reason="r"/>"#), [])
    }

    func testTheLedgerIsKeptAsLongAsARowIsAboutAReceipt() throws {
        try tell()
        try trial.commit([], settled: 7, day: 40)
        let ledger = #"<retention id="ledger" keeps="ledger" for="1d" basis="b"/>"#
        XCTAssertEqual(try trial.freeSegments([ledger]), [1, 6])
        XCTAssertEqual(try trial.freeSegments([ledger, Self.month]), [])
        let pickup = try Directory(path: trial.path("participants/alice/pickup"))
        for name in Self.all.prefix(4) { try pickup.remove(fileName(name)) }
        XCTAssertEqual(try trial.freeSegments([ledger, Self.month]), [1])
    }
}
