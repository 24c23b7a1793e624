// When a program is tried again, and when it is given up.

import Handling
import XCTest

final class RetryScheduleTests: XCTestCase {
    private let second: Int64 = 1_000_000_000

    func testEachWaitIsTwiceAsLongUpToTheLimit() {
        let schedule = RetrySchedule(first: 30 * second, limit: 3_600 * second, giveUp: 0)
        let waits = (1...10).map { schedule.wait(afterTries: $0) / second }
        XCTAssertEqual(waits, [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600])
    }

    func testManyTriesWaitNoLongerThanTheLimit() {
        let schedule = RetrySchedule(first: 1, limit: 3_600 * second, giveUp: 0)
        for tries in [64, 100, 10_000] { XCTAssertEqual(schedule.wait(afterTries: tries), 3_600 * second) }
    }

    func testThereIsAlwaysAWait() {
        let none = RetrySchedule(first: 0, limit: 0, giveUp: 0)
        for tries in [-1, 0, 1, 2, 100] { XCTAssertEqual(none.wait(afterTries: tries), 1_000_000) }
        let negative = RetrySchedule(first: -5, limit: 10 * second, giveUp: 0)
        XCTAssertEqual(negative.wait(afterTries: 1), 1_000_000)
    }

    func testALimitBelowTheFirstWaitIsKept() {
        let schedule = RetrySchedule(first: 60 * second, limit: 10 * second, giveUp: 0)
        for tries in 1...3 { XCTAssertEqual(schedule.wait(afterTries: tries), 10 * second) }
    }

    func testItIsOverOnceItsTimeIs() {
        let schedule = RetrySchedule(first: second, limit: second, giveUp: 100)
        XCTAssertFalse(schedule.isOver(acceptedAt: 1_000, now: 1_000))
        XCTAssertFalse(schedule.isOver(acceptedAt: 1_000, now: 1_099))
        XCTAssertTrue(schedule.isOver(acceptedAt: 1_000, now: 1_100))
        XCTAssertTrue(schedule.isOver(acceptedAt: 1_000, now: 5_000))
        // A clock that was set back gives it more time, and no less.
        XCTAssertFalse(schedule.isOver(acceptedAt: 1_000, now: 0))
    }
}
