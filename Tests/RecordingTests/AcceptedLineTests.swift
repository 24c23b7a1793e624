// The quick reader of ledger lines says what the thorough one says.

import Messages
import Support
import XCTest

@testable import Recording

final class AcceptedLineTests: XCTestCase {
    private func check(_ record: LedgerRecord, file: StaticString = #filePath, line: UInt = #line) throws {
        let bytes = record.line
        let found = try XCTUnwrap(AcceptedLine(bytes[...]), file: file, line: line)
        let whole = try XCTUnwrap(LedgerRecord(line: bytes))
        XCTAssertEqual(found.sequence, whole.sequence, file: file, line: line)
        XCTAssertEqual(found.time, whole.time, file: file, line: line)
        XCTAssertEqual(found.isCommit, whole.event == .commit, file: file, line: line)
        var expected: UInt64?
        if whole.event == .accepted, let sender = whole.sender, let type = whole.type, let id = whole.messageID {
            expected = whole.key ?? DuplicateKey(sender: sender, type: type, messageID: id).fingerprint
        }
        XCTAssertEqual(found.fingerprint, expected, file: file, line: line)
    }

    func testEveryEventIsReadAsTheRecordIs() throws {
        for event in [
            LedgerRecord.Event.accepted, .refused, .duplicate, .delivered, .deferred, .undelivered, .commit,
        ] {
            var record = Trial.accepted("7f3c", sequence: 42, time: Trial.time(day: 3, seconds: 77))
            record.event = event
            try check(record)
        }
        try check(LedgerRecord(sequence: 1, time: Trial.time(day: 0), event: .commit))
    }

    func testIdsAndNamesOfAnyKindAreReadAsTheRecordIs() throws {
        for id in [
            "", "a", "ä", "\"", "\\", "\",\"message_id\":\"b", "a\\\",\"from\":\"c", "\n", "\u{1}", ",\"key\":\"12",
            "é\u{0301}漢", "a b",
        ] {
            var record = Trial.accepted(id, sequence: 9_999_999, time: Trial.time(day: 1))
            try check(record)
            record.file = id
            record.digest = Digest(of: Array(id.utf8)[...])
            record.route = RouteIdentifier(id)
            record.receivers = [ParticipantIdentifier(id), ParticipantIdentifier("x")]
            record.taken = [id]
            try check(record)
            record.key = 0xFEED
            try check(record)
            record.sender = ParticipantIdentifier(id)
            record.type = MessageType(id)
            try check(record)
        }
    }

    func testAReplyHasNoFingerprint() throws {
        for id in ["a-1", "a \"quoted\" one"] {
            var record = Trial.accepted(id, sequence: 43, time: Trial.time(day: 1))
            record.delivery = DeliveryIdentifier(sequence: 42)
            XCTAssertNil(try XCTUnwrap(AcceptedLine(record.line[...])).fingerprint)
        }
    }

    func testWithoutSenderTypeOrIdThereIsNoFingerprint() throws {
        for place in 0..<3 {
            var record = Trial.accepted("a", sequence: 1, time: Trial.time(day: 0))
            record.route = RouteIdentifier("r")
            if place == 0 { record.sender = nil }
            if place == 1 { record.type = nil }
            if place == 2 { record.messageID = nil }
            try check(record)
        }
    }

    func testALineWithAnyWrongByteIsNone() {
        let bytes = Trial.accepted("7f3c", sequence: 42, time: Trial.time(day: 3)).line
        for place in bytes.indices {
            var other = bytes
            other[place] ^= 1
            XCTAssertNil(AcceptedLine(other[...]), "byte \(place)")
        }
        for length in bytes.indices { XCTAssertNil(AcceptedLine(bytes[..<length])) }
    }
}
