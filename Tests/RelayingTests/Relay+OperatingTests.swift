// What an operator is told is so.

import Dispatch
import Files
import Messages
import Recording
import Support
import Synchronization
import XCTest

@testable import Relaying

final class RelayOperatingTests: XCTestCase {
    func testWhoIsToldThatNothingIsHandedOnToAReceiverCanRelyOnIt() throws {
        let trial = try RelayTrial(drains: false)
        defer { trial.remove() }
        let (relay, programs) = (trial.relay, trial.programs)
        let bob = ParticipantIdentifier("bob")
        let outcomes = Mutex<[OperatorOutcome]>([])
        let isAnswered = DispatchSemaphore(value: 0)
        let goesOn = DispatchSemaphore(value: 0)
        programs.queue.async { goesOn.wait() }
        relay.carryOut([.pause(.handing(to: bob))], by: Intervention(by: Operator(user: 0, name: "root"), comment: nil))
        { found in
            outcomes.withLock { $0 = found }
            isAnswered.signal()
        }
        XCTAssertTrue(eventually(within: 60) { relay.control.sync { !relay.pauses.isEmpty } })
        XCTAssertEqual(outcomes.withLock { $0.count }, 0, "programs do not know it yet")
        goesOn.signal()
        XCTAssertEqual(isAnswered.wait(timeout: .now() + 60), .success)
        XCTAssertEqual(outcomes.withLock { $0.count }, 1)
        XCTAssertTrue(programs.queue.sync { programs.paused.contains(bob) })
    }
}
