// A moment in words.

import Messages
import XCTest

@testable import Operating

final class LocalTimeTests: XCTestCase {
    func testPartsAreOfTwoDigits() {
        let time = LocalTime(Timestamp(nanoseconds: 1_795_608_065 * 1_000_000_000))
        XCTAssertEqual(time.full, "\(time.day) \(time.clock):05", "no time zone of today has seconds")
        XCTAssertEqual(time.minute, "\(time.day) \(time.clock)")
        XCTAssertEqual(time.clock.utf8.count, 5)
        XCTAssertEqual(time.second / 60 % 15, 1, "a minute past a quarter of an hour, wherever it is")
    }
}
