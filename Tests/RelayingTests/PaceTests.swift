// How many files may be in hand: by what was finished lately.

import XCTest

@testable import Relaying

final class PaceTests: XCTestCase {
    /// What is allowed when so many are finished a second, for a while.
    private func limit(_ rate: Int, isPressed: Bool = true) -> Int {
        var pace = Pace()
        for step in 0..<100 { pace.finished(rate / 10, isPressed: isPressed, now: Int64(step) * 100_000_000) }
        return pace.limit
    }

    func testItIsWhatIsFinishedInAFifthOfASecondWithinBounds() {
        XCTAssertEqual(limit(1_000), 200, accuracy: 5)
        XCTAssertEqual(limit(50_000), Pace.bounds.upperBound)
        XCTAssertEqual(limit(10), Pace.bounds.lowerBound)
    }

    func testWithoutAnybodyWhoWaitsNothingIsLearned() {
        XCTAssertEqual(limit(10, isPressed: false), Pace().limit)
    }

    func testAPauseIsNotCountedAsSlowness() {
        var pace = Pace()
        for step in 0..<20 { pace.finished(100, isPressed: true, now: Int64(step) * 100_000_000) }
        let before = pace.limit
        pace.finished(1, isPressed: false, now: 60_000_000_000)
        pace.finished(100, isPressed: true, now: 120_000_000_000)
        pace.finished(100, isPressed: true, now: 120_100_000_000)
        XCTAssertEqual(pace.limit, before, accuracy: 5)
    }
}

private func XCTAssertEqual(_ one: Int, _ other: Int, accuracy: Int, line: UInt = #line) {
    XCTAssertLessThanOrEqual(abs(one - other), accuracy, "\(one), \(other)", line: line)
}
