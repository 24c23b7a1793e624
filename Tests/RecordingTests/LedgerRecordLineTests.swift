// A ledger line: every field comes back, and every byte that is not as it was written is noticed.

import Foundation
import Messages
import XCTest

@testable import Recording

final class LedgerRecordLineTests: XCTestCase {
    private let time = Timestamp(nanoseconds: 1_795_315_675_123_456_000)

    private func full() -> LedgerRecord {
        var record = LedgerRecord(sequence: 123_456_789_012, time: time, event: .accepted)
        record.sender = ParticipantIdentifier("incomes-register")
        record.file = "m%20\"1\".xml"
        record.size = 50_000_000
        record.digest = Digest(of: "body".utf8)
        record.type = MessageType("income-report-batch")
        record.messageID = Array("7f3c-ä€\u{1F600}\n\"\\".utf8)
        record.key = .max
        record.syntax = .json
        record.route = RouteIdentifier("ir-income")
        record.receivers = [ParticipantIdentifier("income"), ParticipantIdentifier("archive")]
        record.opens = Timestamp(nanoseconds: 1_795_320_000_000_000_000)
        record.reason = .invalid
        record.errors = [
            MessageError(.pattern, line: 7, column: 12, place: "/Batch/Report[2]", "not a \"date\"\u{2028}"),
            MessageError(.file, ""),
        ]
        record.moreErrors = 3
        record.taken = ["c.abc-1", "c.abc-2"]
        record.sourceInode = 4_611_686_018_427_387_904
        record.sourceChanged = 1_795_315_675_123_456_789
        record.receipt = "r.abc-3"
        record.delivery = DeliveryIdentifier(sequence: 17, receiver: 2)
        record.attempt = 4
        record.text = "it ended with exit code 1"
        record.settled = 123_456_789_000
        return record
    }

    func testEveryFieldComesBack() {
        let record = full()
        XCTAssertEqual(LedgerRecord(line: record.line), record)
    }

