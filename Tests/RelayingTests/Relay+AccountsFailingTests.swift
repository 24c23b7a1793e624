// A table whose accounts the system cannot look up: it is asked again, and nothing is taken for its answer.

import Dispatch
import Files
import Messages
import Support
import Synchronization
import XCTest

@testable import Relaying

final class RelayAccountsFailingTests: RelayAccountsTrial {
    private static let failing =
        "fault: the system's directory of accounts cannot say whether there is an account 'sender' (Input/output error); "

    func testAStartIsNotBegunWithWhatADirectoryThatFailsDoesNotSay() throws {
        directory.fails.withLock { $0 = true }
        try start(Self.users, hearsDelay: true)
        for _ in 0..<3 { directory.mayAnswer.signal() }
        let told = next(2)
        XCTAssertTrue(
            told[0].hasPrefix(Self.failing + "nothing is taken until it does, and it is asked again; "), told[0])
        XCTAssertEqual(told[1], "delayed", "operators may ask meanwhile")
        for _ in 0..<4 { wait(directory.isAsked) }
        XCTAssertEqual(inForce(), "alice bob")
        XCTAssertTrue(relay.isStarting)
        XCTAssertTrue(relay.control.sync { [relay] in relay?.faults.state ?? "" }.hasPrefix("starting: the system's"))
        directory.fails.withLock { $0 = false }
        directory.mayAnswer.signal()
        let over = next(2)
        XCTAssertTrue(over[0].hasPrefix("over after "), over[0])
        XCTAssertEqual(over[1], "ready")
        XCTAssertFalse(relay.isStarting)
        XCTAssertEqual(inForce(), "alice bob sender=7")
    }

    func testAReloadThatADirectoryFailsLeavesTheOldTableInForceUntilItAnswers() throws {
        try start(#"<partner id="alice"/>"#, hearsDelay: true)
        XCTAssertEqual(next(1), ["ready"])
        directory.fails.withLock { $0 = true }
        try reload(Self.users, as: "it")
        directory.mayAnswer.signal()
        XCTAssertTrue(next(1)[0].hasPrefix(Self.failing + "the table before stays in force until it does, "))
        for _ in 0..<2 { wait(directory.isAsked) }
        XCTAssertEqual(inForce(), "alice")
        directory.fails.withLock { $0 = false }
        directory.mayAnswer.signal()
        XCTAssertEqual(next(3).dropFirst(), [Self.now, "it is in force"])
        XCTAssertEqual(inForce(), "alice bob sender=7")
    }

    func testALaterReloadTakesThePlaceOfOneThatADirectoryFails() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        directory.fails.withLock { $0 = true }
        try reload(Self.users, as: "first")
        directory.mayAnswer.signal()
        XCTAssertTrue(next(1)[0].hasPrefix(Self.failing))
        try reload(#"<partner id="carol"/>"#, as: "second")
        XCTAssertEqual(
            next(5).suffix(3), [Self.now, "first is in force", "second is in force"], "it needs no directory")
        XCTAssertEqual(inForce(), "carol")
    }

    func testWhoStopsAStartThatADirectoryFailsNeedNotWait() throws {
        directory.fails.withLock { $0 = true }
        try start(Self.users)
        directory.mayAnswer.signal()
        XCTAssertTrue(next(1)[0].hasPrefix(Self.failing))
        relay.stop()
        XCTAssertEqual(next(1), ["ended with 0"])
    }
}
