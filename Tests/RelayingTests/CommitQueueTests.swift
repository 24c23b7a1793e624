// Who commits a group: the committer, or the one who hands it in while the committer rests.

import Dispatch
import Foundation
import Support
import XCTest

@testable import Relaying

final class CommitQueueTests: XCTestCase {
    private var trial: CommitQueueTrial!
    private var queue: CommitQueue { trial.queue }
    /// How many groups were told to be committed.
    private var committed: Int { trial.told.count { CommitQueueTrial.isCommitted($0.outcome) } }

    override func setUpWithError() throws { trial = try CommitQueueTrial() }

    override func tearDown() {
        trial.folder.remove()
        trial = nil
    }

    private func commit(_ finish: (CommitQueue.Outcome) -> Void = { _ in }) -> Bool {
        queue.announce()
        return queue.commit([], finish: finish)
    }

    private func note(_ count: Int) { for _ in 0..<count { queue.noted() } }

    func testWhatIsHandedInIsCommittedAndTold() {
        queue.submit([])
        XCTAssertTrue(eventually { committed == 1 })
        note(1)
        XCTAssertTrue(eventually { queue.isIdle })
    }

    func testWhoFindsTheCommitterAtRestIsAnsweredAtOnce() {
        for _ in 0..<2 {
            var isAnswered = false
            XCTAssertTrue(commit { isAnswered = CommitQueueTrial.isCommitted($0) })
            XCTAssertTrue(isAnswered)
            note(1)
        }
        XCTAssertTrue(queue.isIdle)
        XCTAssertEqual(committed, 0)
    }

    func testWhoFindsTheCommitterAtWorkIsToldLater() {
        // It waits for more, which is work as well.
        queue.fill(to: 100)
        queue.submit([])
        XCTAssertFalse(commit { _ in XCTFail("it was at work") })
        var noted = 0
        let comesToRest = eventually {
            let told = committed
            note(told - noted)
            noted = told
            return told > 0 && queue.isIdle
        }
        XCTAssertTrue(comesToRest)
    }

    func testItIsNotIdleBeforeEachOutcomeHasBeenTakenNoteOf() {
        _ = commit()
        XCTAssertFalse(queue.isIdle, "what the group left to do is not known yet")
        note(1)
        XCTAssertTrue(queue.isIdle)
    }

    func testItIsNotIdleWhileASyncBesideTheGroupsIsUnderWay() {
        let first = DispatchSemaphore(value: 0)
        queue.synchronizeLooseEnds { first.wait() }
        queue.synchronizeLooseEnds {}
        XCTAssertFalse(queue.isIdle, "a group of its own would find nothing to record, again and again")
        first.signal()
        XCTAssertTrue(eventually { queue.isIdle })
    }

    func testOutcomesAreToldInTheOrderOfTheirGroups() {
        let before = commit { _ in
            // The committer rests by now, and this one is told behind it all the same.
            self.queue.submit([])
            for _ in 0..<1_000 { sched_yield() }
            XCTAssertEqual(self.committed, 0)
        }
        XCTAssertTrue(before)
        XCTAssertTrue(eventually { committed == 1 })
    }

    func testAPulseIsAnsweredBehindAGroupOfOnesOwn() {
        let answered = expectation(description: "answered")
        _ = commit()
        queue.pulse { answered.fulfill() }
        wait(for: [answered], timeout: 30)
    }
}
