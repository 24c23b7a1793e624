// What is in doubt waits for a person, and what that person says is recorded and done.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class ProgramsOrderTests: XCTestCase {
    private var trial: ProgramsTrial!

    override func setUpWithError() throws {
        trial = try ProgramsTrial(
            """
            <system id="bob"><program path="missing"/></system>
            <contract id="note" schema="n.xsd" root="N" message-id="Id"/>
            <route id="r" from="alice" message="note" to="bob" order="sender" repeat="never"/>
            """)
    }

    override func tearDown() { trial.remove() }

    private func decide(_ answer: HeldAnswer, _ number: UInt64) -> Bool {
        trial.programs.queue.sync {
            trial.programs.decide(
                answer, about: DeliveryIdentifier(sequence: number),
                by: Intervention(by: Operator(user: 7, name: "maija"), comment: "asked there"))
        }
    }

    private func words(_ settlements: [Settlement]) -> [String] {
        settlements.map { settlement in
            let name = settlement.message.name.description
            switch settlement.result {
            case .delivered: return "delivered \(name)"
            case .started: return "started \(name)"
            case .deferred: return "deferred \(name)"
            case .held: return "held \(name)"
            case .released: return "released \(name): \(settlement.intervention?.comment ?? "")"
            case .opened: return "opened \(name)"
            case .undelivered(let reason, let words): return "\(reason.rawValue) \(name): \(words)"
            }
        }
    }

    func testAStartIsRecordedBeforeTheProgramIsStarted() throws {
        trial.add([try trial.message(1), try trial.message(2)])
        XCTAssertEqual(words(trial.record()), ["started note.000000000001.1.started.xml"])
        XCTAssertEqual(words(trial.record()), ["deferred note.000000000001.1.started.xml"], "it cannot be started")
        XCTAssertEqual(words(trial.record()), [])
        XCTAssertEqual(trial.held, [])
    }

    func testWhatWasStartedWhenTheServiceEndedIsRecordedAsHeldAndHoldsBackWhatComesAfterIt() throws {
        trial.add([try trial.message(1, .started), try trial.message(2)])
        XCTAssertEqual(words(trial.record()), ["held note.000000000001.0.started.xml"])
        XCTAssertEqual(trial.held, [[1]])
        XCTAssertEqual(words(trial.record()), [])
    }

    func testAPersonMaySayThatItWasNotTaken() throws {
        trial.add([try trial.message(1, .held), try trial.message(2)])
        XCTAssertFalse(decide(.again, 2), "that one is not held")
        XCTAssertTrue(decide(.again, 1))
        XCTAssertFalse(decide(.again, 1), "it was decided")
        XCTAssertEqual(
            words(trial.unrecorded), ["released note.000000000001.0.held.xml: asked there"])
        // As the commit does.
        let waiting = try trial.spool.folders(of: ParticipantIdentifier("bob")).waiting
        try waiting.rename(
            fileName("note.000000000001.0.held.xml"), to: waiting, fileName("note.000000000001.0.xml"))
        _ = trial.record()
        XCTAssertEqual(words(trial.record()), ["started note.000000000001.1.started.xml"])
        XCTAssertEqual(trial.held, [[1], []])
    }

    func testAPersonMaySayThatItWasTaken() throws {
        trial.add([try trial.message(1, .held), try trial.message(2)])
        XCTAssertTrue(decide(.taken, 1))
        XCTAssertEqual(words(trial.record()), ["delivered note.000000000001.0.held.xml"])
        XCTAssertEqual(words(trial.record()), ["started note.000000000002.1.started.xml"], "the next one of its sender")
    }

    func testAPersonMayDiscardIt() throws {
        trial.add([try trial.message(1, .held), try trial.message(2)])
        XCTAssertTrue(decide(.discard, 1))
        XCTAssertEqual(
            words(trial.record()),
            [
                "discarded note.000000000001.0.held.xml: the operator of the service discarded the message; ask there why"
            ])
        XCTAssertEqual(words(trial.record()), ["started note.000000000002.1.started.xml"])
        XCTAssertEqual(trial.held, [[1], []])
    }

    /// A table whose row keeps the order, or does not yet.
    private func rows(ordered: Bool, _ rules: String = "") -> String {
        """
        <system id="bob"><program path="missing" retry="1h"/></system>
        <contract id="note" schema="n.xsd" root="N" message-id="Id"/>
        <route id="r" from="alice" message="note" to="bob" \(ordered ? "order=\"sender\"" : "") \(rules)/>
        """
    }

    func testWhereARowBeginsToKeepTheOrderWhatIsInDoubtStandsBeforeWhatComes() throws {
        for before in [false, true] {
            tearDown()
            try setUpWithError()
            let rules = #"repeat="never""#
            // Also where it kept the order before, and did not for a while.
            if !before { try trial.use(rows(ordered: false, rules)) }
            trial.add([try trial.message(1, .held)])
            try trial.use(rows(ordered: false, rules))
            try trial.use(rows(ordered: true, rules))
            trial.add([try trial.message(2)])
            XCTAssertEqual(words(trial.record()), [])
            XCTAssertTrue(decide(.taken, 1))
            XCTAssertEqual(words(trial.record()), ["delivered note.000000000001.0.held.xml"])
            XCTAssertEqual(words(trial.record()), ["started note.000000000002.1.started.xml"])
        }
    }

    func testWhereARowBeginsToKeepTheOrderWhatItsProgramHasStandsBeforeWhatComes() throws {
        try trial.use(rows(ordered: false))
        trial.add([try trial.message(1)])
        try trial.use(rows(ordered: true))
        trial.add([try trial.message(2)])
        XCTAssertEqual(words(trial.record()), ["deferred note.000000000001.1.xml"])
        XCTAssertEqual(words(trial.record()), [], "it is tried again before the later one")
    }
}
