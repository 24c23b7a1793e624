// XML for receipts: indentation, escapes, and characters that XML cannot hold.

import Messages
import XCTest

final class XMLTextTests: XCTestCase {
    private func content(_ value: String) -> String {
        var xml = XMLText()
        xml.element("e", value)
        let lines = String(decoding: xml.bytes, as: UTF8.self)
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<e>"
        XCTAssertTrue(lines.hasPrefix(head))
        XCTAssertTrue(lines.hasSuffix("</e>\n"))
        return String(decoding: lines.utf8.dropFirst(head.utf8.count).dropLast(5), as: UTF8.self)
    }

    func testAnElementInAnElement() {
        var xml = XMLText()
        xml.open("Receipt", namespace: "urn:luova:receipt:1")
        xml.element("Id", "1")
        xml.element("Left", nil)
        xml.open("Errors")
        xml.element("Text", "")
        xml.close("Errors")
        xml.close("Receipt")
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Receipt xmlns="urn:luova:receipt:1">
              <Id>1</Id>
              <Errors>
                <Text></Text>
              </Errors>
            </Receipt>

            """
        XCTAssertEqual(String(decoding: xml.bytes, as: UTF8.self), expected)
    }

    func testWhatIsTakenIsNotWrittenAgainAndTheRestFollows() {
        var text = XMLText()
        text.open("a")
        let first = text.take()
        XCTAssertEqual(text.bytes, [])
        text.element("b", "c")
        text.close("a")
        XCTAssertTrue(String(decoding: first + text.take(), as: UTF8.self).hasSuffix("?>\n<a>\n  <b>c</b>\n</a>\n"))
    }

    func testMarkupIsEscaped() {
        XCTAssertEqual(content("<a href=\"b\">&amp;</a>]]>"), "&lt;a href=\"b\"&gt;&amp;amp;&lt;/a&gt;]]&gt;")
    }

    func testTextOfOtherLanguagesStandsAsItIs() {
        XCTAssertEqual(content("päivää €\u{1F600}'"), "päivää €\u{1F600}'")
    }

    func testWhatATerminalOrALineReaderWouldActUponIsAReference() {
        XCTAssertEqual(content("a\tb\nc\rd"), "a&#9;b&#10;c&#13;d")
        XCTAssertEqual(content("\u{7F}\u{9B}\u{2028}"), "&#127;&#155;&#8232;")
    }

    func testWhatXMLCannotHoldIsReplaced() {
        for value in UInt32(0)..<0x20 where ![9, 10, 13].contains(value) {
            guard let scalar = Unicode.Scalar(value) else { return XCTFail("no scalar") }
            XCTAssertEqual(content("a\(scalar)b"), "a\u{FFFD}b", "\(value)")
        }
        XCTAssertEqual(content("\u{FFFE}\u{FFFF}"), "\u{FFFD}\u{FFFD}")
    }

    func testALineEndOfTwoBytesIsLookedAtByteByByte() {
        XCTAssertEqual(content("a\r\nb"), "a&#13;&#10;b")
    }

    func testBytesThatAreNoTextAreReplaced() {
        XCTAssertEqual(content(String(decoding: [0x61, 0xFF] as [UInt8], as: UTF8.self)), "a\u{FFFD}")
    }
}
