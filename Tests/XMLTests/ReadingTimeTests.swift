// When the clock is looked at, and when the time of a document is over.

import XCTest

@testable import XML

final class ReadingTimeTests: XCTestCase {
    private func time(_ budget: Int64?) -> ReadingTime {
        var limits = DocumentLimits()
        limits.time = budget
        return ReadingTime(limits)
    }

    func testLooksOnceInSoManyEvents() {
        var time = time(nil)
        let looks = (1...1_024).filter { _ in time.isLook() }
        XCTAssertEqual(looks, [256, 512, 768, 1_024])
    }

    func testIsNeverOverWithoutALimit() {
        var time = time(nil)
        XCTAssertFalse((1...10_000).contains { _ in time.pass(0) })
    }

    func testIsOverWhenTheTimeIsUsedUp() {
        // No computing takes less than no time.
        var time = time(-1)
        XCTAssertEqual((1...1_000).first { _ in time.pass(0) }, 256)
    }

    func testCountsFromTheFirstLook() {
        var time = time(60_000_000_000)
        XCTAssertFalse(time.isOver(at: 0))
        XCTAssertFalse(time.isOver(at: 100_000_000))
    }
}
