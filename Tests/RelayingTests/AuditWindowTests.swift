// The ids of the duplicate window: which earlier messages may be the same.

import Messages
import Recording
import XCTest

@testable import Relaying

final class AuditWindowTests: XCTestCase {
    private let day: Int64 = 86_400_000_000_000

    private func record(_ sequence: UInt64, _ id: String, at time: Int64, key: UInt64? = nil) -> LedgerRecord {
        var record = LedgerRecord(
            sequence: sequence, time: Timestamp(nanoseconds: 1_772_323_200_000_000_000 + time), event: .accepted)
        record.sender = ParticipantIdentifier("s")
        record.type = MessageType("t")
        record.messageID = Array(id.utf8)
        record.key = key
        return record
    }

    func testTheSameKeyIsFoundWithinTheWindowOnly() {
        var window = AuditWindow(nanoseconds: 2 * day)
        let first = record(1, "a", at: 0)
        XCTAssertEqual(window.add(first), [])
        XCTAssertEqual(window.add(record(2, "b", at: 0)), [])
        let inside = record(3, "a", at: 2 * day)
        XCTAssertEqual(window.add(inside), [1])
        XCTAssertTrue(window.isRepeated(first, inside))
        let outside = record(4, "a", at: 2 * day + 1)
        XCTAssertEqual(window.add(outside), [1, 3], "the ledger tells")
        XCTAssertFalse(window.isRepeated(first, outside))
        XCTAssertEqual(window.add(record(5, "b", at: 9 * day)), [], "days leave")
    }

    func testOtherSendersAndTypesAreOtherMessages() {
        let window = AuditWindow(nanoseconds: day)
        let first = record(1, "a", at: 0)
        var other = record(2, "a", at: 0)
        other.sender = ParticipantIdentifier("x")
        XCTAssertFalse(window.isRepeated(first, other))
        other = record(2, "a", at: 0)
        other.type = MessageType("x")
        XCTAssertFalse(window.isRepeated(first, other))
        XCTAssertFalse(window.isRepeated(first, record(2, "b", at: 0)))
        XCTAssertTrue(window.isRepeated(first, record(2, "a", at: 0)))
    }

    func testMaskedIdsAreToldApartByTheirKeys() {
        var window = AuditWindow(nanoseconds: day)
        XCTAssertEqual(window.add(record(1, "***", at: 0, key: 7)), [])
        XCTAssertEqual(window.add(record(2, "***", at: 0, key: 8)), [])
        XCTAssertEqual(window.add(record(3, "***", at: 0, key: 7)), [1])
    }

    func testARepliesIdIsNotCounted() {
        var window = AuditWindow(nanoseconds: day)
        var reply = record(1, "a", at: 0)
        reply.delivery = DeliveryIdentifier(sequence: 9)
        XCTAssertEqual(window.add(reply), [])
        XCTAssertEqual(window.add(record(2, "a", at: 0)), [])
    }
}
