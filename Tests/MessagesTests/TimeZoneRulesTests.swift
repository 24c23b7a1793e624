// What the clocks of a zone show, and where its days begin and end.

import XCTest

@testable import Messages

final class TimeZoneRulesTests: XCTestCase {
    /// 2026-03-29T01:00:00Z, when clocks in Helsinki go from three o'clock to four.
    private let spring: Int64 = 1_774_746_000
    /// 2026-10-25T01:00:00Z, when they go from four o'clock back to three.
    private let autumn: Int64 = 1_792_890_000

    private func rules(
        _ changes: [(at: Int64, kind: UInt8)] = [], offsets: [Int32] = [0], footer: String
    ) throws -> TimeZoneRules {
        try XCTUnwrap(
            TimeZoneRules(file: TimeZoneFile(changes: changes, offsets: offsets, footer: footer).bytes), footer)
    }

    private var helsinki: TimeZoneRules { get throws { try rules(footer: "EET-2EEST,M3.5.0/3,M10.5.0/4") } }

    private func day(_ rules: TimeZoneRules, _ second: Int64) -> (start: Int64, end: Int64) {
        let bounds = rules.bounds(ofDayAt: Timestamp(seconds: second))
        return (bounds.lowerBound.seconds, bounds.upperBound.seconds)
    }

    func testUniversalTime() {
        XCTAssertEqual(TimeZoneRules.utc.local(5), 5)
        XCTAssertTrue(day(.utc, 86_399) == (0, 86_400))
        XCTAssertTrue(day(.utc, 86_400) == (86_400, 172_800))
        XCTAssertTrue(day(.utc, -1) == (-86_400, 0))
    }

    func testTheFileHoldsUpToItsLastChangeAndTheRuleBehindIt() throws {
        let rules = try rules(
            [(1_000, 1), (spring - 5, 0)], offsets: [60, 120], footer: "EET-2EEST,M3.5.0/3,M10.5.0/4")
        XCTAssertEqual(rules.span(at: 999), TimeZoneRules.Span(start: .min, end: 1_000, offset: 60))
        XCTAssertEqual(rules.span(at: 1_000), TimeZoneRules.Span(start: 1_000, end: spring - 5, offset: 120))
        XCTAssertEqual(rules.span(at: spring - 5), TimeZoneRules.Span(start: spring - 5, end: spring, offset: 7_200))
        XCTAssertEqual(rules.span(at: spring), TimeZoneRules.Span(start: spring, end: autumn, offset: 10_800))
    }

    func testADayIsAnHourShorterOrLongerWhenTheClocksAreChanged() throws {
        let rules = try helsinki
        let march = (start: spring - 3 * 3_600, end: spring + 20 * 3_600)
        for second in [march.start, spring - 1, spring, march.end - 1] {
            XCTAssertTrue(day(rules, second) == march)
            XCTAssertEqual(rules.day(of: Timestamp(seconds: second)), CivilDate(year: 2026, month: 3, day: 29))
        }
        XCTAssertEqual(day(rules, march.start - 1).end, march.start)
        XCTAssertEqual(day(rules, march.end).start, march.end)
        let october = (start: autumn - 4 * 3_600, end: autumn + 21 * 3_600)
        for second in [october.start, autumn - 1, autumn, october.end - 1] {
            XCTAssertTrue(day(rules, second) == october)
        }
        XCTAssertEqual(rules.day(of: Timestamp(nanoseconds: october.start * 1_000_000_000 - 1)).day, 24)
    }

    func testADayWhoseMidnightIsLeftOutBeginsWithTheChange() throws {
        // From 24:00 to 01:00 at 10,000 days after 1970.
        let midnight: Int64 = 864_000_000
        let rules = try rules([(midnight, 1)], offsets: [0, 3_600], footer: "AAA-1")
        XCTAssertTrue(day(rules, midnight) == (midnight, midnight + 82_800))
        XCTAssertTrue(day(rules, midnight + 80_000) == (midnight, midnight + 82_800))
        XCTAssertTrue(day(rules, midnight - 1) == (midnight - 86_400, midnight))
    }

    func testADayThatIsLeftOut() throws {
        // As Samoa did: from one side of the date line to the other.
        let midnight: Int64 = 864_000_000
        let rules = try rules([(midnight + 36_000, 1)], offsets: [-36_000, 50_400], footer: "AAA-14")
        XCTAssertTrue(day(rules, midnight + 35_999) == (midnight - 50_400, midnight + 36_000))
        XCTAssertTrue(day(rules, midnight + 36_000) == (midnight + 36_000, midnight + 36_000 + 86_400))
    }

    func testADayWhoseMidnightComesTwiceBeginsWithTheFirst() throws {
        // From 01:00 back to 00:00, so that the first hour of the day comes twice.
        let midnight: Int64 = 864_000_000
        let rules = try rules([(midnight + 3_600, 1)], offsets: [0, -3_600], footer: "AAA1")
        for second in [midnight, midnight + 3_599, midnight + 3_600, midnight + 90_000 - 1] {
            XCTAssertTrue(day(rules, second) == (midnight, midnight + 90_000))
        }
        XCTAssertEqual(day(rules, midnight - 1).end, midnight)
    }

    func testEveryMomentLiesInItsDay() throws {
        let rules = try helsinki
        var second = spring - 400 * 86_400
        for _ in 0..<800 {
            let (start, end) = day(rules, second)
            XCTAssertTrue(start <= second && second < end)
            XCTAssertTrue(day(rules, start) == (start, end))
            XCTAssertTrue(day(rules, end - 1) == (start, end))
            XCTAssertEqual(rules.local(start) % 86_400, 0)
            second = end
        }
    }
}
