// How many there were lately.

import XCTest

@testable import Relaying

final class RecentCountTests: XCTestCase {
    private let second: Int64 = 1_000_000_000

    func testWhatWasCountedIsForgottenMinuteByMinute() {
        var count = RecentCount()
        let start: Int64 = 1_000_000 * second
        count.add(3, now: start)
        count.add(4, now: start + 30 * second)
        XCTAssertEqual(count.count(minutes: 1, now: start + 30 * second), 7)
        XCTAssertEqual(count.count(minutes: 1, now: start + 80 * second), 4)
        XCTAssertEqual(count.count(minutes: 5, now: start + 80 * second), 7)
        XCTAssertEqual(count.count(minutes: 5, now: start + 400 * second), 0)
        XCTAssertEqual(count.count(minutes: 15, now: start + 400 * second), 7)
        XCTAssertEqual(count.count(minutes: 15, now: start + 100_000 * second), 0)
        count.add(1, now: start + 100_000 * second)
        XCTAssertEqual(count.count(minutes: 15, now: start + 100_000 * second), 1)
    }

    func testNothingIsCountedTwiceWhenTheRingComesRound() {
        var count = RecentCount()
        for piece in 0..<500 {
            count.add(1, now: Int64(piece) * 10 * second)
            XCTAssertEqual(count.count(minutes: 15, now: Int64(piece) * 10 * second), min(piece + 1, 91))
        }
    }
}
