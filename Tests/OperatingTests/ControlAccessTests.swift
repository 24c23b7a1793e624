// Who may what: by account, and by group.

import Files
import Recording
import XCTest

@testable import Operating

final class ControlAccessTests: XCTestCase {
    private func peer(_ user: UInt32, _ group: UInt32, _ groups: [UInt32] = []) -> Peer {
        Peer(process: 1, user: user, group: group, groups: groups)
    }

    /// Groups that every system has.
    private func access() throws -> (ControlAccess, readers: UInt32, operators: UInt32) {
        let readers = try XCTUnwrap(try AccountGroup(name: "daemon")).number
        let operators = try XCTUnwrap(try AccountGroup(name: "bin")).number
        var access = ControlAccess(readers: "daemon", operators: "bin", account: 4_000)
        access.learn(access.question(about: 5_000, now: 0).ask(), now: 0)
        return (access, readers, operators)
    }

    func testRootAndTheDaemonsOwnAccountMayEverything() throws {
        let (access, _, _) = try access()
        XCTAssertEqual(access.right(of: peer(0, 0)), .acts)
        XCTAssertEqual(access.right(of: peer(4_000, 4_000)), .acts)
        XCTAssertNil(access.right(of: peer(4_001, 4_000)))
    }

    func testAMemberMayWhatItsGroupMay() throws {
        let (access, readers, operators) = try access()
        XCTAssertEqual(access.right(of: peer(5_000, readers)), .looks)
        XCTAssertEqual(access.right(of: peer(5_000, 5_000, [1_234, readers])), .looks)
        XCTAssertEqual(access.right(of: peer(5_000, operators)), .acts)
        XCTAssertEqual(access.right(of: peer(5_000, readers, [operators])), .acts)
        XCTAssertNil(access.right(of: peer(5_000, 5_000, [1_234])))
    }

    func testAGroupThatIsNotThereHasNoMembers() {
        var access = ControlAccess(readers: "no-such-group-here", operators: "", account: 4_000)
        access.learn(access.question(about: 5_000, now: 0).ask(), now: 0)
        XCTAssertNil(access.right(of: peer(5_000, 5_000)))
        // Nor is root's group its own.
        XCTAssertNil(access.right(of: peer(5_000, 0)))
    }

    func testAsLongAsNobodyWasAskedForTheGroupsNobodyIsIn() {
        let access = ControlAccess(readers: "daemon", operators: "bin", account: 4_000)
        XCTAssertNil(access.right(of: peer(5_000, 1, [2, 3])))
        XCTAssertEqual(access.right(of: peer(0, 0)), .acts)
    }

    func testGroupsAreAskedForAgainWhenThatIsAWhileAgo() throws {
        var (access, _, operators) = try access()
        XCTAssertNil(access.question(about: 5_000, now: 5_000_000_000).groups)
        let question = access.question(about: 5_000, now: 5_000_000_001)
        XCTAssertEqual(question.groups?.readers, "daemon")
        XCTAssertEqual(question.groups?.operators, "bin")
        // Somebody has given the group another number.
        access.learn(AccountQuestion.Answer(name: nil, numbers: (nil, 77)), now: 5_000_000_001)
        XCTAssertEqual(access.right(of: peer(5_000, 77)), .acts)
        XCTAssertNil(access.right(of: peer(5_000, operators)))
        // What says nothing of groups changes nothing.
        access.learn(AccountQuestion.Answer(name: "x", numbers: nil), now: 9_000_000_000)
        XCTAssertEqual(access.right(of: peer(5_000, 77)), .acts)
        XCTAssertNotNil(access.question(about: 5_000, now: 10_000_000_002).groups)
    }

    #if DEBUG
        func testAGroupOfWhichTheSystemCannotSayItIsNotOneThatIsMissing() throws {
            var (access, readers, _) = try access()
            XCTAssertTrue(FaultSeam.install("group@/bin=EIO"))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            let answer = access.question(about: 5_000, now: 6_000_000_000).ask()
            XCTAssertEqual(answer.failure?.name, "bin")
            access.learn(answer, now: 6_000_000_000)
            XCTAssertEqual(access.right(of: peer(5_000, readers)), .looks, "what was known before is not forgotten")
            XCTAssertNotNil(access.question(about: 5_000, now: 6_000_000_000).groups, "it is asked again")
        }
    #endif

    func testForRootAndTheDaemonsOwnAccountNoGroupIsAskedFor() {
        let access = ControlAccess(readers: "daemon", operators: "bin", account: 4_000)
        XCTAssertNil(access.question(about: 0, now: 0).groups)
        XCTAssertNil(access.question(about: 4_000, now: 0).groups)
        XCTAssertEqual(access.question(about: 0, now: 0).ask().name, "root")
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
