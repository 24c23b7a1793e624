// What the service finds out by itself, when nobody tells it: that a fault is over, or a name was used again.

import Dispatch
import Files
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class RelayTakingTests: XCTestCase {
    private var trial: RelayTrial!

    override func setUpWithError() throws { trial = try RelayTrial(drains: false) }
    override func tearDown() { trial.remove() }

    func testANameThatIsAnotherFileSinceEventsWereLostIsLookedAtWhenItIsNoLongerInHand() throws {
        let relay = trial.relay
        let work = Work(sender: ParticipantIdentifier("alice"), name: fileName("x.xml"))
        try relay.spool.folders(of: work.sender).drop.create(work.name, mode: 0o640).write(Array("<N/>".utf8)[...])
        relay.control.sync {
            relay.backlog.add(work)
            XCTAssertEqual(relay.backlog.nextGroup(most: 1).count, 1)
            // As after an overflow.
            relay.rescan()
            XCTAssertEqual(relay.backlog.count, 0, "it is in hand")
            relay.done(work)
            XCTAssertEqual(relay.backlog.count, 1)
            // A file that came later has its event.
            XCTAssertEqual(relay.backlog.nextGroup(most: 1).count, 1)
            relay.backlog.doubtInHand(until: 0)
            relay.done(work)
            XCTAssertEqual(relay.backlog.count, 0)
        }
    }

    func testAClockThatHasCaughtUpIsNoticedWithoutAMessage() {
        let relay = trial.relay
        relay.control.sync {
            relay.note(.clock, "the clock is behind")
            relay.rescan(hears: true)
        }
        XCTAssertTrue(eventually(within: 60) { relay.control.sync { !relay.faults.has(.clock) } })
    }

    func testThatTheDiskHasRoomAgainIsNoticedWhileTakingIsPaused() throws {
        let relay = trial.relay
        let record = LedgerRecord(sequence: 1, time: Timestamp(nanoseconds: 0), event: .paused)
        let pause = try XCTUnwrap(Pause(record))
        relay.control.sync {
            relay.pauses[.taking] = pause
            relay.note(.readOnly, "the disk may only be read")
            relay.dispatch()
            XCTAssertFalse(relay.faults.has(.readOnly))
        }
    }
}
