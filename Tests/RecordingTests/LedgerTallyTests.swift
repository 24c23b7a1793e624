// What is counted is what is committed, by kind, and nothing that was taken back.

import Files
import Messages
import Recording
import Support
import XCTest

final class LedgerTallyTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    private func record(_ event: LedgerRecord.Event, _ number: UInt64, at second: Int64 = 1) -> LedgerRecord {
        var record = LedgerRecord(
            sequence: number, time: Timestamp(nanoseconds: second * 1_000_000_000), event: event)
        switch event {
        case .accepted, .refused, .duplicate:
            record.sender = ParticipantIdentifier("p")
            record.type = MessageType("t")
            record.size = 100
            if event == .refused { record.reason = .invalid }
        case .undelivered:
            record.sender = ParticipantIdentifier("p")
            record.receivers = [ParticipantIdentifier("s")]
            record.reason = .gaveUp
        default: record.receivers = [ParticipantIdentifier("s")]
        }
        return record
    }

    private func counts(_ tally: LedgerTally) -> [LedgerTally.Kind: UInt64] {
        Dictionary(uniqueKeysWithValues: tally.all.map { ($0.kind, $0.total.count) })
    }

    func testEachEventIsCountedUnderWhatItIsAbout() {
        var tally = LedgerTally()
        let events: [LedgerRecord.Event] = [
            .accepted, .accepted, .refused, .duplicate, .delivered, .deferred, .undelivered, .started, .held, .released,
            .commit,
        ]
        for (number, event) in events.enumerated() { tally.count(record(event, UInt64(number + 1))) }
        let sender = ParticipantIdentifier("p")
        let receiver = ParticipantIdentifier("s")
        let type = MessageType("t")
        XCTAssertEqual(
            counts(tally),
            [
                LedgerTally.Kind(.accepted, sender: sender, type: type): 2,
                LedgerTally.Kind(.refused, sender: sender, type: type, reason: .invalid): 1,
                LedgerTally.Kind(.duplicate, sender: sender, type: type): 1,
                LedgerTally.Kind(.undelivered, receiver: receiver, reason: .gaveUp): 1,
                LedgerTally.Kind(.delivered, receiver: receiver): 1, LedgerTally.Kind(.deferred, receiver: receiver): 1,
                LedgerTally.Kind(.started, receiver: receiver): 1, LedgerTally.Kind(.held, receiver: receiver): 1,
                LedgerTally.Kind(.released, receiver: receiver): 1,
            ])
        XCTAssertEqual(tally.all.first { $0.kind.event == .accepted }?.total.bytes, 200)
    }

    func testAGroupCountsWhenItIsCommittedAndNotWhenItIsTakenBack() throws {
        let ledger = try Ledger(folder: folder.directory)
        ledger.append(record(.refused, 1))
        XCTAssertTrue(ledger.tally.all.isEmpty)
        ledger.abandon()
        ledger.append(record(.accepted, 1))
        let time = Timestamp(nanoseconds: 5_000_000_000)
        try ledger.commit(time: time, settled: 0)
        XCTAssertEqual(ledger.tally.all.map(\.kind.event), [.accepted])
        XCTAssertEqual(ledger.tally.all.first?.total.last, time)
        XCTAssertEqual(ledger.tally.traffic.day(until: time).last?.accepted, 1)
        XCTAssertEqual(try Ledger(folder: folder.directory).tally.all.count, 0, "each process counts for itself")
    }

    func testTwoTalliesComeToTheirSum() {
        var first = LedgerTally()
        var second = LedgerTally()
        first.count(record(.accepted, 1, at: 10))
        second.count(record(.accepted, 2, at: 30))
        second.count(record(.refused, 3, at: 20))
        for sum in [first.merging(second), second.merging(first)] {
            let accepted = sum.all.first { $0.kind.event == .accepted }?.total
            XCTAssertEqual(accepted?.count, 2)
            XCTAssertEqual(accepted?.bytes, 200)
            XCTAssertEqual(accepted?.last, Timestamp(nanoseconds: 30_000_000_000))
            XCTAssertEqual(sum.all.count, 2)
            let part = sum.traffic.day(until: Timestamp(nanoseconds: 30_000_000_000)).last
            XCTAssertEqual(part?.accepted, 2)
            XCTAssertEqual(part?.refused, 1)
        }
    }

    func testManySendersInAnyOrderAreCountedEachForItself() {
        var tally = LedgerTally()
        var expected: [String: UInt64] = [:]
        var numbers = SeededNumbers(seed: 3)
        for number in 0..<4_000 {
            // Names that begin and end alike, short ones too.
            let name =
                ["p", "pharmacy-\(numbers.next() % 200)-of-town", "s\(numbers.next() % 9)"].randomElement(
                    using: &numbers) ?? ""
            var line = record(.accepted, UInt64(number + 1))
            line.sender = ParticipantIdentifier(name)
            tally.count(line)
            expected[name, default: 0] += 1
        }
        let found = tally.all.map { ($0.kind.sender?.text ?? "", $0.total.count) }
        XCTAssertEqual(found.count, expected.count)
        XCTAssertEqual(Dictionary(uniqueKeysWithValues: found), expected)
    }

    func testBeyondSoManyKindsTypesAreNoLongerToldApart() {
        var tally = LedgerTally()
        for number in 0..<20_100 {
            var line = record(.accepted, UInt64(number + 1))
            line.type = MessageType("type-\(number)")
            tally.count(line)
        }
        XCTAssertEqual(tally.all.count, 20_001)
        XCTAssertEqual(tally.all.first { $0.kind.type == nil }?.total.count, 100)
    }
}
