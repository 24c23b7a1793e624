// A group is measured as often as it has files.

import Files
import XCTest

@testable import Relaying

final class StageTimesTests: XCTestCase {
    func testAGroupWithoutFilesIsAGroupAndNothingElse() {
        let clock = StageClock()
        let now = Clock.monotonic()
        clock.committed([], since: now, at: now, isAhead: false)
        clock.committed([], since: now, at: now, isAhead: true)
        clock.judged(0, since: now)
        XCTAssertEqual(clock.times.groups, 2)
        XCTAssertEqual(clock.times.groupsAhead, 1)
        XCTAssertEqual(clock.times.committing.count, 0)
        XCTAssertEqual(clock.times.judging.count, 0)
    }

    func testWhatWasJudgedIsCountedByFiles() {
        let clock = StageClock()
        clock.judged(5, since: Clock.monotonic())
        XCTAssertEqual(clock.times.judging.count, 5)
        XCTAssertGreaterThanOrEqual(clock.times.judging.sum, 0)
    }
}
