import XCTest

@testable import Operating

final class AgeTests: XCTestCase {
    func testNamesTheTwoLargestUnits() {
        let second: Int64 = 1_000_000_000
        XCTAssertEqual(Age(nanoseconds: 999_999_999).description, "0 s")
        XCTAssertEqual(Age(nanoseconds: 3 * second).description, "3 s")
        XCTAssertEqual(Age(nanoseconds: 250 * second).description, "4 min 10 s")
        XCTAssertEqual(Age(nanoseconds: 7_500 * second).description, "2 h 5 min")
        XCTAssertEqual(Age(nanoseconds: (3 * 86_400 + 4 * 3_600 + 59) * second).description, "3 d 4 h")
    }

    func testLeavesOutASecondUnitThatIsZero() {
        XCTAssertEqual(Age(nanoseconds: 3_600_000_000_000).description, "1 h")
    }

    func testIsNeverNegative() {
        XCTAssertEqual(Age(nanoseconds: -5_000_000_000).description, "0 s")
    }
}
