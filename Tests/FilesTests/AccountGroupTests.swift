// Groups by name, as the system knows them.

import Files
import XCTest

final class AccountGroupTests: XCTestCase {
    func testAGroupIsFoundByItsName() throws {
        XCTAssertEqual(try XCTUnwrap(try AccountGroup(name: "root")).number, 0)
        XCTAssertNil(try AccountGroup(name: "no-such-group"))
    }

    func testAGroupIsFoundByItsNumber() throws {
        XCTAssertEqual(try XCTUnwrap(try AccountGroup(number: 0)).name, "root")
        XCTAssertNil(try AccountGroup(number: 3_999_999_999))
    }

    #if DEBUG
        func testADirectoryThatCannotAnswerDoesNotSayThatThereIsNone() {
            XCTAssertTrue(FaultSeam.install("group@/root=EIO"))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            XCTAssertThrowsError(try AccountGroup(name: "root")) { error in
                XCTAssertEqual((error as? AccountDirectoryError)?.subject, .group)
            }
            XCTAssertNotNil(try AccountGroup(name: "daemon"))
        }
    #endif

    func testItsMembersAreThoseOfTheFile() throws {
        let text = String(decoding: try WholeFile.read("/etc/group"), as: UTF8.self)
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 4 else { continue }
            let members = try XCTUnwrap(try AccountGroup(name: fields[0])).members
            XCTAssertEqual(members, fields[3].split(separator: ",").map(String.init), fields[0])
        }
    }
}
