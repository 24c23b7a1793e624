// Waiting messages come out when they are due, the earliest first, and in turn where they are due together.

import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class DueMessagesTests: XCTestCase {
    func testNothingComesOutBeforeItIsDue() throws {
        var due = DueMessages()
        XCTAssertNil(due.nextDue)
        due.add(try WaitingMessage.note(1), at: 10)
        XCTAssertEqual(due.nextDue, 10)
        XCTAssertNil(due.take(until: 9))
        XCTAssertEqual(due.take(until: 10)?.delivery.sequence, 1)
        XCTAssertNil(due.take(until: .max))
    }

    func testThoseThatAreDueTogetherComeOutAsTheyWentIn() throws {
        var due = DueMessages()
        for number in 1...100 { due.add(try WaitingMessage.note(UInt64(number)), at: 5) }
        XCTAssertEqual((1...100).compactMap { _ in due.take(until: 5)?.delivery.sequence }, Array(1...100))
    }

    func testThoseThatAreWantedAreTakenOutAndTheOthersKeepTheirTimes() throws {
        var due = DueMessages()
        for number in 1...20 { due.add(try WaitingMessage.note(UInt64(number)), at: Int64(number % 5)) }
        let wanted = Set([3, 9, 15, 77].map { DeliveryIdentifier(sequence: $0) })
        XCTAssertEqual(due.remove(wanted).map(\.delivery.sequence).sorted(), [3, 9, 15])
        XCTAssertEqual(due.remove(wanted).count, 0)
        XCTAssertEqual(due.count, 17)
        XCTAssertEqual(Set(due.all.map(\.message.delivery.sequence)), Set(1...20).subtracting([3, 9, 15]))
        var seen: [UInt64] = []
        for time in 0..<5 {
            while let message = due.take(until: Int64(time)) { seen.append(message.delivery.sequence) }
        }
        XCTAssertEqual(seen, [5, 10, 20, 1, 6, 11, 16, 2, 7, 12, 17, 8, 13, 18, 4, 14, 19])
    }

    func testAllAreHastenedAndComeOutInTheirOrder() throws {
        var due = DueMessages()
        for (number, time) in [(1, 50), (2, 5), (3, 40), (4, 40)] {
            due.add(try WaitingMessage.note(UInt64(number)), at: Int64(time))
        }
        due.hasten(to: 10)
        XCTAssertEqual(due.take(until: 5)?.delivery.sequence, 2, "what is due earlier stays so")
        XCTAssertEqual((1...3).compactMap { _ in due.take(until: 10)?.delivery.sequence }, [3, 4, 1])
    }

    func testTheEarliestComesOutFirstInWhateverOrderTheyCame() throws {
        var numbers = SeededNumbers(seed: 3)
        var due = DueMessages()
        let times = (1...500).map { _ in Int64.random(in: 0..<200, using: &numbers) }
        for (place, time) in times.enumerated() { due.add(try WaitingMessage.note(UInt64(place)), at: time) }
        XCTAssertEqual(due.count, 500)
        var seen: [Int64] = []
        while let message = due.take(until: .max) { seen.append(times[Int(message.delivery.sequence)]) }
        XCTAssertEqual(seen, times.sorted())
    }
}
