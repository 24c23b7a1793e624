// Accounts of the system by name.

import Glibc
import XCTest

@testable import Files

final class AccountTests: XCTestCase {
    func testRootIsKnown() throws {
        let root = try XCTUnwrap(try Account(name: "root"))
        XCTAssertEqual(root.user, 0)
        XCTAssertEqual(root.group, 0)
        XCTAssertTrue(root.groups.contains(0))
    }

    func testWhoIsNotThereIsNobody() {
        XCTAssertNil(try Account(name: "no-such-account-here"))
        XCTAssertNil(try Account(name: ""))
        XCTAssertNil(try Account(name: "0"))
    }

    func testAnAccountHasAllItsGroupsHoweverMany() throws {
        let root = try XCTUnwrap(try Account(name: "root"))
        for room in 0...2 { XCTAssertEqual(Account.groups(of: "root", first: 0, room: room), root.groups, "\(room)") }
    }

    #if DEBUG
        func testADirectoryThatCannotAnswerDoesNotSayThatThereIsNobody() {
            // As a directory fails whose service does not run, and as one that lost its way to the server.
            for (text, cause) in [("ENOENT", Errno.noSuchFile), ("EIO", Errno(EIO))] {
                XCTAssertTrue(FaultSeam.install("account@/root=\(text)"))
                defer { XCTAssertTrue(FaultSeam.install("")) }
                XCTAssertThrowsError(try Account(name: "root")) { error in
                    let error = error as? AccountDirectoryError
                    XCTAssertEqual(error?.name, "root")
                    XCTAssertEqual(error?.cause, cause)
                }
                XCTAssertNil(try Account(name: "no-such-account-here"))
            }
        }
    #endif

    func testANumberHasAName() {
        XCTAssertEqual(Account.name(of: 0), "root")
        XCTAssertNil(Account.name(of: 3_999_999_999))
    }

    func testTheCurrentAccountIsOurs() { XCTAssertEqual(Account.current, geteuid()) }
}
