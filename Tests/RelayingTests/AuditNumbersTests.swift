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
}
