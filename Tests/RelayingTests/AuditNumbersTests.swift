// A set of numbers that begins anywhere.

import XCTest

@testable import Relaying

final class AuditNumbersTests: XCTestCase {
    func testHoldsWhatWasPutInAndNothingElse() {
        var numbers = AuditNumbers()
        XCTAssertFalse(numbers.contains(0))
        let first: UInt64 = 1_000_000_000_000
        let some = [first, first + 1, first + 63, first + 64, first + 700]
        for number in some { numbers.insert(number) }
        for number in first - 70...first + 900 {
            XCTAssertEqual(numbers.contains(number), some.contains(number), "\(number)")
        }
    }

    func testHoldsSmallerNumbersThanTheFirstToo() {
        var numbers = AuditNumbers()
        let some: [UInt64] = [1_000, 999, 900, 130, 0, 64, 2_000]
        for number in some { numbers.insert(number) }
        for number: UInt64 in 0...2_100 {
            XCTAssertEqual(numbers.contains(number), some.contains(number), "\(number)")
        }
        XCTAssertTrue(numbers.remove(130))
        XCTAssertFalse(numbers.remove(130))
        XCTAssertFalse(numbers.remove(131))
        XCTAssertTrue(numbers.contains(900))
    }
}
