// Quotas, asked in the order of the ledger: what is refused, what counts, and what a start finds again.

import Files
import Messages
import Recording
import Routing
import Support
import XCTest

@testable import Relaying

final class QuotaKeeperTests: XCTestCase {
    private var folder: TemporaryFolder!
    /// 2026-07-01T10:00:00Z
    private let start: Int64 = 1_782_900_000
    private let rows = [
        #"<service time-zone="UTC"/>"#, #"<group id="all"/>"#, #"<partner id="a" groups="all"/>"#,
        #"<partner id="b" groups="all"/>"#, TableTrial.contract(),
    ]

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func table(_ rules: String) throws -> RoutingTable {
        try TableTrial(rows + ["<route id=\"r\" from=\"all\" message=\"c\" to=\"s\" \(rules)/>"]).table
    }

    private func keeper(at second: Int64) -> QuotaKeeper {
        QuotaKeeper(ledger: folder.directory, from: Timestamp(seconds: second), monotonic: 0)
    }

    private func record(_ sender: String, _ content: String = "") -> LedgerRecord {
        var record = LedgerRecord(sequence: 1, time: Timestamp(seconds: start), event: .accepted)
        record.sender = ParticipantIdentifier(sender)
        record.route = RouteIdentifier("r")
        record.type = MessageType("c")
        record.messageID = Array("1".utf8)
        record.digest = Digest(of: content.utf8)
        return record
    }

    /// Offers messages of a sender as one group: how many are accepted.
    private func offer(
        _ number: Int, of sender: String = "a", to keeper: inout QuotaKeeper, _ table: RoutingTable, at second: Int64
    ) throws -> Int {
        keeper.begin(at: Timestamp(seconds: second), monotonic: second * 1_000_000_000)
        if keeper.isNew(table) { try keeper.use(table, upTo: 0) }
        keeper.begin(at: Timestamp(seconds: second), monotonic: second * 1_000_000_000)
        var accepted = 0
        for _ in 0..<number where keeper.refusal(record(sender), repeating: nil, by: table) == nil {
            keeper.count(record(sender))
            accepted += 1
        }
        keeper.keep()
        return accepted
    }

