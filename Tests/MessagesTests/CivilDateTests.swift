// Days: counted to and from 1970, leap years, and what is no day.

import Messages
import XCTest

final class CivilDateTests: XCTestCase {
    func testKnownDays() {
        let known: [(Int, Int, Int, Int)] = [
            (1970, 1, 1, 0), (1969, 12, 31, -1), (1972, 2, 29, 789), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017),
            (2001, 1, 1, 11_323), (2026, 11, 22, 20_779), (1900, 3, 1, -25_508), (9999, 12, 31, 2_932_896),
        ]
        for (year, month, day, count) in known {
            let date = CivilDate(year: year, month: month, day: day)
            XCTAssertEqual(date.daysSince1970, count, "\(date)")
            XCTAssertEqual(CivilDate(daysSince1970: count), date, "\(count)")
        }
    }

    func testEveryDayOfFourHundredYearsComesBack() {
        var expected = CivilDate(year: 1800, month: 1, day: 1)
        var count = expected.daysSince1970
        var days = 0
        while expected.year < 2200 {
            let date = CivilDate(daysSince1970: count)
            XCTAssertEqual(date, expected)
            XCTAssertEqual(date.daysSince1970, count)
            let isLeap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if date.day < lengths[date.month - 1] {
                expected = CivilDate(year: date.year, month: date.month, day: date.day + 1)
            } else if date.month < 12 {
                expected = CivilDate(year: date.year, month: date.month + 1, day: 1)
            } else {
                expected = CivilDate(year: date.year + 1, month: 1, day: 1)
            }
            count += 1
            days += 1
        }
        XCTAssertEqual(days, 146_097)
    }

    func testTextIsReadAndWritten() {
        for text in ["1970-01-01", "2024-02-29", "2000-02-29", "0001-01-01", "0000-02-29", "9999-12-31"] {
            XCTAssertEqual(CivilDate(text: text.utf8)?.description, text)
        }
    }

    func testADayThatDoesNotExistIsNotRead() {
        let none = [
            "2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-04-31", "2024-00-10", "2024-13-01",
            "2024-01-00", "2024-01-32", "2024-12-99",
        ]
        for text in none { XCTAssertNil(CivilDate(text: text.utf8), text) }
    }

    func testWhatIsNoDateIsNotRead() {
        let none = [
            "", "-", "--", "2024", "2024-01", "2024-1-01", "2024-01-1", "24-01-01", "02024-01-01", "2024-01-01-",
            "-2024-01-01", "2024/01/01", "20240101", "2024-01-01Z", "2024-01-01 ", " 2024-01-01", "abcd-ef-gh",
            "2024-0x-01", "２０２４-01-01",
        ]
        for text in none { XCTAssertNil(CivilDate(text: text.utf8), text) }
        XCTAssertNil(CivilDate(text: [UInt8]("2024-01-".utf8) + [0xFF, 0xFE]))
    }

    func testEarlierDaysAreLess() {
        let days = ["1999-12-31", "2000-01-01", "2000-01-31", "2000-02-01", "2001-01-01"]
        let dates = days.compactMap { CivilDate(text: $0.utf8) }
        XCTAssertEqual(dates.count, days.count)
        XCTAssertEqual(dates.shuffled().sorted(), dates)
        for (earlier, later) in zip(dates, dates.dropFirst()) { XCTAssertLessThan(earlier, later) }
    }
}
