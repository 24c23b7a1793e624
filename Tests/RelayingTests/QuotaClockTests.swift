// The time of quotas, whatever is done to the clock.

import Messages
import XCTest

@testable import Relaying

final class QuotaClockTests: XCTestCase {
    private var clock = QuotaClock(from: Timestamp(nanoseconds: 1_000), monotonic: 50)

    private func advance(_ time: Int64, _ monotonic: Int64) -> Int64 {
        clock.advance(clock: Timestamp(nanoseconds: time), monotonic: monotonic)
        return clock.now.nanoseconds
    }

    func testItIsTheClockOnTheWall() {
        XCTAssertEqual(advance(1_000, 50), 1_000)
        XCTAssertEqual(advance(1_400, 450), 1_400)
        XCTAssertEqual(advance(9_000_000, 500), 9_000_000, "set forward")
    }

    func testSetBackItGoesOnAtHalfItsSpeedUntilTheClockHasCaughtUp() {
        XCTAssertEqual(advance(2_000, 1_050), 2_000)
        XCTAssertEqual(advance(1_500, 1_060), 2_005)
        XCTAssertEqual(advance(1_700, 1_260), 2_105)
        XCTAssertEqual(advance(2_000, 1_560), 2_255)
        XCTAssertEqual(advance(2_300, 1_860), 2_300, "caught up")
        XCTAssertEqual(advance(2_600, 2_160), 2_600)
    }

    func testItBeginsWhereTheLedgerEnds() {
        XCTAssertEqual(advance(10, 50), 1_000)
        XCTAssertEqual(advance(20, 60), 1_005)
    }
}
