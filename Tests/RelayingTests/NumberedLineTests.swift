// A line in which each stands by its number, whenever it came.

import Support
import XCTest

@testable import Relaying

final class NumberedLineTests: XCTestCase {
    func testThoseThatCameInAnyOrderLeaveByTheirNumbers() {
        var numbers = SeededNumbers(seed: 7)
        var line = NumberedLine<UInt64>()
        var expected: [UInt64] = []
        var seen: [UInt64] = []
        // What leaves in between is never later than what comes afterwards, as with files and deliveries.
        for batch in 0..<20 {
            let batched = (0..<100).map { UInt64(batch * 100 + $0) }.shuffled(using: &numbers)
            for number in batched { line.insert(number, at: number) }
            expected += batched.sorted()
            for _ in 0..<100 { if let first = line.removeFirst() { seen.append(first.element) } }
        }
        XCTAssertEqual(seen, expected)
        XCTAssertEqual(line.count, 0)
        XCTAssertNil(line.removeFirst())
    }

    func testWhatComesBackStandsBeforeWhatCameAfterIt() {
        var line = NumberedLine<String>()
        for number in 1...1_500 { line.insert("\(number)", at: UInt64(number)) }
        for _ in 0..<1_000 { _ = line.removeFirst() }
        line.insert("back", at: 17)
        XCTAssertEqual(line.count, 501)
        XCTAssertEqual(line.removeFirst()?.element, "back")
        XCTAssertEqual(line.removeFirst()?.element, "1001")
    }

    func testThoseOfOneNumberLeaveAsTheyCame() {
        var line = NumberedLine<String>()
        for text in ["a", "b"] { line.insert(text, at: 5) }
        line.insert("c", at: 4)
        line.insert("d", at: 5)
        XCTAssertEqual((0..<4).compactMap { _ in line.removeFirst()?.element }, ["c", "a", "b", "d"])
    }
}
