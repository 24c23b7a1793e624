// Where a document stops being well-formed XML: the kind of mistake, and the line and column that are told.

import XCTest
import XML

final class WellFormednessTests: XCTestCase {
    private func error(_ text: String) throws -> WellFormednessError? {
        try ParserBench("<xs:element name='A' type='xs:anyType'/>").read(text).error
    }

    func testKindOfMistake() throws {
        let cases: [(String, WellFormednessError.Kind)] = [
            ("<A><B></A>", .syntax), ("<A b=c/>", .syntax), ("<A b='<'/>", .syntax), ("<A/><A/>", .syntax),
            ("<A>\u{1}</A>", .syntax), ("<A><!-- -- --></A>", .syntax), ("<A>]]></A>", .syntax),
            ("<A b='1' b='2'/>", .syntax),
            ("<A>&#0;</A>", .syntax), ("<A>&#xD800;</A>", .syntax), ("<1/>", .syntax),
            ("<A><?xml version='1.0'?></A>", .syntax),
            ("<x:A/>", .namespace), ("<A x:b=''/>", .namespace), ("<A xmlns:x=''/>", .namespace),
            ("<A xmlns:x='u' xmlns:y='u' x:b='' y:b=''/>", .namespace), ("<A>&b;</A>", .entity),
            ("<A b='&c;'/>", .entity),
            ("<A>&amp</A>", .entity),
        ]
        for (text, kind) in cases {
            let found = try error(text)
            XCTAssertEqual(found?.kind, kind, "\(text) \(found.map { "\($0)" } ?? "is well-formed")")
        }
    }

    func testLineAndColumnAreThoseOfTheFirstMistake() throws {
        let cases = [("<A>\n  <B>\n  </C>\n</A>\n&", 3), ("<A>\n\n\n&x;\n</A>", 4), ("<A\n b='1'\n b='2'/>", 3)]
        for (text, line) in cases { XCTAssertEqual(try error(text)?.line, line, text) }
        let mistake = try error("<A>ab&x;</A>")
        XCTAssertEqual(mistake?.line, 1)
        XCTAssertTrue((6...9).contains(mistake?.column ?? 0), "\(mistake?.column ?? 0)")
    }

    func testWellFormedDocumentsHaveNoMistake() throws {
        let texts = [
            "<A/>", "<A></A>\n<!-- end -->\n", "<?xml version='1.0'?><A/>",
            "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<A/>",
            "\u{FEFF}<A/>", "<A xml:lang='fi' xml:space='preserve'/>", "<A>\r\n\t</A>",
            "<A b='&#10;&quot;'>\u{10FFFF}\u{E000}</A>",
        ]
        for text in texts { XCTAssertNil(try error(text), text) }
    }

    func testADoctypeStopsTheReadingBeforeAnythingInIt() throws {
        let bench = try ParserBench("<xs:element name='A' type='xs:anyType'/>")
        let texts = [
            "<!DOCTYPE A><A/>", "<!DOCTYPE A SYSTEM 'file:///dev/zero'><A/>",
            "<?xml version='1.0'?>\n<!DOCTYPE A [<!ENTITY b '",
            "<!DOCTYPE A [<!ENTITY % b SYSTEM 'http://127.0.0.1:9/'> %b;]><A/>",
        ]
        for text in texts {
            let (conclusion, error) = bench.read(text)
            XCTAssertEqual(conclusion.stop, .doctype, text)
            XCTAssertNil(error, text)
            XCTAssertFalse(conclusion.isValid, text)
        }
    }
}
