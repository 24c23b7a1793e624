// An answer is lines, and one that ends it.

import Messages
import Operating
import XCTest

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
}
