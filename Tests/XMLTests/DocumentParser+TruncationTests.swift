// Whether a document that is not well-formed only ends too early: asked at every byte of a document that holds every
// kind of markup.

import XCTest
import XML

final class DocumentParserTruncationTests: XCTestCase {
    private static let whole = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- a comment - with <markup> & more -->
        <?instruction with='something'?>
        <a:Order xmlns:a="urn:a" xmlns='urn:b' a:day="1 &gt; 0" time='"'>
          text &amp; &#228; ä \u{1F600} ]] &gt;
          <![CDATA[<section> & ]] > ]]>
          <Empty/><b c="d"></b><!-- inside --><?again?>
        </a:Order>
        """

    private func isTruncated(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return isTruncated(bytes, count: bytes.count)
    }

    /// The answer for a document of which `parse` has said where it stumbles.
    private func isTruncated(_ bytes: [UInt8], count: Int) -> Bool {
        guard let bench = try? ParserBench("<xs:element name='R' type='xs:anyType'/>") else { return false }
        bench.limits.depth = 1_000_000
        guard let error = bench.read(Array(bytes[..<count])).error else { return false }
        return DocumentParser.isTruncated(bytes + [0], count: count, mistake: error)
    }

    func testADocumentCutAnywhereIsTruncated() {
        let bytes = Array(Self.whole.utf8)
        for count in 1..<bytes.count {
            let cut = String(decoding: bytes[..<count].suffix(30), as: UTF8.self)
            XCTAssertTrue(isTruncated(bytes, count: count), "…\(cut)")
        }
    }

    func testNothingBehindTheCountIsLookedAt() {
        let bytes = Array(Self.whole.utf8)
        for count in stride(from: 1, to: bytes.count, by: 7) {
            XCTAssertTrue(isTruncated(bytes + Array("</wrong>".utf8), count: count))
        }
    }

    func testAByteOrderMarkBelongsToTheDocument() {
        let bytes = [0xEF, 0xBB, 0xBF] + Array(Self.whole.utf8)
        for count in 1..<bytes.count {
            XCTAssertTrue(isTruncated(bytes, count: count), "\(count)")
        }
        XCTAssertFalse(isTruncated(bytes, count: bytes.count))
    }

    func testAWholeDocumentIsNotTruncated() {
        for behind in ["", "\n", "\n<!-- a comment -->\n", "<?instruction?>", " \r\n\t "] {
            XCTAssertFalse(isTruncated(Self.whole + behind), behind)
        }
    }

    func testAMalformedDocumentIsNotTruncated() {
        let texts = [
            "<a></b>", "<a><b></a>", "<a/><b/>", "<a/>text", "<a><b></c>", "<a b=c>", "<a b='<'><c>", "<a b='1' b='2'>",
            "<a>&undeclared;<b>", "<a>\u{1}<b>", "<a>]]><b>", "<a><!-- -- --><b>", "<x:a>", "<a x:b=''>", "<1><a>",
            "< a>",
            "<a><?xml version='1.0'?><b>", "text", "<?xml version='9'?><a>", "\n<?xml version='1.0'?><a>", "</a>",
            "<a>&#xFFFE;<b>", "<a b='&#0;'>", "<a><b/ ><c>", "<a>AT&T and more</a>", "<a>&</a>", "<a>x &amp y",
            "<a b='<a/>", "<a><!x", "<a>&am p", "<a></a/>", "<a b='1' b='2'/>", "<a></a?>", "<a></a-->", "<a b='<",
            "<!-- -->&",
        ]
        for text in texts { XCTAssertFalse(isTruncated(text), text) }
    }

    func testALongDocumentMayBeCutAnywhereInItsSecondMegabyte() {
        // A character of two bytes on each side of, and across, the border between two pieces.
        let start = "<a><b>"
        for padding in 0..<4 {
            let filling = String(repeating: "x", count: (1 << 20) - 2 - padding - start.utf8.count)
            let text = start + filling + "ääää</b><b>"
            for cut in 0..<12 {
                let bytes = Array(text.utf8.dropLast(cut))
                XCTAssertTrue(isTruncated(bytes, count: bytes.count), "\(padding) \(cut)")
            }
            XCTAssertFalse(isTruncated(text + "</a>"))
            XCTAssertFalse(isTruncated(text + "</b></a>"))
        }
    }

    func testDeepAndManyDocumentsAreAskedInAnyOrder() {
        XCTAssertTrue(isTruncated(String(repeating: "<a>", count: 100_000)))
        XCTAssertFalse(isTruncated("<a/>"))
        XCTAssertTrue(isTruncated("<a>"))
        XCTAssertFalse(isTruncated(String(repeating: "<a>", count: 1_000) + "</b>"))
    }
}
