// Who waits for an answer is told in time that none comes, and whatever comes later goes nowhere.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import Synchronization
import XCTest

@testable import Relaying

final class ProgramsAnswersTests: XCTestCase {
    private var trial: ProgramsTrial!
    private let advice = "; ask again, with a new message id"

    override func setUpWithError() throws {
        trial = try ProgramsTrial(
            """
            <system id="bob"><program path="missing" retry="1h"/></system>
            <contract id="note" schema="n.xsd" root="N" message-id="Id" reply-to="Id"/>
            <route id="r" from="alice" message="note" to="bob" order="sender" reply="note" answer-within="1h"/>
            """)
    }

    override func tearDown() { trial.remove() }

    /// A message that was accepted so many minutes ago.
    private func message(_ number: UInt64, minutes: Int64) throws -> WaitingMessage {
        try trial.message(number, at: Timestamp(nanoseconds: Clock.realtime() - minutes * 60_000_000_000))
    }

    /// Says that all is recorded that was to be, once.
    private func record() -> [String] {
        trial.record().map { settlement in
            let name = settlement.message.name.description
            if case .undelivered(let reason, let words) = settlement.result {
                return "\(reason.rawValue) \(name): \(words)"
            }
            if case .deferred = settlement.result { return "deferred \(name)" }
            return "something else"
        }
    }

    func testTheTimeCountsFromAcceptanceAndOneWhoseTimeIsOverIsNotStarted() throws {
        trial.add([try message(1, minutes: 61)])
        XCTAssertEqual(
            record(), ["no-answer note.000000000001.0.xml: no answer came within 1h, after 0 tries\(advice)"])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(trial.isIdle)
        XCTAssertEqual(trial.programs.awaited.count, 0)
    }

    func testTheLongestTimeCanBeCounted() throws {
        try trial.use(
            """
            <system id="bob"><program path="missing" retry="1h"/></system>
            <contract id="note" schema="n.xsd" root="N" message-id="Id" reply-to="Id"/>
            <route id="r" from="alice" message="note" to="bob" reply="note" answer-within="100000d"/>
            """)
        trial.add([try message(1, minutes: 0)])
        XCTAssertEqual(record(), ["deferred note.000000000001.1.xml"])
        XCTAssertEqual(trial.programs.awaited.count, 1)
    }

    func testWhatGoesToAPickupFolderIsAwaitedNoMore() throws {
        var awaited = AwaitedAnswers()
        let message = try WaitingMessage.note(1)
        awaited.add(message, until: 10)
        awaited.handed(.opened, of: message.delivery)
        XCTAssertNil(awaited.takeOverdue(20), "its sender would hear that it was not delivered")
        XCTAssertEqual(awaited.count, 0)
    }

    func testOneThatFailsBeforeIsTriedAgain() throws {
        trial.add([try message(1, minutes: 59)])
        XCTAssertEqual(record(), ["deferred note.000000000001.1.xml"])
        XCTAssertEqual(record(), [])
        XCTAssertEqual(trial.programs.awaited.count, 1)
    }

    func testOneThatWasGivenUpLetsTheNextOfItsSenderGo() throws {
        trial.add([try message(1, minutes: 61), try message(2, minutes: 61), try message(3, minutes: 1)])
        XCTAssertEqual(
            record().sorted(),
            [
                "deferred note.000000000003.1.xml",
                "no-answer note.000000000001.0.xml: no answer came within 1h, after 0 tries\(advice)",
                "no-answer note.000000000002.0.xml: no answer came within 1h, after 0 tries\(advice)",
            ])
        XCTAssertEqual(record(), [])
    }

    /// What operators see of messages that wait.
    private var seen: [UInt64] {
        trial.programs.queue.sync { WaitingSnapshot(trial.programs).entries.map(\.delivery.sequence) }
    }

    /// Asks for something to be done about deliveries, and says how many of them are refused at once.
    private func refusals(_ numbers: [UInt64], _ action: (DeliveryIdentifier) -> OperatorAction) -> Int {
        let refused = Mutex(0)
        trial.programs.queue.sync {
            trial.programs.carryOut(
                action, numbers.map { DeliveryIdentifier(sequence: $0) },
                by: Intervention(by: Operator(user: 7, name: "maija"), comment: "asked for")
            ) { _, outcome in
                if case .refused = outcome { refused.withLock { $0 += 1 } }
            }
        }
        return refused.withLock { $0 }
    }

    func testOneThatWasGivenUpIsNoLongerThereForOperators() throws {
        trial.add([try message(1, minutes: 1), try message(2, minutes: 1)])
        XCTAssertEqual(record(), ["deferred note.000000000001.1.xml"])
        XCTAssertEqual(seen, [1, 2])
        trial.programs.queue.sync { trial.programs.giveUpAnswers(Clock.monotonic() + 7_200_000_000_000) }
        XCTAssertEqual(seen, [], "one that is due later, and one behind it")
        XCTAssertEqual(refusals([1, 2]) { .hold($0) }, 2)
        XCTAssertEqual(
            record().sorted(),
            [
                "no-answer note.000000000001.1.xml: no answer came within 1h, after 1 try\(advice)",
                "no-answer note.000000000002.0.xml: no answer came within 1h, after 0 tries\(advice)",
            ])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(trial.programs.queue.sync { trial.programs.awaited.givenUp.isEmpty })
    }

