// A drain ends when nothing is left to do, also where that changes while it is being asked.

import Dispatch
import Messages
import Recording
import Spooling
import Synchronization
import XCTest

@testable import Relaying

final class RelayEndingTests: XCTestCase {
    private var trial: RelayTrial!

    override func setUpWithError() throws { trial = try RelayTrial(drains: true) }
    override func tearDown() { trial.remove() }

    private var codes: [Int32] { trial.ending.codes.withLock { $0 } }

    private func waitForTheEnd(line: UInt = #line) {
        XCTAssertEqual(trial.ending.isThere.wait(timeout: .now() + 60), .success, line: line)
    }

    func testAMessageThatComesToItsProgramWhileADrainIsAboutToEndIsDeliveredBeforeThat() throws {
        let message = try trial.message(1)
        let (relay, programs) = (trial.relay, trial.programs)
        relay.control.sync {
            relay.checkEnd()
            // They say that they are at rest, and then they are not any more.
            programs.queue.sync {}
            programs.queue.sync { programs.add([message]) }
        }
        relay.control.sync {}
        XCTAssertEqual(codes, [], "its program runs")
        try trial.letGo()
        waitForTheEnd()
        XCTAssertEqual(codes, [0])
        XCTAssertEqual(try LedgerReader(folder: relay.spool.ledger).record(1)?.event, .delivered)
    }

    func testNothingIsHandedOnAnyMoreWhenADrainHasEnded() {
        let (relay, programs) = (trial.relay, trial.programs)
        relay.control.sync { relay.checkEnd() }
        waitForTheEnd()
        XCTAssertTrue(programs.queue.sync { programs.isStopping })
    }
}
