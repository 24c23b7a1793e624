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

    func testOfASenderThatIsPausedNothingIsGivenOutAndItKeepsNobodyWaiting() {
        let alice = ParticipantIdentifier("alice")
        var backlog = Backlog()
        for number in 0..<10 { backlog.add(work("alice", "\(number)")) }
        backlog.pause(alice, true)
        backlog.add(work("alice", "late"))
        backlog.putLarge(work("alice", "large"))
        XCTAssertEqual(backlog.count, 0, "nothing waits that could be taken")
        XCTAssertEqual(backlog.knownCount, 12)
        XCTAssertTrue(backlog.isEmpty)
        XCTAssertEqual(backlog.nextGroup(most: 64), [])
        XCTAssertNil(backlog.nextLarge())
        backlog.add(work("bob", "x"))
        XCTAssertEqual(backlog.nextGroup(most: 64), [work("bob", "x")])
        backlog.pause(alice, false)
        XCTAssertEqual(backlog.count, 11)
        XCTAssertFalse(backlog.isEmpty)
        XCTAssertEqual(backlog.nextGroup(most: 64).count, 11)
        XCTAssertEqual(backlog.nextLarge(), work("alice", "large"))
        XCTAssertTrue(backlog.isEmpty)
    }

    func testASenderWhoseOrderIsKeptIsPausedToo() {
        let alice = ParticipantIdentifier("alice")
        var backlog = Backlog()
        backlog.keepOrder(true, of: alice)
        for number in 0..<3 { backlog.add(work("alice", "\(number)")) }
        let group = backlog.nextGroup(most: 1)
        XCTAssertEqual(group.count, 1)
        backlog.pause(alice, true)
        backlog.release(group)
        XCTAssertEqual(backlog.nextGroup(most: 64), [])
        backlog.pause(alice, false)
        XCTAssertEqual(backlog.nextGroup(most: 64).count, 2)
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

    func testANameThatWasInHandWhenEventsWereLostIsLookedAtOnceMore() {
        var backlog = Backlog()
        for sender in ["a", "b"] { backlog.add(work(sender, "x")) }
        XCTAssertEqual(backlog.nextGroup(most: 2).count, 2)
        backlog.doubtInHand(of: ParticipantIdentifier("a"), until: 5)
        XCTAssertFalse(backlog.finish(work("a", "x")), "nothing was heard of it")
        XCTAssertEqual(backlog.takeDoubt(of: work("a", "x")), 5)
        XCTAssertNil(backlog.takeDoubt(of: work("a", "x")), "once")
        XCTAssertNil(backlog.takeDoubt(of: work("b", "x")))
        for time in [6, 7] as [Int64] { backlog.doubtInHand(until: time) }
        XCTAssertEqual(backlog.takeDoubt(of: work("b", "x")), 7)
        XCTAssertFalse(backlog.finish(work("b", "x")))
        backlog.doubtInHand(until: 8)
        XCTAssertNil(backlog.takeDoubt(of: work("b", "x")), "it is not in hand any more")
    }

    func testANameThatWaitsAgainIsDoubtedNoMore() {
        var backlog = Backlog()
        backlog.add(work("a", "x"))
        let group = backlog.nextGroup(most: 1)
        backlog.doubtInHand(until: 5)
        backlog.putBack(group[0])
        XCTAssertEqual(backlog.nextGroup(most: 1).count, 1)
        XCTAssertNil(backlog.takeDoubt(of: group[0]))
    }

    func testANameThatIsOnlyHeldKeepsNothingElseFromBeingTakenAndIsNotTakenItself() {
        var backlog = Backlog()
        backlog.add(work("a", "x"))
        XCTAssertEqual(backlog.nextGroup(most: 1).count, 1)
        XCTAssertEqual(backlog.inHandCount, 1)
        backlog.hold(work("a", "x"))
        backlog.hold(work("a", "found at the start"))
        XCTAssertEqual(backlog.inHandCount, 0)
        backlog.add(work("a", "x"), isListed: true)
        XCTAssertEqual(backlog.count, 0)
        XCTAssertFalse(backlog.finish(work("a", "x")))
        XCTAssertFalse(backlog.finish(work("a", "found at the start")))
        XCTAssertEqual(backlog.inHandCount, 0)
    }

    func testMemoryIsBoundedAndTheFolderIsListedAgainWhenThereIsRoom() {
        var backlog = Backlog()
        let many = ParticipantIdentifier("many")
        for number in 0..<10_000 { backlog.add(work("many", "\(number)")) }
        XCTAssertLessThan(backlog.count, 5_000)
        XCTAssertFalse(backlog.hasRoom(many))
        XCTAssertEqual(backlog.sendersToList(), [])
        while backlog.count > 100 { _ = backlog.nextGroup(most: 256) }
        XCTAssertTrue(backlog.hasRoom(many))
        XCTAssertEqual(backlog.sendersToList(), [many])
        XCTAssertEqual(backlog.sendersToList(), [], "once")
    }

    func testItIsNotEmptyWhileAFolderHoldsMore() {
        var backlog = Backlog()
        XCTAssertTrue(backlog.isEmpty)
        backlog.expectMore(of: ParticipantIdentifier("a"))
        XCTAssertFalse(backlog.isEmpty)
        _ = backlog.sendersToList()
        XCTAssertTrue(backlog.isEmpty)
    }

    func testWhatLiesInTakenIsNeverLeftOut() {
        var backlog = Backlog()
        for number in 0..<5_000 { backlog.add(work("a", "\(number)")) }
        let place = WorkPlace.taken(.init(original: [0x78]))
        let taken = Work(sender: ParticipantIdentifier("a"), name: fileName("m.1"), place: place)
        XCTAssertTrue(backlog.add(taken), "no listing would find it")
    }

    func testSendersTakeTurnsOneByOne() {
        var backlog = Backlog()
        for sender in ["a", "b", "c"] { for number in 0..<9 { backlog.add(work(sender, "\(number)")) } }
        let senders = backlog.nextGroup(most: 6).map(\.sender.text)
        XCTAssertEqual(senders, ["a", "b", "c", "a", "b", "c"])
        XCTAssertEqual(backlog.nextGroup(most: 100).count, 21)
        XCTAssertEqual(backlog.count, 0)
    }

    func testASenderThatChangesItsLaneLosesNothing() {
        var backlog = Backlog()
        for number in 0..<3 { backlog.add(work("a", "\(number)")) }
        backlog.set(.batch, for: ParticipantIdentifier("a"))
        var found: [Work] = []
        for _ in 0..<10 { found += backlog.nextGroup(most: 1) }
        XCTAssertEqual(found.map(\.name.description), ["0", "1", "2"])
    }

    func testWhatIsPutBackComesNextInItsOrder() {
        var backlog = Backlog()
        for number in 0..<6 { backlog.add(work("a", "\(number)")) }
        let group = backlog.nextGroup(most: 4)
        backlog.add(group[3])
        for work in group.dropFirst().reversed() { backlog.putBack(work) }
        XCTAssertEqual(backlog.inHandCount, 1)
        let again = backlog.nextGroup(most: 10)
        XCTAssertEqual(again.map(\.name.description), ["1", "2", "3", "4", "5"])
        XCTAssertEqual(again.map(\.wasClosed), [false, false, true, false, false], "it was named meanwhile")
    }

    func testLargeFilesWaitApartAndAreNotInHand() {
        var backlog = Backlog()
        for sender in ["a", "b"] { for number in 0..<3 { backlog.add(work(sender, "\(number)")) } }
        for work in backlog.nextGroup(most: 6) { backlog.putLarge(work) }
        XCTAssertEqual(backlog.inHandCount, 0)
        XCTAssertEqual(backlog.count, 0)
        XCTAssertEqual(backlog.largeCount, 6)
        XCTAssertFalse(backlog.isEmpty)
        backlog.add(work("a", "0"), isListed: true)
        XCTAssertEqual(backlog.count, 0, "it waits already")
        var senders: [String] = []
        while let work = backlog.nextLarge() { senders.append(work.sender.text) }
        XCTAssertEqual(senders, ["a", "b", "a", "b", "a", "b"])
        XCTAssertEqual(backlog.inHandCount, 6)
        XCTAssertTrue(backlog.isEmpty)
    }

    func testWhatWasGivenOutLeavesNoTrace() {
        var line = Line<Int>()
        var next = 0
        for number in 0..<100_000 {
            line.append(number)
            if number >= 100 {
                XCTAssertEqual(line.removeFirst(), next)
                next += 1
            }
        }
        XCTAssertEqual(line.count, 100)
        XCTAssertLessThan(line.room, 4_096)
    }
}
