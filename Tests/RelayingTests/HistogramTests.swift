// Each duration is in the first class that has room for it.

import XCTest

@testable import Relaying

final class HistogramTests: XCTestCase {
    func testABoundBelongsToTheClassBelowIt() {
        var histogram = Histogram()
        histogram.add(0)
        histogram.add(1_000_000)
        histogram.add(1_000_001)
        histogram.add(.max / 4)
        XCTAssertEqual(histogram.counts.first, 2)
        XCTAssertEqual(histogram.counts[1], 1)
        XCTAssertEqual(histogram.counts.last, 1)
        XCTAssertEqual(histogram.count, 4)
        XCTAssertEqual(histogram.counts.count, Histogram.bounds.count + 1)
        XCTAssertEqual(Histogram.bounds, Histogram.bounds.sorted())
    }

    func testAGroupCountsAsManyTimesAsItHasFiles() {
        var histogram = Histogram()
        histogram.add(2_000_000, times: 3)
        histogram.add(-5, times: 2)
        XCTAssertEqual(histogram.count, 5)
        XCTAssertEqual(histogram.sum, 6_000_000)
        XCTAssertEqual(histogram.counts.first, 2, "clocks that were set back make nothing shorter than nothing")
    }
}
