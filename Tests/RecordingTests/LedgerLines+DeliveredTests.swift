// When deliveries ended, found by reading on from where each was accepted.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class LedgerLinesDeliveredTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    /// Commits `delivered` lines, or others, about deliveries.
    private func end(_ deliveries: [(UInt64, Int)], _ event: LedgerRecord.Event = .delivered, day: Int) throws {
        let ledger = try Ledger(folder: folder.directory)
        for (sequence, receiver) in deliveries {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: Trial.time(day: day), event: event)
            record.delivery = DeliveryIdentifier(sequence: sequence, receiver: receiver)
            record.receivers = [ParticipantIdentifier("r")]
            ledger.append(record)
        }
        try ledger.commit(time: Trial.time(day: day), settled: 0)
    }

    private func found(_ wanted: [(UInt64, Int)]) throws -> [String: Timestamp] {
        let wanted = Set(wanted.map { DeliveryIdentifier(sequence: $0.0, receiver: $0.1) })
        let found = try LedgerLines(folder: folder.directory).delivered(wanted)
        return Dictionary(uniqueKeysWithValues: found.map { ("\($0.key)", $0.value) })
    }

    func testEachIsFoundWhereverItEnds() throws {
        try Ledger(folder: folder.directory).add(["a", "b", "c"], time: Trial.time(day: 0))
        try end([(2, 0)], .deferred, day: 1)
        try end([(2, 0), (1, 1)], day: 2)
        try end([(1, 0)], day: 3)
        XCTAssertEqual(
            try found([(1, 0), (1, 1), (2, 0), (3, 0), (2, 1)]),
            [
                "000000000001": Trial.time(day: 3), "000000000001-2": Trial.time(day: 2),
                "000000000002": Trial.time(day: 2),
            ])
        XCTAssertEqual(try found([(2, 0)]), ["000000000002": Trial.time(day: 2)])
    }

    func testNothingIsFoundOfNothingAndOfWhatTheLedgerDoesNotHave() throws {
        XCTAssertEqual(try found([]), [:])
        XCTAssertEqual(try found([(7, 0)]), [:], "there is no ledger")
        try Ledger(folder: folder.directory).add(["a"], time: Trial.time(day: 0))
        try end([(1, 0)], day: 2)
        XCTAssertEqual(try found([(77, 0), (99, 0), (1, 0)]), ["000000000001": Trial.time(day: 2)])
    }
}
