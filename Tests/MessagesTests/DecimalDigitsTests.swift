// A number's digits: those that the standard library writes, and zeros in front.

import XCTest

@testable import Messages

final class DecimalDigitsTests: XCTestCase {
    private var numbers: [UInt64] {
        var numbers: [UInt64] = [0, .max, .max - 1, UInt64(Int64.max), UInt64(Int64.max) + 1]
        var power: UInt64 = 1
        for _ in 0..<20 {
            numbers += [power - 1, power, power + 1]
            power = power.multipliedReportingOverflow(by: 10).partialValue
        }
        return numbers
    }

    func testDigitsAreThoseOfTheNumber() {
        for number in numbers { XCTAssertEqual(DecimalDigits(number).text, String(number)) }
    }

    func testZerosStandInFrontOfAShortNumber() {
        for width in 1...20 {
            for number in numbers {
                let digits = String(number)
                let expected = String(repeating: "0", count: max(0, width - digits.count)) + digits
                XCTAssertEqual(DecimalDigits(number, width: width).text, expected)
            }
        }
    }

    func testDigitsStandBehindWhatIsThere() {
        var bytes = Array("a".utf8)
        DecimalDigits(70).append(to: &bytes)
        DecimalDigits(7, width: 3).append(to: &bytes)
        XCTAssertEqual(bytes, Array("a70007".utf8))
    }
}