    func testWhatIsSaidOfItemsComesBackAndStandsBesideTheRest() {
        var record = full()
        record.itemsAccepted = 2_990
        record.itemsRefused = 10
        record.delivered = Digest(of: "less".utf8)
        record.feedback = "r.abc-4"
        XCTAssertEqual(LedgerRecord(line: record.line), record)
        let line = String(decoding: record.line, as: UTF8.self)
        let digits = String(decoding: Digest(of: "less".utf8).hexadecimal, as: UTF8.self)
        let told = #","items_accepted":2990,"items_refused":10,"delivered_sha256":"\#(digits)""#
        XCTAssertTrue(line.contains(#""more_errors":3\#(told),"taken":["#), line)
        XCTAssertTrue(line.contains(#""receipt":"r.abc-3","feedback":"r.abc-4","settled""#), line)
        let plain = line.replacing(told, with: "").replacing(#","feedback":"r.abc-4""#, with: "").dropLast(18)
        XCTAssertTrue(String(decoding: full().line, as: UTF8.self).hasPrefix(plain), "nothing else is different")
    }

    func testTheBodyIsWhatWasSentUnlessLessWasDelivered() {
        var record = full()
        XCTAssertEqual(record.body, record.digest)
        record.delivered = Digest(of: "less".utf8)
        XCTAssertEqual(record.body, Digest(of: "less".utf8))
    }

    func testARecordWithNothingSaidComesBack() {
        for event in [LedgerRecord.Event.accepted, .refused, .duplicate, .delivered, .deferred, .undelivered, .commit] {
            let record = LedgerRecord(sequence: 1, time: time, event: event)
            XCTAssertEqual(LedgerRecord(line: record.line), record)
        }
    }

    func testWhatAnOperatorHadDoneNamesTheOperator() {
        for event in [LedgerRecord.Event.held, .released, .retried, .resent, .replayed, .paused, .resumed] {
            var record = LedgerRecord(sequence: 1, time: time, event: event)
            record.by = Operator(user: 1_000, name: "maija \"m\"")
            record.againOf = DeliveryIdentifier(sequence: 7)
            XCTAssertEqual(LedgerRecord(line: record.line), record)
            let text = String(decoding: record.line, as: UTF8.self)
            XCTAssertTrue(text.contains(#","by":"maija \"m\"","by_uid":1000,"again_of":"000000000007","sum":"#), text)
        }
    }

    func testARemovalNamesItsFileAndItsRow() {
        var record = LedgerRecord(sequence: 9, time: time, event: .purged)
        record.delivery = DeliveryIdentifier(sequence: 7)
        record.retention = "refused-30d"
        record.by = Operator(user: 7, name: "luova")
        XCTAssertEqual(LedgerRecord(line: record.line), record)
        let text = String(decoding: record.line, as: UTF8.self)
        XCTAssertTrue(text.contains(#""event":"purged","of":"000000000007","by":"luova","by_uid":7,"#), text)
        XCTAssertTrue(text.contains(#","retention":"refused-30d","sum":"#), text)
    }

    func testAShorteningNamesWhatItEndsWith() {
        var record = LedgerRecord(sequence: 9, time: time, event: .shortened)
        record.file = "2026-03-01.000000000001.jsonl"
        record.size = 5
        record.digest = Digest(of: "lines".utf8)
        record.by = Operator(user: 7, name: "luova")
        record.retention = "ledger"
        record.basis = "Archive plan 2026, 4.2"
        record.through = 7
        record.anchor = Digest(of: "chain".utf8)
        XCTAssertEqual(LedgerRecord(line: record.line), record)
        let text = String(decoding: record.line, as: UTF8.self)
        XCTAssertTrue(
            text.contains(#","retention":"ledger","basis":"Archive plan 2026, 4.2","through":7,"anchor":""#), text)
    }

    func testEmptyTextsAreNotNothing() {
        var record = LedgerRecord(sequence: 1, time: time, event: .refused)
        record.messageID = []
        record.text = ""
        record.file = ""
        record.size = 0
        record.settled = 0
        XCTAssertEqual(LedgerRecord(line: record.line), record)
    }

    /// Ledgers are read for years: not a byte may stand elsewhere.
    func testALineIsWrittenAsItAlwaysWas() throws {
        let zeros = String(repeating: "0", count: 64)
        var record = full()
        // What came later stands only where it says something.
        record.opens = nil
        record.previous = Digest(hexadecimal: zeros.utf8)
        record.chain = Digest(hexadecimal: zeros.utf8)
        let content =
            #"{"seq":123456789012,"time":"2026-11-22T02:47:55.123456Z","event":"accepted","id":"123456789012","#
            + #""of":"000000000017-3","from":"incomes-register","file":"m%20\"1\".xml","size":50000000,"sha256":""#
            + #"230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5","message":"income-report-batch","#
            + #""message_id":"7f3c-ä€😀\n\"\\","key":"ffffffffffffffff","syntax":"json","route":"ir-income","#
            + #""to":["income","archive"],"reason":"invalid","attempt":4,"text":"it ended with exit code 1","#
            + #""errors":[{"code":"pattern","line":7,"column":12,"place":"/Batch/Report[2]","#
            + #""text":"not a \"date\"\u2028"},{"code":"file","text":""}],"more_errors":3,"#
            + #""taken":["c.abc-1","c.abc-2"],"source_inode":4611686018427387904,"#
            + #""source_changed":1795315675123456789,"receipt":"r.abc-3","settled":123456789000,"previous":""#
            + zeros + #"","chain":""# + zeros + #"""#
        let sum = Checksum.plainly(content.utf8)
        let digits = String(repeating: "0", count: 8 - String(sum, radix: 16).count) + String(sum, radix: 16)
        XCTAssertEqual(String(decoding: record.line, as: UTF8.self), content + #","sum":"\#(digits)"}"#)
    }

    func testALineStandsBehindWhatIsThereAndCoversNothingOfIt() {
        let records = [full(), LedgerRecord(sequence: 7, time: time, event: .refused), full()]
        var bytes = Array("before\n".utf8)
        for record in records {
            record.append(to: &bytes)
            bytes.append(0x0A)
        }
        XCTAssertEqual(bytes, Array("before\n".utf8) + records.flatMap { $0.line + [0x0A] })
    }

    func testALineIsJSONForOthers() throws {
        let line = full().line
        XCTAssertFalse(line.contains { $0 < 0x20 })
        let object = try XCTUnwrap(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        XCTAssertEqual(object["seq"] as? Int, 123_456_789_012)
        XCTAssertEqual(object["id"] as? String, "123456789012")
        XCTAssertEqual(object["event"] as? String, "accepted")
        XCTAssertEqual(object["time"] as? String, "2026-11-22T02:47:55.123456Z")
        XCTAssertEqual(object["to"] as? [String], ["income", "archive"])
        XCTAssertEqual(object["of"] as? String, "000000000017-3")
        XCTAssertEqual((object["errors"] as? [[String: Any]])?.count, 2)
        XCTAssertEqual((object["sum"] as? String)?.count, 8)
    }

    func testTheNumberStandsFirstAndTheChecksumLast() {
        let text = String(decoding: full().line, as: UTF8.self)
        XCTAssertTrue(text.hasPrefix(#"{"seq":123456789012,"#))
        XCTAssertTrue(text.dropLast(10).hasSuffix(#","sum":""#))
        XCTAssertTrue(text.hasSuffix(#""}"#))
    }

    func testEveryFlippedBitIsNoticed() {
        let line = full().line
        for place in line.indices {
            for bit in 0..<8 {
                var broken = line
                broken[place] ^= 1 << bit
                XCTAssertNil(LedgerRecord(line: broken), "byte \(place), bit \(bit)")
            }
        }
    }

    func testEveryMissingOrDoubledByteIsNoticed() {
        let line = full().line
        for place in line.indices {
            var shorter = line
            shorter.remove(at: place)
            XCTAssertNil(LedgerRecord(line: shorter), "byte \(place)")
            var longer = line
            longer.insert(line[place], at: place)
            XCTAssertNil(LedgerRecord(line: longer), "byte \(place)")
        }
    }

    func testEveryBeginningOfALineIsNoLine() {
        let line = full().line
        for length in 0..<line.count { XCTAssertNil(LedgerRecord(line: line[..<length]), "\(length) bytes") }
    }

    func testALineMayLieInsideOfMore() {
        let record = full()
        let more = Array("before\n".utf8) + record.line + Array("\nafter".utf8)
        XCTAssertEqual(LedgerRecord(line: more[7..<(7 + record.line.count)]), record)
    }

    func testWhatIsNoLineIsNone() {
        let none = ["", "\n", "{}", "no JSON, but long enough to hold a checksum", #"{"seq":1,"sum":"00000000"}"#]
        for text in none { XCTAssertNil(LedgerRecord(line: Array(text.utf8)), text) }
    }

    func testALineWithARightChecksumAndAnUnknownEventIsNone() {
        let body = Array(#"{"seq":1,"time":"2026-11-22T02:47:55.123456Z","event":"eaten""#.utf8)
        let line = body + Array(#","sum":""#.utf8) + Checksum.text(Checksum.of(body)) + Array(#""}"#.utf8)
        XCTAssertNil(LedgerRecord(line: line))
    }
}
