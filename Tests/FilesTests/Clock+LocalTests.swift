// What clocks show goes with the day that they show.

import Files
import XCTest

final class ClockLocalTests: XCTestCase {
    func testSecondsOfTheDayGoOnWithTheTimeAndStayWithinADay() {
        let now: Int64 = 1_795_361_964 * 1_000_000_000
        let shown = Clock.localSecond(of: now)
        XCTAssertTrue((0..<86_400).contains(shown))
        XCTAssertEqual(Clock.localSecond(of: now + 3_600 * 1_000_000_000), (shown + 3_600) % 86_400)
        // Zones of today differ from UTC by quarters of an hour.
        XCTAssertEqual(shown % 900, 1_795_361_964 % 900)
    }
}
