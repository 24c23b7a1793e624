// Files of a sender whose order is kept are with one worker at a time, in the order of their arrival.

import Files
import Messages
import Support
import XCTest

@testable import Relaying

final class SenderBacklogTests: XCTestCase {
    private let ann = ParticipantIdentifier("ann")

    private func work(_ name: String, from sender: String = "ann", closed: Bool = false) -> Work {
        Work(sender: ParticipantIdentifier(sender), name: fileName(name), wasClosed: closed)
    }

    private func backlog(_ names: [String] = []) -> Backlog {
        var backlog = Backlog()
        backlog.keepOrder(true, of: ann)
        for name in names { backlog.add(work(name)) }
        return backlog
    }

    private func names(_ group: [Work]) -> [String] { group.map(\.name.description) }

    func testNothingMoreIsGivenOutUntilAGroupHasComeBack() {
        var backlog = backlog(["3", "1", "2", "4"])
        let group = backlog.nextGroup(most: 2)
        XCTAssertEqual(names(group), ["3", "1"])
        XCTAssertEqual(backlog.nextGroup(most: 2), [])
        backlog.add(work("5"))
        XCTAssertEqual(backlog.nextGroup(most: 2), [])
        backlog.release(group)
        XCTAssertEqual(names(backlog.nextGroup(most: 8)), ["2", "4", "5"])
        XCTAssertEqual(backlog.count, 0)
    }

    func testOtherSendersAreGivenOutMeanwhile() {
        var backlog = backlog(["1", "2", "3"])
        XCTAssertEqual(names(backlog.nextGroup(most: 1)), ["1"])
        for name in ["x", "y", "z"] { backlog.add(work(name, from: "ben")) }
        XCTAssertEqual(names(backlog.nextGroup(most: 2)), ["x", "y"])
        XCTAssertEqual(names(backlog.nextGroup(most: 2)), ["z"])
        XCTAssertEqual(backlog.count, 2)
    }

    func testInOneGroupTheyStandInTheirOrderAmongOthers() {
        var backlog = backlog(["1", "2", "3"])
        for name in ["x", "y", "z"] { backlog.add(work(name, from: "ben")) }
        XCTAssertEqual(names(backlog.nextGroup(most: 6)).filter { Int($0) != nil }, ["1", "2", "3"])
    }

    func testWhatWasPutBackStandsWhereItStood() {
        var backlog = backlog(["1", "2", "3", "4"])
        let group = backlog.nextGroup(most: 3)
        backlog.add(work("5"))
        for work in group.dropFirst() { backlog.putBack(work) }
        XCTAssertFalse(backlog.finish(group[0]))
        backlog.release(group)
        XCTAssertEqual(names(backlog.nextGroup(most: 8)), ["2", "3", "4", "5"])
    }

    func testALargeFileIsNotOvertaken() {
        var backlog = backlog(["1", "large", "3"])
        let group = backlog.nextGroup(most: 3)
        backlog.putLarge(group[1])
        backlog.putBack(group[2])
        backlog.release(group)
        XCTAssertEqual(backlog.nextGroup(most: 3), [])
        let large = backlog.nextLarge().map { [$0] } ?? []
        XCTAssertEqual(names(large), ["large"])
        XCTAssertEqual(backlog.nextGroup(most: 3), [])
        backlog.release(large)
        XCTAssertEqual(names(backlog.nextGroup(most: 3)), ["3"])
    }

    func testANameThatIsClosedAgainHasArrivedAgain() {
        var backlog = backlog(["1", "2"])
        backlog.add(work("3", closed: true))
        backlog.add(work("1", closed: true))
        backlog.add(work("2"))
        XCTAssertEqual(backlog.count, 3)
        XCTAssertEqual(names(backlog.nextGroup(most: 3)), ["2", "3", "1"])
        XCTAssertEqual(backlog.count, 0)
    }

