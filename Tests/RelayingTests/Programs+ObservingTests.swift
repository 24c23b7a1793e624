// Since when a message waits for its program: not while it could not have been handed on.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class ProgramsObservingTests: XCTestCase {
    private let bob = ParticipantIdentifier("bob")
    private let longAgo = Timestamp(nanoseconds: 1_000_000_000)
    private var trial: ProgramsTrial!

    override func setUpWithError() throws { trial = try ProgramsTrial(rows(window: "")) }
    override func tearDown() { trial.remove() }

    private func rows(window: String, rules: String = "") -> String {
        """
        <system id="bob"><program path="missing" retry="1h"/></system>
        <contract id="note" schema="n.xsd" root="N" message-id="Id"/>
        <route id="r" from="alice" message="note" to="bob" \(window) \(rules)/>
        """
    }

    private var oldestDue: Timestamp? { trial.programs.queue.sync { trial.programs.observed()[bob]?.oldestDue } }

    /// Whether what is due has been so since something began, and not since it was accepted.
    private func assertDue(since begun: Timestamp, line: UInt = #line) throws {
        let since = try XCTUnwrap(oldestDue, line: line)
        XCTAssertGreaterThanOrEqual(since, begun, line: line)
        XCTAssertEqual(trial.programs.queue.sync { trial.programs.observed()[bob]?.oldest }, longAgo, line: line)
    }

    func testWhatCouldBeHandedOnFromTheBeginningIsDueSinceItWasAccepted() throws {
        trial.add([try trial.message(1, at: longAgo)])
        XCTAssertEqual(oldestDue, longAgo)
    }

    func testWhatWaitedForItsWindowIsDueSinceThatOpened() throws {
        let message = try trial.message(1, at: longAgo)
        let begun = Timestamp(nanoseconds: Clock.realtime())
        trial.programs.queue.sync {
            trial.programs.shut = [message.route: [message]]
            XCTAssertNil(trial.programs.observed()[bob]?.oldestDue)
            trial.programs.openWindows()
        }
        try assertDue(since: begun)
    }

    func testWhatWaitedForAWindowThatIsNoMoreIsDueSinceThen() throws {
        try trial.use(rows(window: #"window="00:00-00:01""#))
        let message = try trial.message(1, at: longAgo)
        trial.programs.queue.sync { trial.programs.shut = [message.route: [message]] }
        let begun = Timestamp(nanoseconds: Clock.realtime())
        try trial.use(rows(window: ""))
        try assertDue(since: begun)
    }

    func testAfterAStartItIsDueSinceTheOpeningThatTheLedgerTellsOf() throws {
        let message = try WaitingMessage.note(1, at: longAgo, opens: Timestamp(nanoseconds: 2_000_000_000))
        XCTAssertEqual(message.dueSince, Timestamp(nanoseconds: 2_000_000_000))
    }

    func testWhatStandsBehindAnotherIsDueNoSoonerThanThat() throws {
        try trial.use(rows(window: "", rules: #"order="sender""#))
        let messages = try [trial.message(1, .stopped, at: longAgo), trial.message(2, at: longAgo)]
        trial.add(messages)
        XCTAssertNil(oldestDue)
        let begun = Timestamp(nanoseconds: Clock.realtime())
        let by = Intervention(by: Operator(user: 0, name: "root"), comment: nil)
        XCTAssertTrue(trial.programs.queue.sync { trial.programs.decide(.taken, about: messages[0].delivery, by: by) })
        XCTAssertEqual(trial.record().map(\.message.delivery), [messages[0].delivery])
        try assertDue(since: begun)
    }

    func testWhatIsReleasedIsDueSinceThen() throws {
        let message = try trial.message(1, .stopped, at: longAgo)
        trial.add([message])
        XCTAssertNil(oldestDue)
        let begun = Timestamp(nanoseconds: Clock.realtime())
        trial.programs.queue.sync { trial.programs.released(message, Clock.monotonic()) }
        try assertDue(since: begun)
    }
}
