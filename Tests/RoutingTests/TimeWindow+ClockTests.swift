// When windows open and close, on days of changed clocks among others, and in zones of the system's database.

import Messages
import XCTest

@testable import Routing

final class TimeWindowClockTests: XCTestCase {
    private func window(_ text: String) throws -> TimeWindow {
        let row = "<route id=\"x\" from=\"q\" message=\"c\" to=\"s\" basis=\"b\" window=\"\(text)\"/>"
        let table = try TableBench(["a.xml": TableBench.base, "b.xml": [row]]).load()
        return try XCTUnwrap(table.windows[RouteIdentifier("x")])
    }

    /// A moment of universal time: month, day, hour, minute, second of 2026.
    private func moment(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        let days = CivilDate(year: 2026, month: month, day: day).daysSince1970
        return Timestamp(seconds: Int64(((days * 24 + hour) * 60 + minute) * 60 + second))
    }

    /// When it opens next after a moment, as the ledger writes times, up to the minute.
    private func opening(_ window: TimeWindow, after moment: Timestamp) -> String {
        let next = window.nextOpening(after: moment)
        XCTAssertTrue(window.isOpen(at: next))
        XCTAssertFalse(window.isOpen(at: Timestamp(nanoseconds: next.nanoseconds - 1)))
        XCTAssertEqual(next.nanoseconds % 60_000_000_000, 0)
        return String(decoding: next.text.prefix(16), as: UTF8.self)
    }

    func testItOpensWithTheFirstSecondOfItsMinuteAndClosesWithTheFirstOfItsLast() throws {
        let window = try window("18:00-06:00 UTC")
        XCTAssertFalse(window.isOpen(at: Timestamp(nanoseconds: moment(7, 1, 18, 0).nanoseconds - 1)))
        XCTAssertTrue(window.isOpen(at: moment(7, 1, 18, 0)))
        XCTAssertTrue(window.isOpen(at: moment(7, 2, 5, 59, 59)))
        XCTAssertFalse(window.isOpen(at: moment(7, 2, 6, 0)))
        XCTAssertEqual(opening(window, after: moment(7, 2, 6, 0)), "2026-07-02T18:00")
        XCTAssertEqual(opening(window, after: moment(7, 2, 17, 59, 59)), "2026-07-02T18:00")
        XCTAssertEqual(opening(try self.window("08:00-16:00 UTC"), after: moment(7, 2, 16, 0)), "2026-07-03T08:00")
    }

    func testWhileItIsOpenItNeedNotOpen() throws {
        let window = try window("08:00-16:00 UTC")
        XCTAssertEqual(window.nextOpening(after: moment(7, 1, 9, 0)), moment(7, 1, 9, 0))
    }

    func testWhatTheClocksOfItsZoneShowCounts() throws {
        let window = try window("18:00-06:00 Europe/Helsinki")
        XCTAssertEqual(opening(window, after: moment(1, 15, 12, 0)), "2026-01-15T16:00", "two hours ahead in winter")
        XCTAssertEqual(opening(window, after: moment(7, 15, 12, 0)), "2026-07-15T15:00", "three in summer")
        XCTAssertEqual(
            opening(try self.window("09:00-10:00 Asia/Kolkata"), after: moment(1, 15, 12, 0)), "2026-01-16T03:30")
        XCTAssertEqual(
            opening(try self.window("09:00-10:00 America/New_York"), after: moment(7, 15, 20, 0)), "2026-07-16T13:00")
    }

    func testATimeThatIsLeftOutIsThatOfTheChange() throws {
        // In Helsinki, from three o'clock to four on 29 March, at 01:00 UTC.
        XCTAssertEqual(opening(try window("03:30-05:00"), after: moment(3, 29, 0, 0)), "2026-03-29T01:00")
        XCTAssertEqual(opening(try window("03:00-05:00"), after: moment(3, 29, 0, 59)), "2026-03-29T01:00")
        XCTAssertEqual(opening(try window("04:00-05:00"), after: moment(3, 29, 0, 59)), "2026-03-29T01:00")
    }

    func testAWindowThatIsLeftOutAltogetherOpensTheNextDay() throws {
        XCTAssertEqual(opening(try window("03:15-03:45"), after: moment(3, 29, 0, 0)), "2026-03-30T00:15")
    }

    func testATimeThatComesTwiceOpensTwice() throws {
        // In Helsinki, from four o'clock back to three on 25 October, at 01:00 UTC.
        let window = try window("03:30-04:00")
        XCTAssertEqual(opening(window, after: moment(10, 24, 20, 0)), "2026-10-25T00:30")
        XCTAssertTrue(window.isOpen(at: moment(10, 25, 0, 59, 59)))
        XCTAssertFalse(window.isOpen(at: moment(10, 25, 1, 0)))
        XCTAssertEqual(opening(window, after: moment(10, 25, 1, 0)), "2026-10-25T01:30")
        XCTAssertEqual(opening(window, after: moment(10, 25, 2, 0)), "2026-10-26T01:30")
        let early = try self.window("03:00-03:30")
        XCTAssertEqual(opening(early, after: moment(10, 25, 0, 30)), "2026-10-25T01:00", "with the change itself")
    }

    func testItIsNeverLongerThanTwoDaysUntilItOpens() throws {
        for text in ["03:15-03:45", "00:00-00:01", "23:59-24:00", "02:59-03:00"] {
            let window = try window(text)
            for hour in 0..<24 * 366 {
                let now = Timestamp(seconds: moment(1, 1, 0, 0).seconds + Int64(hour) * 3_600 + 1_800)
                let next = window.nextOpening(after: now)
                XCTAssertTrue(next >= now && next.seconds - now.seconds <= 48 * 3_600)
                XCTAssertTrue(window.isOpen(at: next))
            }
        }
    }

    func testKnownMomentsOfTheSystemsZones() throws {
        func check(_ zone: String, _ moments: [(Int64, Int64)]) throws {
            let zone = try window("08:00-16:00 \(zone)").zone
            for (second, offset) in moments { XCTAssertEqual(zone.span(at: second).offset, offset, "\(second)") }
        }
        try check(
            "Europe/Helsinki",
            [
                (-2_000_000_000, 5_989), (354_671_999, 7_200), (354_672_000, 10_800), (1_774_745_999, 7_200),
                (1_774_746_000, 10_800), (1_792_889_999, 10_800), (1_792_890_000, 7_200), (2_531_955_599, 7_200),
                (2_531_955_600, 10_800), (2_550_704_400, 7_200), (4_102_444_800, 7_200),
            ])
        try check(
            "America/New_York",
            [
                (-3_000_000_000, -17_762), (126_687_599, -18_000), (126_687_600, -14_400), (1_772_953_199, -18_000),
                (1_772_953_200, -14_400), (1_793_512_799, -14_400), (1_793_512_800, -18_000),
                (2_540_646_000, -14_400), (4_118_000_000, -14_400),
            ])
        try check(
            "Asia/Kolkata",
            [
                (-3_700_000_000, 21_208), (-800_000_000, 23_400), (-700_000_000, 19_800), (1_774_746_000, 19_800),
                (4_118_000_000, 19_800),
            ])
    }
}
