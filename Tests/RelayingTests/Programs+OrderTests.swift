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
    /// What was to be recorded, and which messages were held, as the queue said it.
    private final class Told {
        var results: [Settlement] = []
        var held: [[UInt64]] = []
    }

    private var folder: TemporaryFolder!
    private var spool: Spool!
    private var programs: Programs!
    private let told = Told()

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
            <system id="bob"><program path="missing"/></system>
            <contract id="note" schema="n.xsd" root="N" message-id="Id"/>
            <route id="r" from="alice" message="note" to="bob" order="sender" repeat="never"/></routes>
            """, to: "routes/table.xml")
        spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        let told = told
        programs = try Programs(
            spool: spool, custody: CustodyKeeper(tokens: TokenSource(startedAt: 0)),
            table: try RoutingTable.load(folder: folder.path(of: "routes")), log: RelayLog { _ in },
            settle: { told.results.append($0) }, changed: {}, tellHeld: { told.held.append($0.map(\.sequence)) })
    }

    override func tearDown() {
        programs = nil
        spool = nil
        folder.remove()
    }

    private func message(_ number: UInt64, _ mark: WaitingMessage.Mark? = nil) throws -> WaitingMessage {
        var record = LedgerRecord(sequence: number, time: Timestamp(nanoseconds: Clock.realtime()), event: .accepted)
        record.sender = ParticipantIdentifier("alice")
        record.receivers = [ParticipantIdentifier("bob")]
        record.type = MessageType("note")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.messageID = []
        record.digest = Digest(of: [])
        let message = try XCTUnwrap(WaitingMessage(record, receiver: 0)).marked(mark)
        try spool.folders(of: message.receiver).waiting.create(message.name, mode: 0o640)
            .write(Array("<N/>".utf8)[...])
        return message
    }

    /// Hands messages over, and then says that all is recorded that was to be, once.
    private func add(_ messages: [WaitingMessage]) {
        programs.queue.sync { programs.add(messages) }
    }

    private func record() -> [Settlement] {
        programs.queue.sync {
            let results = told.results
            told.results = []
            programs.settled(results)
            return results
        }
    }

    private func decide(_ answer: HeldAnswer, _ number: UInt64) -> Bool {
        programs.queue.sync {
            programs.decide(
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
        add([try message(1), try message(2)])
        XCTAssertEqual(words(record()), ["started note.000000000001.1.started.xml"])
        XCTAssertEqual(words(record()), ["deferred note.000000000001.1.started.xml"], "it cannot be started")
        XCTAssertEqual(words(record()), [])
        XCTAssertEqual(told.held, [])
    }

    func testWhatWasStartedWhenTheServiceEndedIsRecordedAsHeldAndHoldsBackWhatComesAfterIt() throws {
        add([try message(1, .started), try message(2)])
        XCTAssertEqual(words(record()), ["held note.000000000001.0.started.xml"])
        XCTAssertEqual(told.held, [[1]])
        XCTAssertEqual(words(record()), [])
    }

    func testAPersonMaySayThatItWasNotTaken() throws {
        add([try message(1, .held), try message(2)])
        XCTAssertFalse(decide(.again, 2), "that one is not held")
        XCTAssertTrue(decide(.again, 1))
        XCTAssertFalse(decide(.again, 1), "it was decided")
        XCTAssertEqual(
            words(programs.queue.sync { told.results }), ["released note.000000000001.0.held.xml: asked there"])
        // As the commit does.
        let waiting = try spool.folders(of: ParticipantIdentifier("bob")).waiting
        try waiting.rename(
            fileName("note.000000000001.0.held.xml"), to: waiting, fileName("note.000000000001.0.xml"))
        _ = record()
        XCTAssertEqual(words(record()), ["started note.000000000001.1.started.xml"])
        XCTAssertEqual(told.held, [[1], []])
    }

    func testAPersonMaySayThatItWasTaken() throws {
        add([try message(1, .held), try message(2)])
        XCTAssertTrue(decide(.taken, 1))
        XCTAssertEqual(words(record()), ["delivered note.000000000001.0.held.xml"])
        XCTAssertEqual(words(record()), ["started note.000000000002.1.started.xml"], "the next one of its sender")
    }

    func testAPersonMayDiscardIt() throws {
        add([try message(1, .held), try message(2)])
        XCTAssertTrue(decide(.discard, 1))
        XCTAssertEqual(
            words(record()),
            [
                "discarded note.000000000001.0.held.xml: the operator of the service discarded the message; ask there why"
            ])
        XCTAssertEqual(words(record()), ["started note.000000000002.1.started.xml"])
        XCTAssertEqual(told.held, [[1], []])
    }
}
