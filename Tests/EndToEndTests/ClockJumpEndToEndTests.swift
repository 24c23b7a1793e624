// A clock that was days ahead, and is set right again.

import Support
import XCTest

final class ClockJumpEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    func testWhatWasAcceptedBeforeIsADuplicateAfterwards() throws {
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        try playground.drain()
        let daemon = try playground.start(environment: ["LUOVA_CLOCK_SHIFT": "\(10 * 86_400)"])
        try playground.drop(Playground.note("n-2"), as: "2.xml")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count == 2 }, playground.log)
        XCTAssertEqual(playground.stop(daemon), 0)
        for number in 1...2 { try playground.drop(Playground.note("n-\(number)"), as: "again-\(number).xml") }
        try playground.drain()
        XCTAssertEqual(playground.pickup("bob").count, 2)
        XCTAssertEqual(try playground.events("duplicate").count, 2)
        try playground.verify()
    }
}
