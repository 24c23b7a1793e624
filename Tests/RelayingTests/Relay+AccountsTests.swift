// A table whose accounts the system takes its time to look up: what is in force meanwhile, and who is told.

import Dispatch
import Files
import Messages
import Support
import Synchronization
import XCTest

@testable import Relaying

final class RelayAccountsTests: RelayAccountsTrial {
    func testAReloadThatWaitsLeavesTheOldTableInForceAndStopsNothing() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.users, as: "it")
        wait(directory.isAsked)
        XCTAssertEqual(inForce(), "alice")
        let pulse = DispatchSemaphore(value: 0)
        relay.pulse { pulse.signal() }
        wait(pulse)
        XCTAssertEqual(heard.words.withLock { $0 }, [])
        directory.mayAnswer.signal()
        XCTAssertEqual(next(2), [Self.now, "it is in force"])
        XCTAssertEqual(inForce(), "alice bob sender=7")
    }

    func testALaterReloadTakesThePlaceOfOneThatWaits() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.users, as: "first")
        wait(directory.isAsked)
        try reload(#"<partner id="carol" user="sender"/>"#, as: "second")
        XCTAssertTrue(next(1)[0].contains("an earlier table"))
        directory.mayAnswer.signal()
        // What was said to the first is not what the second is told.
        wait(directory.isAsked)
        XCTAssertEqual(inForce(), "alice")
        directory.mayAnswer.signal()
        XCTAssertEqual(next(3), [Self.now, "first is in force", "second is in force"])
        XCTAssertEqual(inForce(), "carol sender=7")
        XCTAssertEqual(directory.asked.withLock { $0 }, ["sender", "sender"])
    }

    func testATableWithoutAccountsWaitsForNobody() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.users, as: "first")
        wait(directory.isAsked)
        try reload(#"<partner id="carol"/>"#, as: "second")
        XCTAssertEqual(next(4).dropFirst(), [Self.now, "first is in force", "second is in force"])
        directory.mayAnswer.signal()
        relay.owners.sync {}
        XCTAssertEqual(inForce(), "carol", "what is answered late is about no table any more")
        try reload(Self.users, as: "third")
        wait(directory.isAsked)
        directory.mayAnswer.signal()
        XCTAssertEqual(next(2), [Self.now, "third is in force"])
    }

    func testATableWithAMistakeLeavesTheOneThatWaits() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.users, as: "first")
        wait(directory.isAsked)
        try reload("<broken>", as: "second")
        XCTAssertEqual(next(1), ["second is not"])
        directory.mayAnswer.signal()
        XCTAssertEqual(next(2), [Self.now, "first is in force"])
    }

    func testAnAccountThatTheSystemDoesNotHaveIsNamed() throws {
        try start(#"<partner id="alice" user="nobody-here"/>"#)
        directory.mayAnswer.signal()
        let told = next(2)
        XCTAssertTrue(told[0].contains("no account 'nobody-here'"), told[0])
        XCTAssertEqual(told[1], "ready")
        XCTAssertEqual(inForce(), "alice")
    }

    func testAStartTakesNothingBeforeTheSystemHasAnswered() throws {
        try start(Self.users)
        wait(directory.isAsked)
        XCTAssertEqual(inForce(), "alice bob")
        XCTAssertTrue(relay.isStarting)
        // A reload meanwhile: the start goes on by its table.
        try reload(#"<partner id="carol" user="other"/>"#, as: "it")
        XCTAssertTrue(next(1)[0].contains("an earlier table"))
        directory.mayAnswer.signal()
        wait(directory.isAsked)
        directory.mayAnswer.signal()
        XCTAssertEqual(next(2), ["ready", "it is in force"])
        XCTAssertEqual(inForce(), "carol other=7")
    }

    func testWhoStopsAStartThatWaitsNeedNotWait() throws {
        try start(Self.users)
        wait(directory.isAsked)
        relay.stop()
        XCTAssertEqual(next(1), ["ended with 0"])
        directory.mayAnswer.signal()
        relay.owners.sync {}
        XCTAssertEqual(inForce(), "alice bob", "nothing begins any more")
    }

    func testSomebodyIsToldWhereTheSystemDoesNotAnswer() throws {
        try start(Self.users, patience: 0)
        wait(directory.isAsked)
        XCTAssertTrue(
            next(1)[0].hasPrefix("fault: the system does not say which accounts the table names; nothing is"))
        directory.mayAnswer.signal()
        let over = next(2)
        XCTAssertTrue(over[0].hasPrefix("over after "), over[0])
        XCTAssertEqual(over[1], "ready")
        try reload(Self.users, as: "it")
        wait(directory.isAsked)
        XCTAssertTrue(next(1)[0].contains("; the table before stays in force until it does;"))
        directory.mayAnswer.signal()
        XCTAssertEqual(next(3).dropFirst(), [Self.now, "it is in force"])
    }

    /// The accounts that programs are started with.
    private func ofPrograms() throws -> [String: Account] {
        let programs = try XCTUnwrap(relay.programs)
        // What the control queue has told them is heard before.
        return relay.control.sync { programs.queue.sync { programs.accounts } }
    }

    func testTheAccountsOfProgramsAreLookedUpWithATableAndKept() throws {
        func rows(_ user: String) -> String {
            #"<partner id="alice"/><system id="bob"><program path="handler" user="\#(user)"/></system>"#
        }
        try start(rows("runner"))
        directory.mayAnswer.signal()
        XCTAssertEqual(next(1), ["ready"])
        XCTAssertEqual(try ofPrograms(), ["runner": Account(user: 7, group: 8, groups: [8, 9])])
        try reload(rows("nobody-here"), as: "it")
        for _ in 0..<2 { wait(directory.isAsked) }
        XCTAssertEqual(try ofPrograms().keys.sorted(), ["runner"], "the table before is in force")
        directory.mayAnswer.signal()
        XCTAssertEqual(
            next(3),
            [
                "participant bob: the system has no account 'nobody-here'; its program is not started until it has",
                Self.now, "it is in force",
            ])
        XCTAssertEqual(try ofPrograms(), [:])
        XCTAssertEqual(directory.asked.withLock { $0 }, ["runner", "nobody-here"])
    }
}
