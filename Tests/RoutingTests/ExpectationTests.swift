// When something must be heard: how it is written, and how much of the open time has passed.

import Routing
import XCTest

final class ExpectationTests: XCTestCase {
    private func expectation(_ text: String) throws -> Expectation {
        let row = "<route id=\"x\" from=\"q\" message=\"c\" to=\"s\" basis=\"b\" expect=\"\(text)\"/>"
        let table = try TableBench(["a.xml": TableBench.base, "b.xml": [row]]).load()
        return try XCTUnwrap(table.routes.last?.traffic.expectation)
    }

    /// Minutes since 1970 at a time of a day; day 4 was a Monday.
    private func minute(day: Int, _ hour: Int, _ minute: Int = 0) -> Int { day * 1_440 + hour * 60 + minute }

    func testDaysAndTimesAreReadAndShownAsTheyAreWritten() throws {
        let expectation = try expectation("weekdays 06:00-20:00 every 1h")
        XCTAssertEqual("\(expectation)", "weekdays 06:00-20:00 every 1h")
        XCTAssertEqual(expectation.days, [true, true, true, true, true, false, false])
        XCTAssertEqual(expectation.opens, 360)
        XCTAssertEqual(expectation.closes, 1_200)
        XCTAssertEqual(expectation.every, 3_600_000_000_000)
        XCTAssertEqual(
            try self.expectation("sun,tue 00:00-24:00 every 2d").days, [false, true, false, false, false, false, true])
        XCTAssertEqual(try self.expectation("weekends 10:00-11:00 every 30min").days.filter { $0 }.count, 2)
    }

    func testOnlyOpenTimeCounts() throws {
        let expectation = try expectation("weekdays 06:00-20:00 every 1h")
        func open(_ start: Int, _ end: Int) -> Int { expectation.openMinutes(from: start, to: end, most: 10_000) }
        XCTAssertEqual(open(minute(day: 4, 7), minute(day: 4, 9)), 120)
        XCTAssertEqual(open(minute(day: 4, 5), minute(day: 4, 7)), 60)
        XCTAssertEqual(open(minute(day: 4, 19, 30), minute(day: 5, 6, 15)), 45, "the night does not count")
        XCTAssertEqual(open(minute(day: 8, 19, 30), minute(day: 11, 6, 15)), 45, "nor does the weekend")
        XCTAssertEqual(open(minute(day: 4, 9), minute(day: 4, 9)), 0)
        XCTAssertEqual(open(minute(day: 9, 0), minute(day: 10, 0)), 0, "a Saturday")
        XCTAssertEqual(
            expectation.openMinutes(from: 0, to: minute(day: 20_000, 0), most: 61), 61, "it need not know more")
    }

    func testWhatIsNoExpectation() throws {
        for text in [
            "", "06:00-20:00 every 1h", "weekdays every 1h", "weekdays 06:00-20:00", "weekdays 6:00-20:00 every 1h",
            "weekdays 06:00-20:00 each 1h", "weekdays 06:00-20:00 every 30s", "mon,xyz 06:00-20:00 every 1h",
            "weekdays 06:00-25:00 every 1h", "mon, tue 06:00-20:00 every 1h",
        ] {
            try TableBench.check(
                "<route id=\"x\" from=\"q\" message=\"c\" to=\"s\" expect=\"\(text)\"/>", "/@expect",
                "; see luova-routes(5)")
        }
        for text in [
            "weekdays 20:00-06:00 every 1h", "weekdays 06:00-06:00 every 1h", "mon 06:00-07:00 every 61min",
            "mon 06:00-07:00 every 0min",
        ] {
            try TableBench.check(
                "<route id=\"x\" from=\"q\" message=\"c\" to=\"s\" expect=\"\(text)\"/>", "can never be kept or broken",
                "; write one such as")
        }
    }

    func testItIsKeptAndPrinted() throws {
        let row = #"<route id="x" from="q" message="d" to="t" basis="b" expect="daily 00:00-24:00 every 1d"/>"#
        XCTAssertEqual(try TableBench.notes(beside: row).filter { $0.contains("says") }, [])
        let table = try TableBench(["a.xml": TableBench.base, "b.xml": [row]]).load()
        XCTAssertEqual(table.routes.last?.traffic.lines.map(\.name), ["expect"])
    }
}
