// Who may ask, and who may act: the kernel says who somebody is.

import Files
import Foundation
import Support
import XCTest

final class ControlAccessEndToEndTests: XCTestCase {
    /// Asks as nobody, whose only group is nogroup.
    private func ask(_ request: String, options: [String]) throws -> String {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can become another account")  // reason: needs another account
        }
        let trial = try ControlTrial()
        defer { trial.remove() }
        let daemon = try trial.start(options: options)
        // Root's other groups go along with a change of the account; a member of root's group is no stranger's.
        let answer = try OtherAccount.run { try trial.raw(Array((request + "\n").utf8)) }
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        return answer
    }

    private var group: String { "nogroup" }

    func testAMemberOfNoGroupIsRefusedWithASentence() throws {
        let answer = try ask(#"{"do":"status"}"#, options: [])
        XCTAssertTrue(answer.hasPrefix(#"{"end":77,"text":"account nobody (65534) may not ask this service: "#), answer)
        XCTAssertTrue(answer.contains("neither in group luova-readers nor in group luova-operators"), answer)
        XCTAssertEqual(answer.split(separator: "\n").count, 1)
    }

    func testAReaderMayLookAndNotAct() throws {
        let options = ["--readers", group]
        XCTAssertTrue(try ask(#"{"do":"status"}"#, options: options).hasSuffix("{\"end\":0}\n"))
        let answer = try ask(#"{"do":"pause"}"#, options: options)
        XCTAssertTrue(answer.hasPrefix(#"{"end":77,"text":"account nobody (65534) may look and not act: "#), answer)
    }

    func testAnOperatorMayLookAndActAndTheLedgerNamesIt() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can become another account")  // reason: needs another account
        }
        let trial = try ControlTrial()
        defer { trial.remove() }
        let daemon = try trial.start(options: ["--operators", group])
        let answer = try OtherAccount.run { try trial.raw(Array(#"{"do":"pause","comment":"me"}"#.utf8) + [0x0A]) }
        XCTAssertTrue(answer.hasSuffix("{\"end\":0}\n"), answer)
        let event = try XCTUnwrap(trial.playground.events("paused").first)
        XCTAssertEqual(event["by"] as? String, "nobody")
        XCTAssertEqual(event["by_uid"] as? Int, 65_534)
        XCTAssertEqual(event["text"] as? String, "me")
        XCTAssertTrue(trial.playground.log.contains("operator nobody (65534): paused: me"), trial.playground.log)
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    func testTheVerbsSayWhyAndEndWithTheirCodes() throws {
        let trial = try ControlTrial()
        defer { trial.remove() }
        let (code, _, error) = try trial.luova(["status"])
        XCTAssertEqual(code, 69)
        XCTAssertTrue(error.contains("no daemon listens there"), error)
        XCTAssertEqual(try trial.playground.luova(["run", "--routes", "x", "--readers", "adm"]).code, 64)
    }

    func testASocketThatAKilledDaemonLeftIsReplacedAndOneInUseIsNot() throws {
        let trial = try ControlTrial()
        defer { trial.remove() }
        let daemon = try trial.start()
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        XCTAssertNotNil(WholeFile.status(trial.socket))
        let next = try trial.start()
        try trial.done(["status"])
        let other = try Playground()
        defer { other.remove() }
        let run = ["run", "--routes", other.routes, "--spool", other.spool, "--control", trial.socket]
        let (code, _, error) = try other.luova(run)
        XCTAssertEqual(code, 75, error)
        XCTAssertTrue(error.contains("another daemon listens there"), error)
        try trial.done(["status"])
        XCTAssertEqual(trial.playground.stop(next), 0)
        try WholeFile.write(Array("mine".utf8), to: trial.socket)
        XCTAssertEqual(try other.luova(run).code, 73, "what is no socket is left alone")
        XCTAssertEqual(try trial.playground.folder.read("control"), "mine")
    }
}
