// What a JSON string says, and which of its characters no XML value can hold.

import XCTest

@testable import Validation

final class JSONUnescapingTests: XCTestCase {
    private func unescaped(_ text: String) -> String? {
        var bytes: [UInt8] = []
        return JSONUnescaping.append(Array(text.utf8)[...], to: &bytes) ? String(decoding: bytes, as: UTF8.self) : nil
    }

    func testEscapesAreRead() {
        let cases = [
            (#"a\"\\\/b"#, "a\"\\/b"), (#"\n\r\t"#, "\n\r\t"), (#"\u0041\u00e4\u20AC"#, "Aä€"),
            (#"\uD83D\uDE00\ud800\udc00\uDBFF\uDFFD"#, "\u{1F600}\u{10000}\u{10FFFD}"), (#"\\u0041"#, "\\u0041"),
            ("", ""),
            ("ä€\u{1F600}\u{7F}", "ä€\u{1F600}\u{7F}"),
            (#"\u0009\u000a\u000D\u0020\uD7FF\uE000\uFFFD"#, "\t\n\r \u{D7FF}\u{E000}\u{FFFD}"),
        ]
        for (text, expected) in cases { XCTAssertEqual(unescaped(text), expected, text) }
    }

    func testWhatXMLCannotHoldIsRefused() {
        for text in [
            #"\u0000"#, #"\u0008"#, #"\b"#, #"\f"#, #"\u000B"#, #"\u001F"#, #"\uFFFE"#, #"\uffff"#, "a\u{FFFE}",
            "\u{FFFF}b",
        ] {
            XCTAssertNil(unescaped(text), text)
        }
        for text in ["\u{FFFD}", "\u{FEFF}", "\u{EFFF}", "\u{F000}", "\u{1FFFE}", #"\uD83F\uDFFF"#] {
            XCTAssertNotNil(unescaped(text), text)
        }
    }

    func testBytesAreAppended() {
        var bytes = Array("before ".utf8)
        XCTAssertTrue(JSONUnescaping.append(Array(#"x\u0041 y"#.utf8)[1..<7], to: &bytes))
        XCTAssertEqual(String(decoding: bytes, as: UTF8.self), "before A")
    }
}
