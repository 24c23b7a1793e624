// Text becomes text, whatever it holds.

import XCTest

@testable import Operating

final class HTMLTextTests: XCTestCase {
    func testMarkupInTextIsEscaped() {
        var html = HTMLText()
        html.raw("<p>")
        html.text(#"<script>"a" & 'b'"#)
        XCTAssertEqual(String(decoding: html.bytes, as: UTF8.self), "<p>&lt;script&gt;&quot;a&quot; &amp; 'b'")
    }

    func testThousandsAreApart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1_000"), (1_234_567, "1_234_567")] as [(UInt64, String)]
        {
            XCTAssertEqual(HTMLText.grouped(number), text.replacing("_", with: "\u{202F}"))
        }
    }

    func testATableHasHeadingsOfColumnsAndRows() {
        var html = HTMLText()
        html.table("t", "What <is>", ["A", "B"], numbers: [1], rows: [["x", "1"], ["y", "2"]])
        let text = String(decoding: html.bytes, as: UTF8.self)
        XCTAssertTrue(text.contains("What &lt;is&gt;"))
        XCTAssertEqual(text.components(separatedBy: "<th scope=\"col\"").count, 3)
        XCTAssertEqual(text.components(separatedBy: "<th scope=\"row\">").count, 3)
        XCTAssertTrue(text.contains("<td class=\"number\">2</td>"))
    }
}
