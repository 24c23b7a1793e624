// An answer is lines, and one that ends it.

import Messages
import XCTest

@testable import Operating

final class ControlAnswerTests: XCTestCase {
    func testAnAnswerEndsWithItsCode() {
        var answer = ControlAnswer()
        answer.say("two\nlines")
        var json = JSONText()
        json.openObject()
        json.number("n", 1)
        json.closeObject()
        answer.add(json)
        XCTAssertEqual(
            String(decoding: answer.whole, as: UTF8.self), "{\"line\":\"two\\nlines\"}\n{\"n\":1}\n{\"end\":0}\n")
        answer.code = .data
        answer.text = "no"
        XCTAssertTrue(String(decoding: answer.whole, as: UTF8.self).hasSuffix("\n{\"end\":65,\"text\":\"no\"}\n"))
        XCTAssertEqual(
            String(decoding: ControlAnswer(.usage, "x").whole, as: UTF8.self), "{\"end\":64,\"text\":\"x\"}\n")
    }

    func testAPieceThatIsNotTheLastOneHasNoEnd() {
        var answer = ControlAnswer()
        answer.say("one")
        XCTAssertNil(answer.next)
        let piece = answer.followed { $0(ControlAnswer()) }
        XCTAssertNotNil(piece.next)
        XCTAssertEqual(String(decoding: piece.whole, as: UTF8.self), "{\"line\":\"one\"}\n")
    }

    func testAnAnswerIsFullAtTheBytesOfAPiece() {
        var answer = ControlAnswer()
        let line = String(repeating: "x", count: ControlAnswer.piece / 4)
        for _ in 0..<3 { answer.say(line) }
        XCTAssertFalse(answer.isFull)
        answer.say(line)
        XCTAssertTrue(answer.isFull)
    }
}
