// The kernel's clocks, and the day in a time zone.

import Files
import Support
import XCTest

final class ClockTests: XCTestCase {
    func testTheMonotonicClockNeverGoesBack() {
        var last = Clock.monotonic()
        for _ in 0..<1_000 {
            let now = Clock.monotonic()
            XCTAssertGreaterThanOrEqual(now, last)
            last = now
        }
    }

    func testTheRealClockIsAfterThisWasWritten() {
        XCTAssertGreaterThan(Clock.realtime(), 1_577_836_800_000_000_000)
    }

    #if DEBUG
        func testTheRealClockCanBeShiftedForATrial() {
            let before = Clock.realtime()
            Clock.shift(by: 3_600_000_000_000)
            defer { Clock.shift(by: 0) }
            XCTAssertGreaterThanOrEqual(Clock.realtime() - before, 3_600_000_000_000)
            Clock.shift(by: 0)
            XCTAssertLessThan(Clock.realtime() - before, 3_600_000_000_000)
        }

        func testTheRealClockCanFollowAFileForATrial() throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            XCTAssertFalse(Clock.follow(folder.path(of: "none")))
            let path = folder.path(of: "clock")
            try WholeFile.write(withUnsafeBytes(of: Int64(7_200_000_000_000)) { Array($0) }, to: path)
            let before = Clock.realtime()
            XCTAssertTrue(Clock.follow(path))
            XCTAssertGreaterThanOrEqual(Clock.realtime() - before, 7_200_000_000_000)
            XCTAssertEqual(truncate(path, 0), 0)
            XCTAssertLessThan(Clock.realtime() - before, 7_200_000_000_000)
            XCTAssertFalse(Clock.follow(folder.path(of: "none")))
        }
    #endif

    func testWorkTakesProcessorTime() {
        let before = Clock.processorTime()
        var sum: UInt64 = 0
        while Clock.processorTime() == before { sum &+= 1 }
        XCTAssertGreaterThan(Clock.processorTime(), before)
    }

    func testAZoneThatNobodyKnowsIsRefused() {
        for name in ["Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "Europe", "Europe/../UTC"] {
            XCTAssertFalse(Clock.setTimeZone(name), name)
        }
    }

    func testTheDayIsThatOfTheZone() throws {
        guard Clock.setTimeZone("Europe/Helsinki") else {
            throw XCTSkip("this system has no time zone data")  // reason: needs what the system lacks
        }
        defer { XCTAssertTrue(Clock.setTimeZone("UTC")) }
        // 2026-07-01T20:59:59Z and a second later: midnight in Helsinki's summer.
        let midnight: Int64 = 1_782_939_600_000_000_000
        XCTAssertTrue(Clock.localDay(of: midnight - 1_000_000_000) == (2026, 7, 1))
        XCTAssertTrue(Clock.localDay(of: midnight) == (2026, 7, 2))
        // 2026-12-31T22:00:00Z: the new year.
        XCTAssertTrue(Clock.localDay(of: 1_798_754_400_000_000_000) == (2027, 1, 1))
    }

    func testTheDayInUTC() {
        XCTAssertTrue(Clock.setTimeZone("UTC"))
        XCTAssertTrue(Clock.localDay(of: 0) == (1970, 1, 1))
        XCTAssertTrue(Clock.localDay(of: 1_709_251_199_999_999_999) == (2024, 2, 29))
    }
}
