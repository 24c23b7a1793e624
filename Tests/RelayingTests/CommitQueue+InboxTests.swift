// When the committer is set to work, when it waits for more, and who goes on after a group.

import Files
import Messages
import Recording
import Routing
import XCTest

@testable import Relaying

final class CommitQueueInboxTests: XCTestCase {
    private var inbox = CommitQueue.Inbox()

    /// So many items, whatever they are.
    private func items(_ count: Int) -> [Commit.Item] {
        let intervention = Intervention(by: Operator(user: 0, name: "root"), comment: nil)
        let item = Commit.Item.operation(Operation(step: .pause(.taking), intervention: intervention, done: { _ in }))
        return Array(repeating: item, count: count)
    }

    /// One who was announced hands in so many.
    private func handIn(_ count: Int) -> Bool {
        inbox.announced += 1
        return inbox.add(items(count), isAnnounced: true)
    }

    private func beQuick() { inbox.syncTime = 1_000 }

    /// Many wait, one who is announced will hand in more, and one has handed in so many.
    private func waitForMore(than count: Int, whileAnnounced announced: Int = 1, line: UInt = #line) {
        inbox.mostWanted = 500
        inbox.announced = announced
        _ = handIn(count)
        XCTAssertNil(inbox.takeTurn(), line: line)
    }

    func testTheFirstWhoHandsInSetsTheCommitterToWork() {
        XCTAssertTrue(inbox.add(items(1), isAnnounced: false))
        XCTAssertFalse(inbox.add(items(1), isAnnounced: false))
        XCTAssertEqual(inbox.takeTurn()?.items.count, 2)
    }

    func testAGroupIsFilledUpWhereSyncsTakeLong() {
        inbox.mostWanted = 500
        XCTAssertTrue(handIn(499))
        XCTAssertNil(inbox.takeTurn())
        XCTAssertTrue(handIn(200))
        XCTAssertEqual(inbox.takeTurn()?.items.count, 500, "the rest is synced ahead")
        XCTAssertEqual(inbox.items.count, 199)
    }

    func testAWaitForMoreEndsWhenItHasLastedLongEnough() throws {
        let begun = Clock.monotonic()
        waitForMore(than: 1)
        let wait = try XCTUnwrap(inbox.timeFilling(at: begun))
        XCTAssertGreaterThanOrEqual(wait, CommitQueue.filling)
        XCTAssertFalse(inbox.lookAtFilling(at: begun), "it has only begun")
        XCTAssertTrue(inbox.lookAtFilling(at: begun + wait))
        XCTAssertEqual(inbox.takeTurn()?.items.count, 1)
    }

    func testAWaitForMoreIsTimedOnce() {
        waitForMore(than: 1)
        XCTAssertNotNil(inbox.timeFilling(at: 0))
        XCTAssertNil(inbox.timeFilling(at: 0))
        XCTAssertFalse(inbox.lookAtFilling(at: 0))
        XCTAssertNotNil(inbox.timeFilling(at: 0), "it was looked at, and goes on")
    }

    func testNoWaitIsNotTimed() {
        XCTAssertNil(inbox.timeFilling(at: 0))
        XCTAssertFalse(inbox.lookAtFilling(at: .max))
    }

    func testAFewAreEnoughWhereSyncsAreQuick() {
        beQuick()
        waitForMore(than: 100)
        XCTAssertTrue(handIn(300))
        XCTAssertEqual(inbox.takeTurn()?.items.count, 400)
    }

    func testNobodyIsWaitedForWhoIsNotAnnouncedWhereSyncsAreQuick() {
        beQuick()
        inbox.mostWanted = 500
        _ = handIn(1)
        XCTAssertEqual(inbox.takeTurn()?.items.count, 1)
    }

    func testTheLastWhoIsAnnouncedEndsTheWait() {
        beQuick()
        waitForMore(than: 1, whileAnnounced: 2)
        XCTAssertFalse(inbox.withdraw(), "there is one more to come")
        XCTAssertTrue(inbox.withdraw())
        XCTAssertEqual(inbox.takeTurn()?.items.count, 1)
    }

    func testAnEndedWaitIsNotBegunAnewByWhoIsAnnouncedMeanwhile() {
        beQuick()
        waitForMore(than: 1)
        XCTAssertTrue(inbox.withdraw())
        inbox.announced = 1
        XCTAssertEqual(inbox.takeTurn()?.items.count, 1)
        _ = handIn(1)
        XCTAssertNil(inbox.takeTurn(), "the next group is waited for again")
    }

    func testWhoHasNothingToHandInWakesNobodyWhoDoesNotWait() {
        inbox.announced = 1
        XCTAssertFalse(inbox.withdraw())
        XCTAssertFalse(inbox.isScheduled)
    }

    func testWhatIsThereIsLeftToWhoComesNextWhileManyWaitAndSyncsAreQuick() {
        beQuick()
        inbox.mostWanted = 500
        inbox.announced = 1
        _ = handIn(300)
        XCTAssertTrue(inbox.leave())
        XCTAssertTrue(handIn(1), "the next one is set to work, however little it has")
    }

    func testNothingIsLeftWhereNobodyWouldTakeIt() {
        inbox.mostWanted = 500
        inbox.announced = 1
        XCTAssertFalse(inbox.leave(), "syncs take long")
        beQuick()
        inbox.announced = 0
        XCTAssertFalse(inbox.leave(), "nobody comes")
        inbox.announced = 1
        inbox.mostWanted = 0
        XCTAssertFalse(inbox.leave(), "nobody waits")
        inbox.mostWanted = 500
        inbox.isAhead = true
        XCTAssertFalse(inbox.leave(), "a sync is under way")
    }
}
