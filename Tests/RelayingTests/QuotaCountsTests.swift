// How many messages there were in the second, minute, hour and day of now.

import Messages
import Routing
import XCTest

@testable import Relaying

final class QuotaCountsTests: XCTestCase {
    private let subject = QuotaCounts.Subject(route: RouteIdentifier("r"), sender: ParticipantIdentifier("a"))

    private func starts(_ second: Int64) -> QuotaCounts.Starts {
        QuotaCounts.Starts(of: Timestamp(seconds: second), in: .utc)
    }

    private func numbers(_ counts: QuotaCounts, at second: Int64) -> [Int] {
        let starts = starts(second)
        return QuotaPeriod.allCases.map { counts.number(of: subject, in: $0, since: starts[$0]) }
    }

    func testEachPeriodCountsAnewWhenItBegins() {
        var counts = QuotaCounts()
        XCTAssertEqual(numbers(counts, at: 90_000), [0, 0, 0, 0])
        counts.add(2, of: subject, at: starts(90_000))
        counts.add(3, of: subject, at: starts(90_000))
        XCTAssertEqual(numbers(counts, at: 90_000), [5, 5, 5, 5])
        XCTAssertEqual(numbers(counts, at: 90_001), [0, 5, 5, 5])
        counts.add(1, of: subject, at: starts(90_001))
        XCTAssertEqual(numbers(counts, at: 90_001), [1, 6, 6, 6])
        XCTAssertEqual(numbers(counts, at: 90_060), [0, 0, 6, 6])
        XCTAssertEqual(numbers(counts, at: 93_600), [0, 0, 0, 6])
        XCTAssertEqual(numbers(counts, at: 172_800), [0, 0, 0, 0])
    }

    func testTimeDoesNotGoBack() {
        var counts = QuotaCounts()
        counts.add(4, of: subject, at: starts(90_060))
        XCTAssertEqual(numbers(counts, at: 90_000), [4, 4, 4, 4])
        counts.add(1, of: subject, at: starts(90_000))
        XCTAssertEqual(numbers(counts, at: 90_060), [5, 5, 5, 5])
    }

    func testSendersAndRowsAreCountedApart() {
        var counts = QuotaCounts()
        counts.add(1, of: subject, at: starts(0))
        for (route, sender) in [("r", "b"), ("s", "a")] {
            let other = QuotaCounts.Subject(route: RouteIdentifier(route), sender: ParticipantIdentifier(sender))
            XCTAssertEqual(counts.number(of: other, in: .day, since: starts(0)[.day]), 0)
            counts.add(7, of: other, at: starts(0))
        }
        XCTAssertEqual(numbers(counts, at: 0), [1, 1, 1, 1])
        counts.forget([RouteIdentifier("s")])
        XCTAssertEqual(numbers(counts, at: 0), [1, 1, 1, 1])
        counts.forget([RouteIdentifier("r")])
        XCTAssertEqual(numbers(counts, at: 0), [0, 0, 0, 0])
    }
}
