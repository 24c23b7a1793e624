// What a name in waiting/ says of its message.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class WaitingMessageTests: XCTestCase {
    private func message(type: String = "note") throws -> WaitingMessage {
        var record = LedgerRecord(sequence: 7, time: Timestamp(nanoseconds: 0), event: .accepted)
        record.sender = ParticipantIdentifier("alice")
        record.receivers = [ParticipantIdentifier("bob"), ParticipantIdentifier("carol")]
        record.type = MessageType(type)
        record.syntax = .json
        record.route = RouteIdentifier("r")
        record.messageID = []
        record.digest = Digest(of: [])
        return try XCTUnwrap(WaitingMessage(record, receiver: 1))
    }

    func testANameSaysWhichMessageHowOftenItWasTriedAndWhatIsInDoubt() throws {
        for type in ["note", "a.b", "started", "held"] {
            for mark in [nil, .started, .held] as [WaitingMessage.Mark?] {
                var message = try message(type: type).marked(mark)
                message.tries = 3
                let name = try XCTUnwrap(WaitingMessage.parse(message.name))
                XCTAssertEqual(name.delivery, message.delivery)
                XCTAssertEqual(name.tries, 3)
                XCTAssertEqual(name.mark, mark)
                XCTAssertEqual(name.type, type)
                XCTAssertEqual(name.syntax, "json")
                XCTAssertEqual(name.marked(.held), message.marked(.held).name)
                XCTAssertEqual(WaitingMessage.kind(message.name), WaitingMessage.kind(type, "json"))
            }
        }
    }

    func testANameWithoutAMarkIsAsItWasBeforeThereWereMarks() throws {
        XCTAssertEqual(try message().name.description, "note.000000000007-2.0.json")
        XCTAssertEqual(try message().marked(.held).name.description, "note.000000000007-2.0.held.json")
    }

    func testOtherNamesSayNothing() {
        for name in ["note", "note.000000000007.json", "note.000000000007.x.json", "note.7x.1.held.json", "held.json"] {
            XCTAssertNil(WaitingMessage.parse(fileName(name)), name)
        }
    }

    func testOneIsBeforeAnotherOnlyOfItsSenderItsReceiverAndItsRow() throws {
        let message = try message()
        var later = message
        later.delivery = DeliveryIdentifier(sequence: 8, receiver: 1)
        XCTAssertTrue(message.isBefore(later))
        XCTAssertFalse(later.isBefore(message))
        XCTAssertFalse(message.isBefore(message))
        var other = later
        other.route = RouteIdentifier("s")
        XCTAssertFalse(message.isBefore(other))
        other = later
        other.sender = ParticipantIdentifier("dora")
        XCTAssertFalse(message.isBefore(other))
    }
}
