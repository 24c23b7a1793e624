// How long messages have waited, in columns.

import Messages
import Relaying
import XCTest

@testable import Operating

final class QueueShapeTests: XCTestCase {
    private let now = Timestamp(nanoseconds: 1_795_315_675_000_000_000)

    private func entry(_ number: UInt64, minutes: Int64, from sender: String = "alice") throws -> WaitingEntry {
        try .note(number, at: Timestamp(nanoseconds: now.nanoseconds - minutes * 60_000_000_000), from: sender)
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
}
