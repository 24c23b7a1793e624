// Messages in pickup folders that nobody has fetched: which are due, and what keeps them.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class RetainedDeliveryTests: XCTestCase {
    private static let day: Int64 = 86_400_000_000_000
    private static let month = #"<retention id="month" keeps="delivered" for="30d" basis="an act"/>"#
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    /// On 1 March 2026, as lines of day 0 are, plus days.
    private func due(_ rows: [String] = [month], day: Int64) throws -> [RetainedDelivery] {
        let (spool, table) = try trial.view(rows)
        return try RetainedDelivery.all(
            in: spool, by: table, now: Timestamp(nanoseconds: 1_772_323_200_000_000_000 + day * Self.day))
    }

    /// Two messages, accepted on day 0; the first for bob and dora, delivered on days 1 and 2; the second for bob, never.
    private func deliver() throws {
        try trial.commit([trial.accepted("1", to: ["bob", "dora"]), trial.accepted("2")], settled: 0)
        try trial.commit([trial.about(1, .delivered)], settled: 0, day: 1)
        try trial.commit([trial.about(1, .delivered, place: 1)], settled: 0, day: 2)
        for name in ["bob/pickup/note.000000000001.xml", "dora/pickup/note.000000000001-2.xml"] {
            try trial.put("participants/\(name)")
        }
        try trial.put("participants/bob/pickup/note.000000000002.xml")
    }

    func testItsTimeBeginsWithItsDelivery() throws {
        try deliver()
        XCTAssertEqual(try due(day: 30).count, 0, "it was accepted so long ago, and delivered later")
        let first = try due(day: 31)
        XCTAssertEqual(first.map(\.path), ["participants/bob/pickup/note.000000000001.xml"])
        XCTAssertEqual(first[0].age, 30 * Self.day)
        XCTAssertEqual(first[0].sender?.text, "alice")
        XCTAssertEqual(first[0].receiver?.text, "bob")
        XCTAssertEqual(try due(day: 10_000).map { "\($0.number)" }, ["000000000001", "000000000001-2"])
        XCTAssertEqual(try due([], day: 10_000).count, 0, "no row, nothing due")
        XCTAssertEqual(
            try due([#"<retention id="r" keeps="refused" for="1d" basis="b"/>"#], day: 10_000).count, 0)
    }

    func testALookMayEndWhenThereIsEnoughToRemove() throws {
        try trial.commit((1...4).map { trial.accepted("\($0)") }, settled: 0)
        try trial.commit((1...4).map { trial.about($0, .delivered) }, settled: 0, day: 1)
        for number in 1...4 { try trial.put("participants/bob/pickup/note.00000000000\(number).xml") }
        let (spool, table) = try trial.view([Self.month, #"<hold message="000000000001" reason="r"/>"#])
        let now = Timestamp(nanoseconds: 1_772_323_200_000_000_000 + 99 * Self.day)
        func numbers(_ most: Int) throws -> [UInt64] {
            try RetainedDelivery.all(in: spool, by: table, now: now, most: most).map(\.number.sequence)
        }
        XCTAssertEqual(try numbers(.max), [1, 2, 3, 4])
        XCTAssertEqual(try numbers(2), [1, 2, 3], "what is held does not count")
    }

    func testARowIsAboutWhomItNames() throws {
        try deliver()
        func row(_ more: String) -> String { #"<retention id="x" keeps="delivered" for="1d" basis="b" \#(more)/>"# }
        XCTAssertEqual(try due([row(#"to="dora""#)], day: 99).map { "\($0.number)" }, ["000000000001-2"])
        XCTAssertEqual(try due([row(#"from="alice" to="bob""#)], day: 99).map { "\($0.number)" }, ["000000000001"])
        XCTAssertEqual(try due([row(#"from="carol""#)], day: 99).count, 0)
    }

    func testOnlyWhatTheLedgerDeliveredThereIsDue() throws {
        try deliver()
        try trial.commit([trial.record(.refused) { $0.reason = .invalid }], settled: 0, day: 2)
        for name in [
            "dora/pickup/note.000000000001.xml", "bob/pickup/memo.000000000001.xml",
            "bob/pickup/note.000000000001.json",
            "bob/pickup/000000000001.receipt.xml", "bob/pickup/a file of bob", "bob/pickup/note.000000000077.xml",
            "bob/pickup/note.000000000009.xml", "left/pickup/note.000000000001.xml",
            "bob/pickup/.note.000000000001.xml",
        ] { try trial.put("participants/\(name)") }
        XCTAssertEqual(try due(day: 99).map { "\($0.number)" }, ["000000000001", "000000000001-2"])
    }

    func testAHoldKeepsIt() throws {
        try deliver()
        for hold in [
            #"<hold participant="alice" reason="r"/>"#, #"<hold message="000000000001" reason="r"/>"#,
            #"<hold participant="bob" reason="r"/>"#,
        ] {
            XCTAssertEqual(try due([Self.month, hold], day: 99).map(\.hold?.reason), ["r", "r"], hold)
        }
        XCTAssertEqual(
            try due([Self.month, #"<hold participant="carol" reason="r"/>"#], day: 99).count(where: \.isFree), 2)
    }

    func testTheLedgerIsKeptAsLongAsARowIsAboutAMessage() throws {
        try deliver()
        let ledger = #"<retention id="ledger" keeps="ledger" for="1d" basis="b"/>"#
        try trial.commit([], settled: 8, day: 40)
        XCTAssertEqual(try trial.freeSegments([ledger]), [1, 4, 6])
        XCTAssertEqual(try trial.freeSegments([ledger, Self.month]), [])
        XCTAssertEqual(
            try trial.freeSegments([ledger, #"<retention id="c" keeps="delivered" for="1d" basis="b" from="carol"/>"#]),
            [1, 4, 6])
    }
}
