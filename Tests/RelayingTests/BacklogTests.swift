// Which names come next: fairness over senders, lanes, and bounds.

import Files
import Messages
import Support
import XCTest

@testable import Relaying

final class BacklogTests: XCTestCase {
    private func work(_ sender: String, _ name: String) -> Work {
        Work(sender: ParticipantIdentifier(sender), name: fileName(name))
    }

    func testASenderWithManyNamesDoesNotKeepAnotherWaiting() {
        var backlog = Backlog()
        for number in 0..<1_000 { backlog.add(work("many", "\(number)")) }
        backlog.add(work("one", "a"))
        let group = backlog.nextGroup(most: 64)
        XCTAssertEqual(group.count, 64)
        XCTAssertTrue(group.contains(work("one", "a")))
    }

    func testInteractiveSendersComeBeforeANightsWorkButDoNotStarveIt() {
        var backlog = Backlog()
        backlog.set(.batch, for: ParticipantIdentifier("night"))
        backlog.set(.interactive, for: ParticipantIdentifier("day"))
        for number in 0..<400 {
            backlog.add(work("night", "\(number)"))
            backlog.add(work("day", "\(number)"))
        }
        let senders = (0..<8).map { _ in backlog.nextGroup(most: 10).first?.sender.text }
        XCTAssertEqual(senders.filter { $0 == "day" }.count, 6)
        XCTAssertEqual(senders.filter { $0 == "night" }.count, 2)
    }

    func testANameThatWaitsIsNotAddedTwice() {
        var backlog = Backlog()
        backlog.add(work("a", "x"))
        backlog.add(work("a", "x"))
        XCTAssertEqual(backlog.count, 1)
    }

    func testANameInHandThatIsNamedAgainIsLookedAtAgain() {
        var backlog = Backlog()
        backlog.add(work("a", "x"))
        XCTAssertEqual(backlog.nextGroup(most: 1).count, 1)
        let again = work("a", "x")
        backlog.add(again, isListed: true)
        XCTAssertFalse(backlog.finish(work("a", "x")), "a listing only sees the file that is in hand")

        backlog.add(work("a", "x"))
        XCTAssertEqual(backlog.nextGroup(most: 1).count, 1)
        backlog.add(again)
        XCTAssertEqual(backlog.count, 0, "it is in hand, not waiting")
        XCTAssertTrue(backlog.finish(work("a", "x")))
        XCTAssertFalse(backlog.finish(work("a", "x")))
    }

    func testMemoryIsBoundedAndTheFolderIsListedAgainWhenThereIsRoom() {
        var backlog = Backlog()
        let many = ParticipantIdentifier("many")
        for number in 0..<10_000 { backlog.add(work("many", "\(number)")) }
        XCTAssertLessThan(backlog.count, 5_000)
        XCTAssertEqual(backlog.sendersToList(), [])
        while backlog.count > 100 { _ = backlog.nextGroup(most: 256) }
        XCTAssertEqual(backlog.sendersToList(), [many])
        XCTAssertEqual(backlog.sendersToList(), [], "once")
    }
}
