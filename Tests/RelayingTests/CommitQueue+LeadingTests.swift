// Whose thread commits what a worker hands in.

import Foundation
import Messages
import Recording
import Routing
import Support
import Synchronization
import XCTest

@testable import Relaying

final class CommitQueueLeadingTests: XCTestCase {
    private var trial: CommitQueueTrial!
    private var queue: CommitQueue { trial.queue }
    /// The threads that committed, one for each group.
    private var threads: [pthread_t] { trial.told.map(\.thread) }

    override func setUpWithError() throws { trial = try CommitQueueTrial() }

    override func tearDown() {
        trial.folder.remove()
        trial = nil
    }

    private func pauseAll() -> Commit.Item {
        let intervention = Intervention(by: Operator(user: 0, name: "root"), comment: nil)
        return .operation(Operation(step: .pause(.taking), intervention: intervention, done: { _ in }))
    }

    private func handIn(mayLead: Bool) {
        queue.announce()
        queue.handIn([pauseAll()], mayLead: mayLead)
    }

    private func haveSyncs(take nanoseconds: Int64) { queue.inbox.withLock { $0.syncTime = nanoseconds } }

    func testWhoHandsInCommitsWhereSyncsAreQuick() {
        haveSyncs(take: 1_000)
        handIn(mayLead: true)
        XCTAssertEqual(threads, [pthread_self()])
    }

    func testWhoHandsInDoesNotWaitForADisk() {
        haveSyncs(take: 10_000_000)
        handIn(mayLead: true)
        XCTAssertTrue(eventually { threads.count == 1 })
        XCTAssertNotEqual(threads, [pthread_self()])
    }

    func testWhoMayNotWaitDoesNot() {
        haveSyncs(take: 1_000)
        handIn(mayLead: false)
        XCTAssertTrue(eventually { threads.count == 1 })
        XCTAssertNotEqual(threads, [pthread_self()])
    }

    func testWhoHasNothingToHandInCommitsNothing() {
        haveSyncs(take: 1_000)
        queue.announce()
        queue.handIn([], mayLead: true)
        XCTAssertTrue(queue.isIdle)
        XCTAssertTrue(threads.isEmpty)
    }

    func testSmallerPartsAreWorthwhileWhereSyncsAreQuick() {
        XCTAssertEqual(queue.worthwhile, Relay.mostInGroup, "before the first sync they are taken to be slow")
        haveSyncs(take: 1_000)
        XCTAssertEqual(queue.worthwhile, CommitQueue.fewWanted)
    }

    func testAWaitForMoreHasAnEndWhereNobodyComes() {
        haveSyncs(take: 1_000)
        queue.fill(to: 500)
        queue.announce()
        handIn(mayLead: true)
        XCTAssertTrue(eventually { threads.count == 1 }, "the one who is announced is still at work")
    }
}
