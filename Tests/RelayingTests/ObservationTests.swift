// What is seen of faults and of programs' queues.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class ObservationTests: XCTestCase {
    private func message(_ number: UInt64, tries: Int = 0) throws -> WaitingMessage {
        var record = LedgerRecord(
            sequence: number, time: Timestamp(nanoseconds: Int64(number) * 1_000_000_000), event: .accepted)
        record.sender = ParticipantIdentifier("p")
        record.type = MessageType("t")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.digest = Digest(of: [])
        record.messageID = Array("m\(number)".utf8)
        record.receivers = [ParticipantIdentifier("s")]
        var message = try XCTUnwrap(WaitingMessage(record, receiver: 0))
        message.tries = tries
        return message
    }

    private func settlement(_ message: WaitingMessage, _ result: Settlement.Result) -> Settlement {
        Settlement(message: message, result: result, policy: .none)
    }

    func testFaultsHaveNamesOfTheirOwn() {
        let faults: [Fault] = [
            .space, .readOnly, .taking, .committing, .placing, .leftOver, .indexing, .clock, .held,
            .folder(ParticipantIdentifier("p")),
        ]
        XCTAssertEqual(Set(faults.map(\.name)).count, faults.count)
    }

    func testFaultsAreShownTheOldestFirstWithoutPersonalIdentityCodes() {
        var board = FaultBoard(log: RelayLog { _ in }) { _ in }
        board.begin(.taking, "cannot open 131052-308T.xml")
        board.begin(.folder(ParticipantIdentifier("p")), "gone")
        let all = board.all
        XCTAssertEqual(all.map(\.name), ["taking", "folder"])
        XCTAssertEqual(all.first?.text, "cannot open ***********.xml")
        XCTAssertEqual(all.map(\.pausesTaking), [true, false])
        XCTAssertEqual(all.last?.participant, ParticipantIdentifier("p"))
    }

    func testTheOldestMessageIsSeenWhileItIsTriedToo() throws {
        var line = Programs.Line()
        let first = try message(1)
        line.running = 1
        line.began(first)
        line.due.add(try message(2), at: 50)
        line.due.add(try message(3), at: 200)
        let queue = line.observed(100)
        XCTAssertEqual(queue.waiting, 3)
        XCTAssertEqual(queue.running, 1)
        XCTAssertEqual(queue.oldest, first.acceptedAt)
        line.ended(settlement(first, .delivered(nil)))
        XCTAssertEqual(line.observed(100).waiting, 2)
        XCTAssertEqual(line.observed(100).oldest, try message(2).acceptedAt)
    }

    func testAMessageThatIsNotDueAndWasNeverTriedIsNotLate() throws {
        var line = Programs.Line()
        line.due.add(try message(1), at: 500)
        XCTAssertNil(line.observed(100).oldestDue)
        XCTAssertEqual(line.observed(100).oldest, try message(1).acceptedAt)
        line.due.add(try message(2, tries: 1), at: 500)
        XCTAssertEqual(line.observed(100).oldestDue, try message(2).acceptedAt)
        XCTAssertEqual(line.observed(500).oldestDue, try message(1).acceptedAt)
    }

    func testFailuresAreCountedUntilOneIsAnswered() throws {
        var line = Programs.Line()
        let message = try message(1)
        for _ in 0..<3 { line.ended(settlement(message, .deferred("no"))) }
        line.ended(settlement(message, .undelivered(.gaveUp, "no")))
        line.ended(settlement(message, .undelivered(.discarded, "by a person")))
        line.ended(settlement(message, .started))
        XCTAssertEqual(line.failures, 4)
        line.ended(settlement(message, .undelivered(.handlerRefused, "wrong")))
        XCTAssertEqual(line.failures, 0, "a refusal is an answer")
    }

    func testATryThatIsNotAnsweredInTimeFailed() throws {
        var line = Programs.Line()
        for number in 1...2 as ClosedRange<UInt64> {
            let message = try message(number)
            line.began(message)
            line.ended(settlement(message, .undelivered(.noAnswer, "too late")))
        }
        XCTAssertEqual(line.observed(100).failures, 2)
        line.ended(settlement(try message(3), .undelivered(.noAnswer, "too late")))
        XCTAssertEqual(line.observed(100).failures, 2, "that one was not tried again, and nothing was answered")
    }

    func testTheNextNameOfASenderIsSeen() {
        var backlog = Backlog()
        let sender = ParticipantIdentifier("p")
        backlog.add(Work(sender: sender, name: fileName("a")))
        backlog.add(Work(sender: sender, name: fileName("b")))
        XCTAssertEqual(backlog.senders[sender]?.next?.name, fileName("a"))
        _ = backlog.nextGroup(most: 1)
        XCTAssertEqual(backlog.senders[sender]?.next?.name, fileName("b"))
        backlog.keepOrder(true, of: sender)
        XCTAssertEqual(backlog.senders[sender]?.next?.name, fileName("b"))
    }
}
