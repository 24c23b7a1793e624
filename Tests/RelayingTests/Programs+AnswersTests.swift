// Who waits for an answer is told in time that none comes, and whatever comes later goes nowhere.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class ProgramsAnswersTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var spool: Spool!
    private var programs: Programs!
    private let told = Told()

    private final class Told {
        var results: [Settlement] = []
    }

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("routes")
        try folder.write(
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="N"><xs:complexType>
            <xs:sequence><xs:element name="Id" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>
            """, to: "routes/n.xsd")
        try folder.write(
            """
            <routes xmlns="urn:luova:routes:1"><partner id="alice"/>
            <system id="bob"><program path="missing" retry="1h"/></system>
            <contract id="note" schema="n.xsd" root="N" message-id="Id" reply-to="Id"/>
            <route id="r" from="alice" message="note" to="bob" order="sender" reply="note" answer-within="1h"/></routes>
            """, to: "routes/table.xml")
        spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        let told = told
        programs = try Programs(
            spool: spool, custody: CustodyKeeper(tokens: TokenSource(startedAt: 0)),
            table: try RoutingTable.load(folder: folder.path(of: "routes")), log: RelayLog { _ in },
            settle: { told.results.append($0) }, changed: {}, tellHeld: { _ in })
    }

    override func tearDown() {
        programs = nil
        spool = nil
        folder.remove()
    }

    /// A message that was accepted so many minutes ago.
    private func message(_ number: UInt64, minutes: Int64) throws -> WaitingMessage {
        let time = Timestamp(nanoseconds: Clock.realtime() - minutes * 60_000_000_000)
        var record = LedgerRecord(sequence: number, time: time, event: .accepted)
        record.sender = ParticipantIdentifier("alice")
        record.receivers = [ParticipantIdentifier("bob")]
        record.type = MessageType("note")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.messageID = []
        record.digest = Digest(of: [])
        let message = try XCTUnwrap(WaitingMessage(record, receiver: 0))
        try spool.folders(of: message.receiver).waiting.create(message.name, mode: 0o640)
            .write(Array("<N/>".utf8)[...])
        return message
    }

    private func add(_ messages: [WaitingMessage]) { programs.queue.sync { programs.add(messages) } }

    /// Says that all is recorded that was to be, once.
    private func record() -> [String] {
        programs.queue.sync {
            let results = told.results
            told.results = []
            programs.settled(results)
            return results.map { settlement in
                let name = settlement.message.name.description
                if case .undelivered(let reason, let words) = settlement.result {
                    return "\(reason.rawValue) \(name): \(words)"
                }
                if case .deferred = settlement.result { return "deferred \(name)" }
                return "something else"
            }
        }
    }

    func testTheTimeCountsFromAcceptanceAndOneWhoseTimeIsOverIsNotStarted() throws {
        add([try message(1, minutes: 61)])
        XCTAssertEqual(record(), ["no-answer note.000000000001.0.xml: no answer came within 1h, after 0 tries"])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(programs.queue.sync { programs.isIdle })
        XCTAssertEqual(programs.awaited.count, 0)
    }

    func testOneThatFailsBeforeIsTriedAgain() throws {
        add([try message(1, minutes: 59)])
        XCTAssertEqual(record(), ["deferred note.000000000001.1.xml"])
        XCTAssertEqual(record(), [])
        XCTAssertEqual(programs.awaited.count, 1)
    }

    func testOneThatWasGivenUpLetsTheNextOfItsSenderGo() throws {
        add([try message(1, minutes: 61), try message(2, minutes: 61), try message(3, minutes: 1)])
        XCTAssertEqual(
            record().sorted(),
            [
                "deferred note.000000000003.1.xml",
                "no-answer note.000000000001.0.xml: no answer came within 1h, after 0 tries",
                "no-answer note.000000000002.0.xml: no answer came within 1h, after 0 tries",
            ])
        XCTAssertEqual(record(), [])
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
