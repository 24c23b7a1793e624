// Names that are looked at again later: in time, once, and in bounded memory.

import Files
import Messages
import Support
import XCTest

@testable import Relaying

final class DelayedWorkTests: XCTestCase {
    private let second: Int64 = 1_000_000_000

    private func work(_ name: String, of sender: String = "a") -> Work {
        Work(sender: ParticipantIdentifier(sender), name: fileName(name))
    }

    func testWhatIsDueIsTakenOnce() {
        var delayed = DelayedWork()
        XCTAssertEqual(delayed.add(work("x"), after: 1_000_000, now: second, isPatient: true), second + 1_000_000)
        XCTAssertEqual(delayed.take(until: second).works, [])
        XCTAssertEqual(delayed.take(until: second + 1_000_000).works, [work("x")])
        XCTAssertEqual(delayed.take(until: 9 * second).works, [])
        XCTAssertNil(delayed.nextDue)
    }

    func testADrainWaitsForWhatIsImpatientOnly() {
        var delayed = DelayedWork()
        _ = delayed.add(work("x"), after: second, now: 0, isPatient: true)
        XCTAssertFalse(delayed.hasImpatient)
        _ = delayed.add(work("y"), after: second, now: 0, isPatient: false)
        XCTAssertTrue(delayed.hasImpatient)
        _ = delayed.add(work("y"), after: second, now: 0, isPatient: true)
        XCTAssertFalse(delayed.hasImpatient)
    }

    func testWhatCanWaitForLongIsTakenTogether() {
        var delayed = DelayedWork()
        for number in 0..<1_000 {
            _ = delayed.add(work("\(number)"), after: second, now: Int64(number) * 1_000, isPatient: true)
        }
        let due = delayed.nextDue ?? 0
        XCTAssertGreaterThanOrEqual(due, second)
        XCTAssertLessThan(due, second + second / 10)
        XCTAssertEqual(delayed.take(until: due).works.count, 1_000)
    }

    func testAFolderIsListedAgainWhenThatIsDueAndADrainDoesNotWaitForIt() {
        var delayed = DelayedWork()
        XCTAssertEqual(delayed.list(ParticipantIdentifier("a"), after: second, now: second), 2 * second)
        XCTAssertFalse(delayed.isEmpty)
        XCTAssertFalse(delayed.hasImpatient)
        XCTAssertEqual(delayed.take(until: 2 * second - 1).folders, [])
        XCTAssertEqual(delayed.take(until: 2 * second).folders, [ParticipantIdentifier("a")])
        XCTAssertTrue(delayed.isEmpty)
    }

    func testBeyondABoundAFolderIsListedInsteadWhenAllAreDue() {
        var delayed = DelayedWork()
        for number in 0..<5_000 {
            _ = delayed.add(work("\(number)"), after: second, now: Int64(number) * 1_000_000, isPatient: false)
        }
        _ = delayed.add(work("other", of: "b"), after: second, now: 0, isPatient: true)
        let early = delayed.take(until: 3 * second)
        XCTAssertLessThan(early.works.count, 2_000)
        XCTAssertTrue(early.works.contains(work("other", of: "b")))
        XCTAssertEqual(early.folders, [])
        XCTAssertTrue(delayed.hasImpatient, "a drain waits for them")
        let late = delayed.take(until: 7 * second)
        XCTAssertEqual(late.folders, [ParticipantIdentifier("a")])
        XCTAssertNil(delayed.nextDue)
        XCTAssertFalse(delayed.hasImpatient)
    }
}
