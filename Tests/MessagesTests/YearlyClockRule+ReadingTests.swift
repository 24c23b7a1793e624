// How POSIX writes a time zone.

import XCTest

@testable import Messages

final class YearlyClockRuleReadingTests: XCTestCase {
    func testStandardTime() {
        for (text, offset): (String, Int64) in [
            ("UTC0", 0), ("EET-2", 7_200), ("EST5", -18_000), ("IST-5:30", 19_800), ("LMT+0:01:15", -75),
            ("<+0545>-5:45", 20_700), ("<-03>3", -10_800),
        ] {
            XCTAssertEqual(YearlyClockRule(text.utf8), YearlyClockRule(offset: offset, summer: nil), text)
        }
    }

    func testSummerTime() {
        typealias Day = YearlyClockRule.Day
        func check(_ text: String, _ offset: Int64, _ begin: (Day, Int64), _ end: (Day, Int64)) {
            let summer = YearlyClockRule(text.utf8)?.summer
            XCTAssertEqual(summer?.offset, offset, text)
            XCTAssertEqual(summer?.begin, YearlyClockRule.Change(day: begin.0, time: begin.1), text)
            XCTAssertEqual(summer?.end, YearlyClockRule.Change(day: end.0, time: end.1), text)
        }
        check(
            "EET-2EEST,M3.5.0/3,M10.5.0/4", 10_800, (.weekday(month: 3, week: 5, day: 0), 10_800),
            (.weekday(month: 10, week: 5, day: 0), 14_400))
        check("IST-1GMT0,J60,J300/-1:30", 0, (.plain(60), 7_200), (.plain(300), -5_400))
        check("<+1030>-10:30<+11>-11,0/24,365/167", 39_600, (.counted(0), 86_400), (.counted(365), 601_200))
    }

    func testWhatIsNoRule() {
        for text in [
            "", "0", "EE-2", "EET", "EET-2EEST", "EET-25", "EET-2:60", "EET-2 ", "<EET-2", "EET-2EEST,M3.5.0/3",
            "EET-2EEST,M0.5.0,M10.5.0", "EET-2EEST,M13.5.0,M10.5.0", "EET-2EEST,M3.0.0,M10.5.0",
            "EET-2EEST,M3.6.0,M10.5.0", "EET-2EEST,M3.5.7,M10.5.0", "EET-2EEST,M3.5,M10.5.0", "EET-2EEST,J0,J60",
            "EET-2EEST,J366,J60", "EET-2EEST,366,60", "EET-2EEST,1/168,60", "EET-2EEST,1,60,", "EET-2EEST,1/,60",
            "EET-1000", "EET--2",
        ] {
            XCTAssertNil(YearlyClockRule(text.utf8), text)
        }
    }
}
