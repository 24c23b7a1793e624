// Of one sender on one route, one message is let through at a time, in the order of the ledger.

import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class SenderOrderTests: XCTestCase {
    private func message(_ number: UInt64, _ sender: String = "alice", _ route: String = "r") throws -> WaitingMessage {
        try WaitingMessage.note(number, from: sender, on: route)
    }

    func testOneIsLetThroughAndTheOthersFollowInTheOrderOfTheLedger() throws {
        var order = SenderOrder()
        XCTAssertTrue(order.admit(try message(1)))
        for number in [5, 2, 9, 3] as [UInt64] { XCTAssertFalse(order.admit(try message(number))) }
        XCTAssertEqual(order.all.count, 4)
        var last = try message(1)
        var seen: [UInt64] = []
        while let next = order.next(after: last) {
            seen.append(next.delivery.sequence)
            last = next
        }
        XCTAssertEqual(seen, [2, 3, 5, 9])
        XCTAssertTrue(order.admit(try message(10)), "nothing stands before it")
    }

    func testOneThatIsTriedAgainIsLetThroughAgainAndHoldsBackTheOthers() throws {
        var order = SenderOrder()
        XCTAssertTrue(order.admit(try message(1)))
        XCTAssertFalse(order.admit(try message(2)))
        XCTAssertTrue(order.admit(try message(1)))
        XCTAssertFalse(order.admit(try message(3)))
        XCTAssertEqual(order.next(after: try message(1))?.delivery.sequence, 2)
    }

    func testOneThatIsHeldBackCanBeMarkedInItsPlaceAndTakenOut() throws {
        var order = SenderOrder()
        XCTAssertTrue(order.admit(try message(1)))
        for number in 2...4 { XCTAssertFalse(order.admit(try message(UInt64(number)))) }
        XCTAssertEqual(order.all.map(\.message.delivery.sequence), [2, 3, 4])
        XCTAssertEqual(Set(order.all.map(\.front.sequence)), [1])
        XCTAssertTrue(order.mark(try message(2), as: .stopped))
        XCTAssertFalse(order.mark(try message(1), as: .stopped), "it was let through")
        order.remove(try message(3))
        let next = try XCTUnwrap(order.next(after: try message(1)))
        XCTAssertEqual(next.delivery.sequence, 2)
        XCTAssertEqual(next.mark, .stopped)
        XCTAssertEqual(order.next(after: next)?.delivery.sequence, 4)
    }

    func testOtherSendersAndOtherRoutesAreNotHeldBack() throws {
        var order = SenderOrder()
        XCTAssertTrue(order.admit(try message(1)))
        XCTAssertTrue(order.admit(try message(2, "carol")))
        XCTAssertTrue(order.admit(try message(3, "alice", "other")))
        XCTAssertFalse(order.admit(try message(4, "carol")))
    }

    func testTheEndOfOneThatWasNotLetThroughLetsNothingGo() throws {
        var order = SenderOrder()
        XCTAssertTrue(order.admit(try message(1)))
        XCTAssertFalse(order.admit(try message(2)))
        XCTAssertNil(order.next(after: try message(2)))
        XCTAssertNil(order.next(after: try message(3, "carol")))
        XCTAssertEqual(order.all.count, 1)
    }

    func testOneThatIsHeldStandsBeforeTheOthersUnlessOneDoesAlready() throws {
        var order = SenderOrder()
        order.occupy(try message(4))
        XCTAssertFalse(order.admit(try message(5)))
        order.occupy(try message(3))
        XCTAssertNil(order.next(after: try message(3)))
        XCTAssertEqual(order.next(after: try message(4))?.delivery.sequence, 5)
    }

    func testAnotherTableLetsGoWhatItDoesNotHoldBack() throws {
        var order = SenderOrder()
        for number in 1...3 as ClosedRange<UInt64> { _ = order.admit(try message(number)) }
        for number in 4...5 as ClosedRange<UInt64> { _ = order.admit(try message(number, "alice", "kept")) }
        for number in 6...7 as ClosedRange<UInt64> { _ = order.admit(try message(number, "carol", "kept")) }
        let idle = try message(6, "carol", "kept")
        let behind = order.reset(idle: [idle.delivery]) { $0 == RouteIdentifier("kept") }
        XCTAssertEqual(Set(behind.map(\.delivery.sequence)), [2, 3, 5, 7])
        XCTAssertTrue(order.admit(try message(2)), "its row keeps no order any more")
        XCTAssertFalse(order.admit(try message(5, "alice", "kept")), "the one before it has not ended")
        XCTAssertTrue(order.admit(try message(7, "carol", "kept")), "the one before it comes anew")
    }
}
