// Rules that hold each year: on which day the clocks are changed, and when.

import XCTest

@testable import Messages

final class YearlyClockRuleTests: XCTestCase {
    /// The moments in a year at which the clocks are changed, in hours after its beginning, universal time.
    private func changes(_ text: String, in year: Int) throws -> [Double] {
        let rule = try XCTUnwrap(YearlyClockRule(text.utf8), text)
        let start = Int64(CivilDate(year: year, month: 1, day: 1).daysSince1970) * 86_400
        let end = Int64(CivilDate(year: year + 1, month: 1, day: 1).daysSince1970) * 86_400
        var found: [Double] = []
        var span = rule.span(at: start)
        while span.end < end {
            found.append(Double(span.end - start) / 3_600)
            let next = rule.span(at: span.end)
            XCTAssertEqual(next.start, span.end)
            span = next
        }
        return found
    }

    private func day(_ month: Int, _ day: Int, _ year: Int) -> Double {
        let date = CivilDate(year: year, month: month, day: day)
        return Double(date.daysSince1970 - CivilDate(year: year, month: 1, day: 1).daysSince1970) * 24
    }

    func testTheLastSundaysOfTwoMonths() throws {
        for (year, march, october) in [(2026, 29, 25), (2027, 28, 31), (2024, 31, 27), (1999, 28, 31)] {
            XCTAssertEqual(
                try changes("EET-2EEST,M3.5.0/3,M10.5.0/4", in: year),
                [day(3, march, year) + 1, day(10, october, year) + 1])
        }
    }

    func testTheSecondAndTheFirstSunday() throws {
        XCTAssertEqual(
            try changes("EST5EDT,M3.2.0,M11.1.0", in: 2026), [day(3, 8, 2026) + 7, day(11, 1, 2026) + 6])
    }

    func testSouthOfTheEquatorSummerGoesOverTheNewYear() throws {
        XCTAssertEqual(
            try changes("AEST-10AEDT,M10.1.0,M4.1.0/3", in: 2026), [day(4, 5, 2026) - 8, day(10, 4, 2026) - 8])
        let rule = try XCTUnwrap(YearlyClockRule("AEST-10AEDT,M10.1.0,M4.1.0/3".utf8))
        XCTAssertEqual(rule.span(at: 1_767_225_600).offset, 39_600, "New Year 2026")
    }

    func testDaysByTheirNumber() throws {
        for year in [2026, 2028] {
            XCTAssertEqual(try changes("AAA0BBB,J60/0,J61/1", in: year), [day(3, 1, year), day(3, 2, year)])
            let leap = day(3, 1, year) / 24 - 59
            XCTAssertEqual(
                try changes("AAA0BBB,59/0,60/1", in: year), [day(3, 1, year) - 24 * leap, day(3, 2, year) - 24 * leap])
        }
    }

    func testTimesDaysBeforeOrBehindTheDay() throws {
        // As Greenland has it: the evening before the last Sunday.
        XCTAssertEqual(
            try changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", in: 2026), [day(3, 29, 2026) + 1, day(10, 25, 2026) + 1])
        XCTAssertEqual(try changes("AAA0BBB,J10/49,J20/1", in: 2026), [day(1, 12, 2026) + 1, day(1, 20, 2026)])
    }

    func testSummerAllTheYear() throws {
        let rule = try XCTUnwrap(YearlyClockRule("EST3EDT4,0/0,J365/23".utf8))
        for hour in stride(from: Int64(0), to: 24 * 800, by: 1) {
            XCTAssertEqual(rule.span(at: 1_767_225_600 + hour * 3_600).offset, -14_400)
        }
    }

    func testWithoutSummer() throws {
        let rule = try XCTUnwrap(YearlyClockRule("IST-5:30".utf8))
        XCTAssertEqual(rule.span(at: 0), TimeZoneRules.Span(start: .min, end: .max, offset: 19_800))
    }

    func testEachMomentLiesInItsSpan() throws {
        let rule = try XCTUnwrap(YearlyClockRule("EET-2EEST,M3.5.0/3,M10.5.0/4".utf8))
        for day in stride(from: Int64(-40_000), to: 100_000, by: 7) {
            let span = rule.span(at: day * 86_400 + 3_599)
            XCTAssertTrue(span.start <= day * 86_400 + 3_599 && day * 86_400 + 3_599 < span.end)
            XCTAssertEqual(rule.span(at: span.end - 1), span)
            XCTAssertNotEqual(rule.span(at: span.end).offset, span.offset)
        }
    }
}
