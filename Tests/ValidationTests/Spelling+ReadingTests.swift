// The processing instructions that note how JSON was spelled.

import XCTest

@testable import Validation

final class SpellingReadingTests: XCTestCase {
    func testAKindAndPerhapsAMember() {
        XCTAssertEqual(Spelling(instruction: "json=\"bare\""), Spelling(kind: .bare))
        XCTAssertEqual(
            Spelling(instruction: "json=\"empty\" member=\"{urn:a}B\" "),
            Spelling(kind: .empty, member: Array("{urn:a}B".utf8)))
        XCTAssertEqual(
            Spelling(instruction: "json=\"name\" member=\"&lt;&amp;amp;&quot;&gt;&#10;&#9;&#13;\""),
            Spelling(kind: .name, member: Array("<&amp;\">\n\t\r".utf8)))
    }

    func testAnythingElseIsNone() {
        for text in [
            "", "json", "json=bare", "json=\"else\"", "json='bare'", "json=\"bare\" x", "json=\"bare\" member=B",
            "json=\"bare\" other=\"B\"", "json=\"bare\" member=\"B\" member=\"C\"", "x json=\"bare\"",
        ] {
            XCTAssertNil(Spelling(instruction: text), text)
        }
    }
}