    func testANameThatIsUsedAgainWhileItIsInHandIsNotOvertaken() {
        var backlog = backlog(["1"])
        let group = backlog.nextGroup(most: 1)
        backlog.add(work("1", closed: true))
        backlog.add(work("2", closed: true))
        backlog.release(group)
        XCTAssertEqual(backlog.nextGroup(most: 2), [], "the second file of that name waits for the first to be decided")
        XCTAssertTrue(backlog.finish(group[0]))
        var again = work("1", closed: true)
        again.arrival = backlog.takeArrival(of: group[0])
        backlog.add(again)
        XCTAssertEqual(names(backlog.nextGroup(most: 2)), ["1", "2"])
    }

    func testANameThatWasInHandWhenEventsWereLostStandsWhereItIsListed() {
        var backlog = backlog(["1", "2"])
        let group = backlog.nextGroup(most: 2)
        backlog.add(work("2", closed: true))
        backlog.doubtInHand(of: ann, until: 5)
        // A listing, the earliest first: of the second, it was heard when it arrived.
        for name in ["0", "1", "2", "3"] { backlog.add(work(name), isListed: true) }
        backlog.release(group)
        for done in group {
            _ = backlog.finish(done)
            XCTAssertNotNil(backlog.takeDoubt(of: done))
            var again = work(done.name.description)
            again.arrival = backlog.takeArrival(of: done)
            backlog.add(again)
        }
        XCTAssertEqual(names(backlog.nextGroup(most: 4)), ["2", "0", "1", "3"])
    }

    func testAnEventDoesNotOvertakeNamesThatAreNotListedYet() {
        var backlog = backlog(["1"])
        backlog.expectMore(of: ann)
        XCTAssertFalse(backlog.add(work("9", closed: true)))
        XCTAssertTrue(backlog.add(work("1", closed: true)), "it is known")
        XCTAssertEqual(backlog.sendersToList(), [ann])
        backlog.expectMore(of: ann, false)
        XCTAssertTrue(backlog.add(work("9", closed: true)))
    }

    func testAGroupFromBeforeTheOrderWasKeptLetsNothingOvertakeTheOneThatIsOut() {
        var backlog = Backlog()
        for name in ["1", "2", "3"] { backlog.add(work(name)) }
        let before = backlog.nextGroup(most: 1)
        backlog.keepOrder(true, of: ann)
        let group = backlog.nextGroup(most: 1)
        XCTAssertEqual(names(group), ["2"])
        backlog.release(before)
        XCTAssertEqual(backlog.nextGroup(most: 1), [], "2 is still with its worker")
        // Nor does a table in between.
        backlog.keepOrder(false, of: ann)
        backlog.keepOrder(true, of: ann)
        XCTAssertEqual(backlog.nextGroup(most: 1), [])
        backlog.release(group)
        XCTAssertEqual(names(backlog.nextGroup(most: 1)), ["3"])
    }

    func testALargeFileFromBeforeTheOrderWasKeptIsNotOvertakenEither() {
        var backlog = Backlog()
        for name in ["large", "small", "3"] { backlog.add(work(name)) }
        let before = backlog.nextGroup(most: 2)
        backlog.putLarge(before[0])
        backlog.keepOrder(true, of: ann)
        let large = backlog.nextLarge().map { [$0] } ?? []
        XCTAssertEqual(names(large), ["large"])
        backlog.release(before)
        XCTAssertEqual(backlog.nextGroup(most: 1), [])
        backlog.release(large)
        XCTAssertEqual(names(backlog.nextGroup(most: 1)), ["3"])
    }

    func testWhatWaitsKeepsWaitingWhenAnotherTableIsInForce() {
        var backlog = backlog(["1", "2", "3"])
        let group = backlog.nextGroup(most: 1)
        backlog.keepOrder(false, of: ann)
        XCTAssertEqual(names(backlog.nextGroup(most: 1)), ["2"])
        backlog.keepOrder(true, of: ann)
        backlog.release(group)
        XCTAssertEqual(names(backlog.nextGroup(most: 4)), ["3"])
        XCTAssertEqual(backlog.count, 0)
    }
}
