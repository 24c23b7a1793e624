// How long messages have waited, in columns.

import Messages
import Recording
import XCTest

@testable import Operating
@testable import Relaying

final class QueueShapeTests: XCTestCase {
    private let now = Timestamp(nanoseconds: 1_795_315_675_000_000_000)

    private func entry(_ number: UInt64, minutes: Int64, from sender: String = "alice") throws -> WaitingEntry {
        var record = LedgerRecord(
            sequence: number, time: Timestamp(nanoseconds: now.nanoseconds - minutes * 60_000_000_000), event: .accepted
        )
        record.sender = ParticipantIdentifier(sender)
        record.receivers = [ParticipantIdentifier("bob")]
        record.type = MessageType("note")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.messageID = Array("m-\(number)".utf8)
        record.digest = Digest(of: [])
        record.file = "a.xml"
        return WaitingEntry(try XCTUnwrap(WaitingMessage(record, receiver: 0)), .waiting, dueIn: 61_000_000_000)
    }

    func testEachMessageIsCountedInTheColumnOfItsAge() throws {
        let entries = [
            try entry(1, minutes: 0), try entry(2, minutes: 4), try entry(3, minutes: 5, from: "carol"),
            try entry(4, minutes: 1_279), try entry(5, minutes: 1_280), try entry(6, minutes: 90_000),
            // A clock that was set back makes nothing older.
            try entry(7, minutes: -30),
        ]
        XCTAssertEqual(
            QueueShape(entries, now: now).lines,
            [
                "waiting for  all  5  10  20  40  80  160  320  640  1280  1280+",
                "all            7  3   1   0   0   0    0    0    0     1      2",
                "bob            7  3   1   0   0   0    0    0    0     1      2",
                "",
                "sent by  all  5  10  20  40  80  160  320  640  1280  1280+",
                "all        7  3   1   0   0   0    0    0    0     1      2",
                "alice      6  3   0   0   0   0    0    0    0     1      2",
                "carol      1  0   1   0   0   0    0    0    0     0      0",
            ])
    }

    func testWhereNothingWaitsThereIsOnlyTheSum() {
        XCTAssertEqual(QueueShape([], now: now).lines.count, 5)
        XCTAssertEqual(
            String(decoding: QueueShape([], now: now).answer(forPeople: false).whole, as: UTF8.self), "{\"end\":0}\n")
    }

    func testAMessageIsALineForPeopleAndAnObjectForPrograms() throws {
        let entry = try entry(7, minutes: 0)
        XCTAssertEqual(
            WaitingReport.line(entry),
            "000000000007 waiting from alice to bob note id m-7 since 2026-11-22T02:47:55Z tries 0 next in 1 min 1 s")
        XCTAssertEqual(
            String(decoding: WaitingReport.json(entry).bytes, as: UTF8.self),
            #"{"id":"000000000007","state":"waiting","from":"alice","to":"bob","message":"note","message_id":"m-7","#
                + #""route":"r","file":"a.xml","accepted":"2026-11-22T02:47:55.000000Z","tries":0,"due_in_seconds":61}"#
        )
    }
}