    /// How many wait for bob, as status and metrics say.
    private var counted: [Int] {
        trial.programs.queue.sync {
            var found: [ParticipantIdentifier: RelayStatus.Receiver] = [:]
            WaitingSnapshot(trial.programs).count(into: &found)
            let receiver = found[ParticipantIdentifier("bob")]
            let queue = trial.programs.observed()[ParticipantIdentifier("bob")]
            return [
                receiver?.waiting ?? 0, receiver?.behind ?? 0, receiver?.held ?? 0, queue?.waiting ?? -1,
                queue?.held ?? -1,
            ]
        }
    }

    func testOneThatWasGivenUpBehindAnotherIsCountedNowhere() throws {
        trial.add([try message(1, minutes: 1), try message(2, minutes: 1), try message(3, minutes: 1)])
        _ = record()
        XCTAssertEqual(counted, [1, 2, 0, 3, 0])
        XCTAssertEqual(refusals([1, 3]) { .hold($0) }, 0)
        _ = record()
        XCTAssertEqual(counted, [0, 1, 2, 1, 2], "what is held behind another one is held")
        trial.programs.queue.sync { trial.programs.giveUpAnswers(Clock.monotonic() + 7_200_000_000_000) }
        XCTAssertEqual(seen, [1, 3])
        XCTAssertEqual(counted, [0, 0, 2, 0, 2])
        XCTAssertEqual(
            record(), ["no-answer note.000000000002.0.xml: no answer came within 1h, after 0 tries\(advice)"])
        XCTAssertEqual(counted, [0, 0, 2, 0, 2])
    }

    func testTheAnswerToOneThatIsReleasedIsWaitedForAgain() throws {
        trial.add([try message(1, minutes: 1), try message(2, minutes: 1)])
        XCTAssertEqual(record(), ["deferred note.000000000001.1.xml"])
        XCTAssertEqual(refusals([1, 2]) { .hold($0) }, 0)
        XCTAssertEqual(record().count, 2)
        XCTAssertEqual(trial.programs.awaited.count, 0)
        XCTAssertEqual(refusals([1, 2]) { .release($0) }, 0)
        _ = record()
        XCTAssertEqual(trial.programs.awaited.count, 2, "also to one that stands behind another")
    }

    func testOneThatIsReleasedOrHandedOnOnceMoreTooLateIsGivenUpAtOnce() throws {
        trial.add([try message(1, minutes: 61).marked(.held)])
        XCTAssertEqual(record(), [], "what is held is for a person")
        XCTAssertEqual(refusals([1]) { .release($0) }, 0)
        XCTAssertEqual(record(), ["something else"], "released")
        XCTAssertEqual(
            record(), ["no-answer note.000000000001.0.xml: no answer came within 1h, after 0 tries\(advice)"])
        var resent = try message(2, minutes: 61)
        resent.tries = 1
        trial.add([resent])
        XCTAssertEqual(record(), ["no-answer note.000000000002.1.xml: no answer came within 1h, after 1 try\(advice)"])
    }

    func testOnlyTheLatestNameOfAMessageIsGivenUp() throws {
        var answers = AwaitedAnswers()
        var message = try message(1, minutes: 0)
        answers.add(message, until: 100)
        XCTAssertEqual(answers.nextLimit, 100)
        message.tries = 3
        answers.started(message)
        XCTAssertTrue(answers.isRunning(message.delivery))
        XCTAssertNil(answers.takeOverdue(99))
        XCTAssertFalse(answers.isOverdue(message.delivery, 99))
        XCTAssertTrue(answers.isOverdue(message.delivery, 100))
        XCTAssertEqual(answers.takeOverdue(100)?.tries, 3)
        XCTAssertFalse(answers.isOverdue(message.delivery, 100), "it was told")
        answers.ended(message.delivery)
        XCTAssertFalse(answers.isRunning(message.delivery))
        XCTAssertTrue(answers.wasGivenUp(message.delivery))
        XCTAssertFalse(answers.wasGivenUp(message.delivery), "said once")
    }

    func testAProgramRunsNoLongerThanItsAnswerIsWaitedFor() throws {
        var answers = AwaitedAnswers()
        let message = try message(1, minutes: 0)
        XCTAssertEqual(answers.timeLeft(message.delivery, atMost: 50_000_000, 0), 50_000_000, "nobody waits")
        answers.add(message, until: 80_000_000)
        XCTAssertEqual(answers.timeLeft(message.delivery, atMost: 50_000_000, 0), 50_000_000)
        XCTAssertEqual(answers.timeLeft(message.delivery, atMost: 50_000_000, 40_000_000), 40_000_000)
        XCTAssertEqual(answers.timeLeft(message.delivery, atMost: 50_000_000, 90_000_000), 1_000_000)
    }

    func testOneThatHasEndedOrIsLeftToAPersonIsNotGivenUp() throws {
        var answers = AwaitedAnswers()
        let results: [Settlement.Result] = [.delivered(nil), .undelivered(.handlerRefused, "")]
        for (number, result) in zip(UInt64(1)..., results) {
            let message = try message(number, minutes: 0)
            answers.add(message, until: 100)
            answers.handed(.deferred(""), of: message.delivery)
            XCTAssertEqual(answers.count, 1)
            answers.handed(result, of: message.delivery)
            XCTAssertNil(answers.takeOverdue(200))
        }
        let message = try message(3, minutes: 0)
        answers.add(message, until: 100)
        answers.started(message.marked(.started))
        XCTAssertNil(answers.takeOverdue(200))
        XCTAssertNil(answers.nextLimit)
    }
}
