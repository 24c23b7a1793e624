// How many messages there were in the second, minute, hour and day of now.

import Files
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

    func testWhoseDayIsOverIsForgottenAndNobodyElse() {
        var counts = QuotaCounts()
        let other = QuotaCounts.Subject(route: RouteIdentifier("r"), sender: ParticipantIdentifier("b"))
        counts.add(2, of: subject, at: starts(80_000))
        counts.add(3, of: other, at: starts(86_399))
        counts.forgetOver(at: starts(86_399))
        XCTAssertEqual(counts.size, 2)
        counts.add(1, of: other, at: starts(86_400))
        counts.forgetOver(at: starts(86_400))
        XCTAssertEqual(counts.size, 1)
        XCTAssertEqual(counts.number(of: other, in: .day, since: starts(86_400)[.day]), 1)
        XCTAssertEqual(numbers(counts, at: 86_400), [0, 0, 0, 0])
        // Where the clock is set back, time stands still: nobody is forgotten for that.
        counts.forgetOver(at: starts(80_000))
        XCTAssertEqual(counts.size, 1)
    }

    func testAnHourThatBeganInTheDayBeforeStillCounts() throws {
        // In Kolkata a day begins half past an hour of universal time.
        let file = try WholeFile.read("/usr/share/zoneinfo/Asia/Kolkata")
        let zone = try XCTUnwrap(TimeZoneRules(file: file))
        func starts(_ second: Int64) -> QuotaCounts.Starts {
            QuotaCounts.Starts(of: Timestamp(seconds: second), in: zone)
        }
        // 2026-11-22, 18:10 and 18:40.
        let (before, after) = (starts(1_795_371_000), starts(1_795_372_800))
        XCTAssertLessThan(before.day, after.day)
        XCTAssertEqual(before.hour, after.hour)
        var counts = QuotaCounts()
        counts.add(2, of: subject, at: before)
        counts.forgetOver(at: after)
        XCTAssertEqual(counts.number(of: subject, in: .hour, since: after.hour), 2)
        XCTAssertEqual(counts.number(of: subject, in: .day, since: after.day), 0)
    }
}
