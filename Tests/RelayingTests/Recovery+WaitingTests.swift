// What recovery makes of messages that wait, for their programs or for their windows.

import Files
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class RecoveryWaitingTests: XCTestCase {
    private var trial: RecoveryTrial!

    override func setUpWithError() throws { trial = try RecoveryTrial() }
    override func tearDown() { trial.remove() }

    /// Commits one acceptance, and what was said about it since; its body waits under a name.
    private func wait(
        _ name: String, _ events: [(LedgerRecord.Event, tries: Int)], by who: Operator? = nil
    ) throws -> Recovery.Plan {
        try trial.giveAProgram()
        try trial.accept()
        var tries = events.map(\.tries)[...]
        try trial.commit(events.map(\.0)) {
            $0.attempt = tries.popFirst()
            $0.by = who
        }
        try trial.putWaiting(name)
        return try trial.plan()
    }

    /// The names that marks are planned to be.
    private func marks(_ plan: Recovery.Plan) -> [String] {
        plan.moves.compactMap { move in
            if case .mark(let name, _, let new) = move.step { return "\(name) \(new)" }
            return nil
        }
    }

    func testAMessageThatWasStartedAndOfWhichNothingIsKnownIsInDoubt() throws {
        let plan = try wait("note.000000000001.1.started.xml", [(.started, 1)])
        XCTAssertEqual(marks(plan), [])
        XCTAssertEqual(plan.waiting.map(\.mark), [.started])
        XCTAssertEqual(plan.waiting.map(\.tries), [1])
    }

    func testARecordedDoubtIsFinishedAndNotRecordedAgain() throws {
        let plan = try wait("note.000000000001.1.started.xml", [(.started, 1), (.held, 1)])
        XCTAssertEqual(marks(plan), ["note.000000000001.1.started.xml note.000000000001.1.held.xml"])
        XCTAssertEqual(plan.waiting.map(\.mark), [.held])
    }

    func testAFailureToStartIsFinishedSoThatItIsTriedAgain() throws {
        let plan = try wait("note.000000000001.1.started.xml", [(.started, 1), (.deferred, 1)])
        XCTAssertEqual(marks(plan), ["note.000000000001.1.started.xml note.000000000001.1.xml"])
        XCTAssertEqual(plan.waiting.map(\.mark), [nil])
    }

    func testAReleaseIsFinishedAlsoBehindTheDoubtBeforeIt() throws {
        let plan = try wait("note.000000000001.1.started.xml", [(.started, 1), (.held, 1), (.released, 1)])
        XCTAssertEqual(
            marks(plan),
            [
                "note.000000000001.1.started.xml note.000000000001.1.held.xml",
                "note.000000000001.1.held.xml note.000000000001.1.xml",
            ])
        XCTAssertEqual(plan.waiting.map(\.mark), [nil])
    }

    func testWhatAnOperatorHoldsIsNotInDoubt() throws {
        let plan = try wait("note.000000000001.1.held.xml", [(.held, 1)], by: Operator(user: 7, name: "maija"))
        XCTAssertEqual(marks(plan), ["note.000000000001.1.held.xml note.000000000001.1.stopped.xml"])
        XCTAssertEqual(plan.waiting.map(\.mark), [.stopped])
    }

    func testAnOperatorsHoldIsFinishedWhereTheNameDoesNotSayItYet() throws {
        let plan = try wait("note.000000000001.1.xml", [(.held, 1)], by: Operator(user: 7, name: "maija"))
        XCTAssertEqual(marks(plan), ["note.000000000001.1.xml note.000000000001.1.stopped.xml"])
        XCTAssertEqual(plan.waiting.map(\.mark), [.stopped])
    }

    func testAnOperatorsHoldThatWasReleasedIsNone() throws {
        let plan = try wait(
            "note.000000000001.1.xml", [(.held, 1), (.released, 1)], by: Operator(user: 7, name: "maija"))
        XCTAssertEqual(marks(plan).last, "note.000000000001.1.stopped.xml note.000000000001.1.xml")
        XCTAssertEqual(plan.waiting.map(\.mark), [nil])
    }

    func testAnEarlierTrySaysNothingOfALaterOne() throws {
        let plan = try wait("note.000000000001.2.started.xml", [(.started, 1), (.deferred, 1), (.started, 2)])
        XCTAssertEqual(marks(plan), [])
        XCTAssertEqual(plan.waiting.map(\.mark), [.started])
    }

    func testWhatWasAcceptedOutsideItsWindowWaitsWhateverTimeItIsNow() throws {
        try trial.accept { $0.opens = Timestamp(nanoseconds: 0) }
        try trial.put(trial.body, "c.t-1")
        let plan = try trial.plan()
        guard case .enqueue(_, _, let receiver, let message)? = plan.moves.first?.step else {
            return XCTFail("it does not wait")
        }
        XCTAssertEqual(receiver.participant.text, "bob")
        XCTAssertEqual(message.opens, Timestamp(nanoseconds: 0))
        XCTAssertTrue(plan.delivered.isEmpty)
    }

    func testWhatWaitsForItsWindowIsNotDelivered() throws {
        try trial.accept { $0.opens = Timestamp(nanoseconds: 0) }
        try trial.putWaiting("note.000000000001.0.xml")
        let plan = try trial.plan()
        XCTAssertTrue(plan.moves.isEmpty)
        XCTAssertTrue(plan.delivered.isEmpty)
        XCTAssertEqual(plan.waiting.map(\.delivery.sequence), [1])
        XCTAssertEqual(plan.waiting.map(\.opens), [Timestamp(nanoseconds: 0)])
    }

    func testWhatHasOpenedAndWaitsStillIsMovedOnOnce() throws {
        try trial.accept { $0.opens = Timestamp(nanoseconds: 0) }
        try trial.add(.opened)
        try trial.putWaiting("note.000000000001.0.xml")
        let plan = try trial.plan()
        XCTAssertTrue(plan.waiting.isEmpty, "nobody is to open it once more")
        XCTAssertTrue(plan.delivered.isEmpty)
        guard case .deliver(let body, _, let receiver, let name, let delivery)? = plan.moves.first?.step else {
            return XCTFail("it is not delivered")
        }
        XCTAssertEqual(body, fileName("note.000000000001.0.xml"))
        XCTAssertEqual(name, fileName("note.000000000001.xml"))
        XCTAssertEqual(receiver.participant.text, "bob")
        XCTAssertEqual(delivery.sequence, 1)
        XCTAssertEqual(plan.moves.map(\.sequence), [3], "it is settled when the line of its opening is")
    }

    func testWhatHasOpenedAndIsGoneWasDelivered() throws {
        try trial.accept { $0.opens = Timestamp(nanoseconds: 0) }
        try trial.add(.opened)
        XCTAssertEqual(try trial.plan().delivered.map(\.0.sequence), [1])
        try trial.add(.delivered)
        XCTAssertTrue(try trial.plan().delivered.isEmpty)
    }

    func testWhatHasOpenedAndIsNotEvenWaitingYetWaits() throws {
        try trial.accept { $0.opens = Timestamp(nanoseconds: 0) }
        try trial.add(.opened)
        try trial.put(trial.body, "c.t-1")
        let plan = try trial.plan()
        XCTAssertTrue(plan.delivered.isEmpty)
        guard case .enqueue? = plan.moves.first?.step else { return XCTFail("it does not wait") }
        XCTAssertEqual(plan.moves.count, 1)
    }

    func testWhatWaitsForAProgramThatLeftTheTableIsNotDelivered() throws {
        try trial.accept()
        try trial.putWaiting("note.000000000001.0.xml")
        let plan = try trial.plan()
        XCTAssertTrue(plan.delivered.isEmpty)
        XCTAssertEqual(plan.waiting.map(\.delivery.sequence), [1])
    }

    func testWhatAProgramRefusedThatLeftTheTableIsNotDelivered() throws {
        try trial.accept()
        try trial.commit([.undelivered]) {
            $0.sender = ParticipantIdentifier("alice")
            $0.reason = .handlerRefused
        }
        XCTAssertTrue(try trial.plan().delivered.isEmpty)
    }

    func testWhatWentToAPickupFolderBeforeItsReceiverHadAProgramWasDelivered() throws {
        try trial.accept()
        try trial.giveAProgram()
        XCTAssertTrue(try trial.plan().delivered.isEmpty, "nobody knows")
        try trial.spool.folders(of: ParticipantIdentifier("bob")).pickup
            .create(fileName("note.000000000001.xml"), mode: 0o640).write(trial.body[...])
        XCTAssertEqual(try trial.plan().delivered.map(\.0.sequence), [1])
    }
}
