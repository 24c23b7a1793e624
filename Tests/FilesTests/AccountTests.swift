// Accounts of the system by name.

import Files
import Glibc
import XCTest

final class AccountTests: XCTestCase {
    func testRootIsKnown() throws {
        let root = try XCTUnwrap(Account(name: "root"))
        XCTAssertEqual(root.user, 0)
        XCTAssertEqual(root.group, 0)
        XCTAssertTrue(root.groups.contains(0))
    }

    func testWhoIsNotThereIsNobody() {
        XCTAssertNil(Account(name: "no-such-account-here"))
        XCTAssertNil(Account(name: ""))
        XCTAssertNil(Account(name: "0"))
    }

    func testANumberHasAName() {
        XCTAssertEqual(Account.name(of: 0), "root")
        XCTAssertNil(Account.name(of: 3_999_999_999))
    }

    func testTheCurrentAccountIsOurs() { XCTAssertEqual(Account.current, geteuid()) }
}
