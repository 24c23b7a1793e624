// Lines and columns of bytes.

import Support
import XCTest

@testable import Validation

final class TextPositionTests: XCTestCase {
    private func position(_ text: String) -> TextPosition { TextPosition(Array(text.utf8), count: text.utf8.count) }

    func testLinesAndColumnsCountFromOneInCharacters() {
        var position = position("ab\nä\r\n\nx")
        let expected = [
            (0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 2, 1), (4, 2, 1), (5, 2, 2), (6, 2, 3), (7, 3, 1), (8, 4, 1),
            (9, 4, 2),
        ]
        for (offset, line, column) in expected {
            let found = position.position(of: offset)
            XCTAssertEqual([found.line, found.column], [line, column], "\(offset)")
        }
    }

    func testTheOrderOfQuestionsMakesNoDifference() {
        let text = "ab\nä\r\n\nx\u{1F600}yz\n\u{1F600}"
        var asked = position(text)
        var places = Array(0...text.utf8.count)
        var numbers = SeededNumbers(seed: 3)
        for _ in 0..<20 {
            places.shuffle(using: &numbers)
            for place in places {
                var fresh = position(text)
                let (expected, found) = (fresh.position(of: place), asked.position(of: place))
                XCTAssertEqual([found.line, found.column], [expected.line, expected.column], "\(place)")
            }
        }
    }

    func testAByteOrderMarkIsNoCharacter() {
        var position = position("\u{FEFF}<a>\u{1F600}x\n<b>")
        let expected = [(0, 1, 1), (3, 1, 1), (4, 1, 2), (6, 1, 4), (10, 1, 5), (12, 2, 1)]
        for (offset, line, column) in expected {
            let found = position.position(of: offset)
            XCTAssertEqual([found.line, found.column], [line, column], "\(offset)")
        }
    }

    func testQuestionsMayComeInAnyOrder() {
        let text = (0..<50).map { String(repeating: "x", count: $0 % 7) }.joined(separator: "\n")
        let fresh = (0...text.utf8.count).map { offset in
            var position = position(text)
            let found = position.position(of: offset)
            return [found.line, found.column]
        }
        var reused = position(text)
        for offset in (0...text.utf8.count).shuffled() {
            let found = reused.position(of: offset)
            XCTAssertEqual([found.line, found.column], fresh[offset])
        }
    }

    func testWhatLiesBehindTheEndIsTheEnd() {
        var position = TextPosition(Array("ab\ncd".utf8), count: 2)
        let found = position.position(of: 100)
        XCTAssertEqual([found.line, found.column], [1, 3])
    }

    func testStartTags() {
        let position = position("<a><b c='>'>text</b></a>")
        XCTAssertEqual(position.tagStart(before: 5), 3)
        XCTAssertEqual(position.tagStart(before: 11), 3)
        XCTAssertEqual(position.tagStart(before: 2), 0)
        XCTAssertEqual(position.tagStart(before: 0), 0)
        XCTAssertEqual(position.tagStart(before: 1_000), 20)
    }
}
