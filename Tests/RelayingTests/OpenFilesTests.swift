// How many files may be in hand by the limit of open files.

import XCTest

@testable import Relaying

final class OpenFilesTests: XCTestCase {
    func testALowLimitLeavesFewInHandAndAHighOneDecidesNothing() {
        let need = OpenFiles.need(participants: 3, workers: 2)
        let low = OpenFiles(limit: 10 + need)
        XCTAssertEqual(low.mostInHand(open: 10 + 14 + 15, workers: 2), OpenFiles.fewestInHand)
        let high = OpenFiles(limit: 1 << 20)
        XCTAssertGreaterThan(high.mostInHand(open: 200, workers: 8), Pace.bounds.upperBound)
    }

    func testEachParticipantTakesSomeOfThem() {
        let files = OpenFiles(limit: 1_000)
        let few = files.mostInHand(open: 50, workers: 2)
        XCTAssertEqual(few - files.mostInHand(open: 50 + 10 * OpenFiles.ofParticipant, workers: 2), 25)
    }
}
