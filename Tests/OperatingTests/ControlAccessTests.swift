// Who may what: by account, and by group.

import Files
import Operating
import Recording
import XCTest

final class ControlAccessTests: XCTestCase {
    private func peer(_ user: UInt32, _ group: UInt32, _ groups: [UInt32] = []) -> Peer {
        Peer(process: 1, user: user, group: group, groups: groups)
    }

    /// Groups that every system has.
    private func access() throws -> (ControlAccess, readers: UInt32, operators: UInt32) {
        let readers = try XCTUnwrap(AccountGroup(name: "daemon")).number
        let operators = try XCTUnwrap(AccountGroup(name: "bin")).number
        return (ControlAccess(readers: "daemon", operators: "bin", account: 4_000), readers, operators)
    }

    func testRootAndTheDaemonsOwnAccountMayEverything() throws {
        var (access, _, _) = try access()
        XCTAssertEqual(access.right(of: peer(0, 0)), .acts)
        XCTAssertEqual(access.right(of: peer(4_000, 4_000)), .acts)
        XCTAssertNil(access.right(of: peer(4_001, 4_000)))
    }

    func testAMemberMayWhatItsGroupMay() throws {
        var (access, readers, operators) = try access()
        XCTAssertEqual(access.right(of: peer(5_000, readers)), .looks)
        XCTAssertEqual(access.right(of: peer(5_000, 5_000, [1_234, readers])), .looks)
        XCTAssertEqual(access.right(of: peer(5_000, operators)), .acts)
        XCTAssertEqual(access.right(of: peer(5_000, readers, [operators])), .acts)
        XCTAssertNil(access.right(of: peer(5_000, 5_000, [1_234])))
    }

    func testAGroupThatIsNotThereHasNoMembers() {
        var access = ControlAccess(readers: "no-such-group-here", operators: "", account: 4_000)
        XCTAssertNil(access.right(of: peer(5_000, 5_000)))
        // Nor is root's group its own.
        XCTAssertNil(access.right(of: peer(5_000, 0)))
    }

    func testARefusalNamesTheAccountAndTheGroups() throws {
        let (access, _, _) = try access()
        let who = Operator(user: 5_000, name: "maija")
        XCTAssertEqual(
            access.refusal(of: who),
            "account maija (5000) may not ask this service: it is neither in group daemon nor in group bin; "
                + "have it added, and log in anew")
        XCTAssertTrue(access.refusalToAct(of: who).contains("is not in group bin"))
    }
}
