// Accepted messages since a moment: found without reading what is older.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class LedgerLinesSinceTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    /// A group of two messages a minute, of two senders on two rows, and a line of another kind.
    private func write(days: Int, minutes: Int) throws -> UInt64 {
        let ledger = try Ledger(folder: folder.directory)
        for day in 0..<days {
            for minute in 0..<minutes {
                let time = Trial.time(day: day, seconds: Int64(minute) * 60)
                for sender in ["a", "b"] {
                    var record = Trial.accepted("\(day)-\(minute)", sequence: ledger.nextSequence, time: time)
                    record.sender = ParticipantIdentifier(sender)
                    record.file = #"a "quoted",from":"x".xml"#
                    record.route = RouteIdentifier("r\(minute % 2)")
                    ledger.append(record)
                }
                var other = LedgerRecord(sequence: ledger.nextSequence, time: time, event: .refused)
                other.sender = ParticipantIdentifier("a")
                other.route = RouteIdentifier("r0")
                ledger.append(other)
                try ledger.commit(time: time, settled: 0)
            }
        }
        return ledger.lastSequence
    }

    private func found(since time: Timestamp, upTo last: UInt64) throws -> [String] {
        var found: [String] = []
        try LedgerLines(folder: folder.directory).forEachMessage(since: time, upTo: last) { time, sender, route in
            let minute = (time.nanoseconds - Trial.time(day: 0).nanoseconds) / 60_000_000_000
            found.append("\(minute / 1_440) \(minute % 1_440) \(sender) \(route)")
        }
        return found
    }

    func testEveryMessageOfAMomentAndLater() throws {
        let last = try write(days: 3, minutes: 40)
        for (day, minute) in [(0, 0), (0, 17), (1, 0), (1, 39), (2, 0), (2, 38), (2, 39)] {
            var expected: [String] = []
            for laterDay in day..<3 {
                for laterMinute in (laterDay == day ? minute : 0)..<40 {
                    for sender in ["a", "b"] {
                        expected.append("\(laterDay) \(laterMinute) \(sender) r\(laterMinute % 2)")
                    }
                }
            }
            XCTAssertEqual(try found(since: Trial.time(day: day, seconds: Int64(minute) * 60), upTo: last), expected)
            XCTAssertEqual(
                try found(since: Trial.time(day: day, seconds: Int64(minute) * 60 + 1), upTo: last),
                Array(expected.dropFirst(2)), "a second later")
        }
        XCTAssertEqual(try found(since: Trial.time(day: 3), upTo: last), [])
        XCTAssertEqual(try found(since: Timestamp(nanoseconds: 0), upTo: last).count, 240)
    }

    func testAnEmptyLedger() throws {
        XCTAssertEqual(try found(since: Trial.time(day: 0), upTo: 0), [])
    }

    func testAReplyIsNoMessageOfItsSender() throws {
        let ledger = try Ledger(folder: folder.directory)
        for isReply in [true, false] {
            var record = Trial.accepted("1", sequence: ledger.nextSequence, time: Trial.time(day: 0))
            record.route = RouteIdentifier("r")
            if isReply { record.delivery = DeliveryIdentifier(sequence: 7) }
            ledger.append(record)
        }
        try ledger.commit(time: Trial.time(day: 0), settled: 0)
        XCTAssertEqual(try found(since: Trial.time(day: 0), upTo: ledger.lastSequence), ["0 0 s r"])
    }

    func testWhatIsOlderIsNotRead() throws {
        let last = try write(days: 1, minutes: 400)
        // A line of the first minutes is broken: nobody who looks for later ones comes by.
        let name = try XCTUnwrap(try folder.segments().first)
        let text = try folder.read(name)
        let place = try XCTUnwrap(text.range(of: "\"0-2\""))
        try folder.write(text.replacingCharacters(in: place, with: "\"X-2\""), to: name)
        XCTAssertEqual(try found(since: Trial.time(day: 0, seconds: 399 * 60), upTo: last).count, 2)
        XCTAssertThrowsError(try found(since: Trial.time(day: 0), upTo: last))
    }
}