    func testEachSenderHasAQuotaOfItsOwn() throws {
        let table = try table(#"rate="3/min""#)
        var keeper = keeper(at: start)
        XCTAssertEqual(try offer(5, to: &keeper, table, at: start), 3)
        XCTAssertEqual(try offer(5, to: &keeper, table, at: start + 59), 0)
        XCTAssertEqual(try offer(2, of: "b", to: &keeper, table, at: start + 59), 2)
        XCTAssertEqual(try offer(2, of: "b", to: &keeper, table, at: start + 59), 1)
        XCTAssertEqual(try offer(5, to: &keeper, table, at: start + 60), 3)
    }

    func testBothQuotasHold() throws {
        let table = try table(#"rate="3/min" max-per-day="7""#)
        var keeper = keeper(at: start)
        var accepted: [Int] = []
        for minute in 0..<4 { accepted.append(try offer(5, to: &keeper, table, at: start + Int64(minute) * 60)) }
        XCTAssertEqual(accepted, [3, 3, 1, 0])
        XCTAssertEqual(try offer(5, to: &keeper, table, at: start + 86_400), 3)
    }

    func testARefusalSaysWhichQuotaHowManyAndWhenToTryAgain() throws {
        let table = try table(#"rate="1/min" max-per-day="1""#)
        var keeper = keeper(at: start)
        XCTAssertEqual(try offer(1, to: &keeper, table, at: start), 1)
        keeper.begin(at: Timestamp(seconds: start + 1), monotonic: 0)
        let refusal = try XCTUnwrap(keeper.refusal(record("a"), repeating: nil, by: table))
        XCTAssertEqual(refusal.reason, .overQuota)
        XCTAssertEqual(
            refusal.errors,
            [
                MessageError(
                    .permission,
                    #"route r allows 1 message of each sender in one minute (rate="1/min"), and as many were accepted in this one; send it again at 2026-07-01T10:01:00.000000Z or later"#
                ),
                MessageError(
                    .permission,
                    #"route r allows 1 message of each sender in one day (max-per-day="1"), and as many were accepted in this one; send it again at 2026-07-02T00:00:00.000000Z or later"#
                ),
            ])
    }

    func testARepetitionIsNotRefusedAndOtherContentUnderTheSameIdIs() throws {
        let table = try table(#"max-per-day="1""#)
        var keeper = keeper(at: start)
        XCTAssertEqual(try offer(1, to: &keeper, table, at: start), 1)
        let first = Acceptance(record("a"))
        XCTAssertNil(keeper.refusal(record("a"), repeating: first, by: table), "it is answered as a duplicate")
        XCTAssertNotNil(keeper.refusal(record("a", "other"), repeating: first, by: table))
    }

    func testWhatAGroupCountedThatWasTakenBackIsForgotten() throws {
        let table = try table(#"max-per-day="1""#)
        var keeper = keeper(at: start)
        try keeper.use(table, upTo: 0)
        for _ in 0..<3 {
            keeper.begin(at: Timestamp(seconds: start), monotonic: 0)
            XCTAssertNil(keeper.refusal(record("a"), repeating: nil, by: table))
            keeper.count(record("a"))
            XCTAssertNotNil(keeper.refusal(record("a"), repeating: nil, by: table))
        }
    }

    /// Writes accepted messages, each at a second; says up to which line.
    private func write(_ seconds: [Int64], of sender: String = "a") throws -> UInt64 {
        let ledger = try Ledger(folder: folder.directory)
        for second in seconds {
            var record = record(sender)
            record.sequence = ledger.nextSequence
            record.time = Timestamp(seconds: second)
            ledger.append(record)
            try ledger.commit(time: record.time, settled: 0)
        }
        return ledger.lastSequence
    }

    func testAStartCountsWhatTheLedgerHas() throws {
        let midnight = start - 10 * 3_600
        let last = try write([midnight - 1, midnight, start - 60, start, start + 1, start + 2])
        let table = try table(#"rate="5/min" max-per-day="8""#)
        var keeper = keeper(at: start + 2)
        try keeper.use(table, upTo: last)
        XCTAssertEqual(try offer(9, to: &keeper, table, at: start + 3), 2, "three of this minute were accepted")
        XCTAssertEqual(try offer(9, to: &keeper, table, at: start + 60), 1, "and seven of this day")
        XCTAssertEqual(try offer(9, of: "b", to: &keeper, table, at: start + 60), 5)
    }

    func testAnotherTableForgetsNothing() throws {
        let last = try write([start - 3_600, start, start])
        var keeper = keeper(at: start)
        let first = try table(#"rate="9/min""#)
        try keeper.use(first, upTo: last)
        XCTAssertEqual(try offer(1, to: &keeper, first, at: start), 1)
        let second = try table(#"rate="4/min""#)
        XCTAssertEqual(try offer(9, to: &keeper, second, at: start), 1)
        let none = try table("")
        XCTAssertEqual(try offer(9, to: &keeper, none, at: start), 9)
        XCTAssertEqual(try offer(9, to: &keeper, second, at: start), 0)
    }

    func testALongerQuotaLooksIntoTheLedgerAgain() throws {
        let last = try write([start - 3_600, start - 120, start, start])
        var keeper = keeper(at: start)
        try keeper.use(try table(#"rate="9/min""#), upTo: last)
        let day = try table(#"max-per-day="6""#)
        XCTAssertTrue(keeper.isNew(day))
        try keeper.use(day, upTo: last)
        XCTAssertFalse(keeper.isNew(day))
        XCTAssertEqual(try offer(9, to: &keeper, day, at: start), 2)
    }

    func testATableWithoutQuotasReadsNothing() throws {
        var keeper = keeper(at: start)
        _ = try write([start])
        let name = try XCTUnwrap(try folder.names().first)
        try folder.write(String(repeating: "x", count: 500) + "\n", to: name)
        let table = try table("")
        try keeper.use(table, upTo: 9)
        XCTAssertEqual(try offer(3, to: &keeper, table, at: start), 3)
    }

    func testAClockThatIsSetBackOpensNoQuotaTwiceAndClosesNoneForLong() throws {
        let table = try table(#"rate="2/min""#)
        var keeper = keeper(at: start)
        XCTAssertEqual(try offer(5, to: &keeper, table, at: start + 3_600), 2)
        func accepted(back second: Int64, after monotonic: Int64) -> Int {
            keeper.begin(
                at: Timestamp(seconds: start + second), monotonic: (start + 3_600 + monotonic) * 1_000_000_000)
            var number = 0
            for _ in 0..<5 where keeper.refusal(record("a"), repeating: nil, by: table) == nil {
                keeper.count(record("a"))
                number += 1
            }
            keeper.keep()
            return number
        }
        XCTAssertEqual(accepted(back: 0, after: 0), 0)
        XCTAssertEqual(accepted(back: 60, after: 60), 0, "half a minute at half speed")
        XCTAssertEqual(accepted(back: 120, after: 120), 2)
    }
}
