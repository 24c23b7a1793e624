// Groups by name, as the system knows them.

import Files
import XCTest

final class AccountGroupTests: XCTestCase {
    func testAGroupIsFoundByItsName() throws {
        XCTAssertEqual(try XCTUnwrap(AccountGroup(name: "root")).number, 0)
        XCTAssertNil(AccountGroup(name: "no-such-group"))
    }

    func testItsMembersAreThoseOfTheFile() throws {
        let text = String(decoding: try WholeFile.read("/etc/group"), as: UTF8.self)
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 4 else { continue }
            let members = try XCTUnwrap(AccountGroup(name: fields[0])).members
            XCTAssertEqual(members, fields[3].split(separator: ",").map(String.init), fields[0])
        }
    }
}
