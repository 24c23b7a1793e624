// With which account a program is started: the one that was looked up with the table, and nobody is asked.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class ProgramsStartingTests: XCTestCase {
    private var trial: ProgramsTrial!

    override func tearDown() { trial?.remove() }

    private func rows(_ user: String) -> String {
        """
        <system id="bob"><program path="missing" user="\(user)"/></system>
        <contract id="note" schema="n.xsd" root="N" message-id="Id"/>
        <route id="r" from="alice" message="note" to="bob"/>
        """
    }

    /// Why a program with this account could not be started.
    private func failure(user: String, accounts: [String: Account]) throws -> String {
        trial = try ProgramsTrial(rows(user))
        try trial.use(rows(user), accounts: accounts)
        trial.add([try trial.message(1)])
        let results = trial.record()
        XCTAssertEqual(results.count, 1)
        guard case .deferred(let text) = results.first?.result else { return "\(results)" }
        return text
    }

    func testAnAccountThatWasNotThereWhenTheTableWasLoadedIsNotAskedForAnew() throws {
        // There is one by now.
        XCTAssertEqual(
            try failure(user: "root", accounts: [:]),
            "it cannot be started: the system has no account 'root'; make the account and load the table anew")
    }

    func testAnAccountThatWasThereIsUsedAsItWas() throws {
        let own = Account(user: Account.current, group: getegid(), groups: [getegid()])
        let text = try failure(user: "no-such-account-here", accounts: ["no-such-account-here": own])
        XCTAssertTrue(text.hasPrefix("it cannot be started: /"), text)
        XCTAssertTrue(text.contains("/missing: cannot start: "), text)
        XCTAssertFalse(text.contains("No such process"), text)
    }
}
