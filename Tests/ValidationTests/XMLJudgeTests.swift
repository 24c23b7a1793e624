// What a sender of XML is told: the reason, and for each error the line, the column of its tag, and the element's path.

import Foundation
import Messages
import Validation
import XCTest
import XML

final class XMLJudgeTests: XCTestCase {
    private static let batch = """
        <xs:element name='Batch'><xs:complexType><xs:sequence>
          <xs:element name='Id' type='xs:string'/>
          <xs:element name='Report' maxOccurs='unbounded'><xs:complexType><xs:sequence>
            <xs:element name='Day' type='xs:date'/>
            <xs:element name='Sum' type='xs:decimal' minOccurs='0'/>
          </xs:sequence><xs:attribute name='n' type='xs:int'/></xs:complexType></xs:element>
        </xs:sequence></xs:complexType></xs:element>
        """

    private func bench() throws -> Workbench {
        try Workbench(schema: Workbench.schema(Self.batch), root: "{urn:t}Batch", fields: [.messageID: "Id"])
    }

    func testErrorsSayTheirPlace() throws {
        let judgement = try bench().judge(
            """
            <Batch xmlns='urn:t'>
              <Id>1</Id>
              <Report n='one'><Day>2026-01-01</Day></Report>
              <Report>
                <Day>today</Day>  <Sum>1,5</Sum>
              </Report>
              <Report
                 n='3'><Sum>2</Sum></Report>
              <Report/>
            </Batch>
            """)
        XCTAssertEqual(judgement.verdict, "invalid")
        XCTAssertEqual(
            judgement.findings,
            [
                "type /Batch/Report[1]/@n", "type /Batch/Report[2]/Day", "type /Batch/Report[2]/Sum",
                "unexpected-element /Batch/Report[3]/Sum", "missing-element /Batch/Report[4]",
            ])
        XCTAssertEqual(
            judgement.positions,
            ["3:3 type", "5:5 type", "5:23 type", "8:12 unexpected-element", "9:3 missing-element"])
    }

    func testAPositionStandsWhereAnElementMayRepeatOrIsNotTheFirst() throws {
        let text = "<Batch xmlns='urn:t'><Id>1</Id><Report><Day/></Report></Batch>"
        XCTAssertEqual(try bench().judge(text).findings, ["type /Batch/Report[1]/Day"])
        let twice = "<Batch xmlns='urn:t'><Id>1</Id><Id>2</Id><Report><Day/></Report></Batch>"
        // Behind an element that is not expected libxml2 judges no more of its parent's.
        XCTAssertEqual(try bench().judge(twice).findings, ["unexpected-element /Batch/Id[2]"])
    }

    func testABrokenFacetIsToldOnce() throws {
        let schema = Workbench.schema(
            """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B' type='T' maxOccurs='9'/>
            </xs:sequence>
            <xs:attribute name='c' type='T'/></xs:complexType></xs:element>
            <xs:simpleType name='T'><xs:restriction base='xs:string'><xs:pattern value='[a-z]+'/></xs:restriction>
            </xs:simpleType>
            """)
        let judgement = try Workbench(schema: schema, root: "{urn:t}A").judge(
            "<A xmlns='urn:t' c='1'><B>1</B><B>2</B></A>")
        XCTAssertEqual(judgement.findings, ["pattern /A/@c", "pattern /A/B[1]", "pattern /A/B[2]"])
        XCTAssertTrue(judgement.refusal?.errors.allSatisfy { $0.text.contains("[a-z]+") } ?? false)
    }

    func testAtMostAHundredErrorsAreKeptAndTheRestCounted() throws {
        for count in [99, 100, 101, 150] {
            let reports = String(repeating: "<Report><Day>x</Day></Report>\n", count: count)
            let refusal = try bench().judge("<Batch xmlns='urn:t'><Id>1</Id>\(reports)</Batch>").refusal
            XCTAssertEqual(refusal?.errors.count, min(count, 100))
            XCTAssertEqual(refusal?.moreErrors, max(0, count - 100))
            XCTAssertEqual(refusal?.errors.last?.line, min(count, 100))
        }
    }

    func testMistakesOfTheMarkupSayTheirPlaceAndWords() throws {
        let cases: [(text: String, line: Int, code: String, words: String)] = [
            ("<Batch xmlns='urn:t'>\n<Id>1</Ip>", 2, "syntax", "end tag"),
            ("<Batch xmlns='urn:t'>\n\n&x;</Batch>", 3, "entity", "&amp;"),
            ("<Batch xmlns='urn:t'>\n<p:Id/></Batch>", 2, "namespace", "prefix"),
            ("<Batch xmlns='urn:t'/>\nx", 2, "syntax", "behind the end"),
            ("<Batch xmlns='urn:t'>\n<Id a='1' a='2'/></Batch>", 2, "syntax", "twice"),
            ("<Batch xmlns='urn:t'><Id>\n\u{2}</Id></Batch>", 2, "syntax", "character"),
        ]
        for (text, line, code, words) in cases {
            let error = try XCTUnwrap(bench().judge(text).refusal?.errors.first)
            XCTAssertEqual(error.line, line, text)
            XCTAssertEqual(error.code.rawValue, code, text)
            XCTAssertTrue(error.text.contains(words), "\(text): \(error.text)")
            XCTAssertNotNil(error.column)
        }
    }

    func testStopsSayWhere() throws {
        let bench = try bench()
        bench.limits.document.depth = 3
        bench.limits.document.attributes = 2
        bench.limits.document.text = 20
        let cases = [
            ("<Batch xmlns='urn:t'>\n <Id>\n  <a><b/></a></Id>", "3:6 depth"),
            ("\n<Batch xmlns='urn:t'>\n <Id a='' b='' c=''/>", "3:2 attributes"),
            ("<Batch xmlns='urn:t'>\n<Id>\(String(repeating: "x", count: 21))</Id>", "2:1 text"),
            ("<!-- -->\n <!DOCTYPE a>", "2:2 doctype"),
            ("<?a?>\n<Other/>", "2:1 root"),
        ]
        for (text, position) in cases { XCTAssertEqual(bench.judge(text).positions, [position], text) }
    }

    func testByteOrderMarkAndDeclarationsOfUTF8AreTaken() throws {
        let text = "<Batch xmlns='urn:t'><Id>ä</Id><Report><Day>2026-01-01</Day></Report></Batch>"
        for start in [
            "\u{FEFF}", "<?xml version='1.0' encoding='UTF-8'?>", "<?xml version='1.0' encoding='utf-8'?>\n",
            "\u{FEFF}<?xml version='1.0'?>",
        ] {
            XCTAssertEqual(try bench().judge(start + text).header.messageID, Array("ä".utf8), start)
        }
    }

    func testANULIsMalformedWhereverItStands() throws {
        for text in [
            "<Batch xmlns='urn:t'>\n\u{0}", "\n<Batch\u{0}", "<!--\n\u{0}",
            "<Batch xmlns='urn:t'><Id>1</Id></Batch>\n\u{0}<",
        ] {
            let judgement = try bench().judge(text)
            XCTAssertEqual(judgement.verdict, "malformed")
            XCTAssertEqual(
                judgement.refusal?.errors.first?.line, text.split(separator: "\u{0}")[0].filter { $0 == "\n" }.count + 1
            )
        }
    }

    func testTheHeaderIsGivenAlsoOfAnInvalidMessage() throws {
        let judgement = try bench().judge("<Batch xmlns='urn:t'><Id> 7 </Id><Else/></Batch>")
        XCTAssertEqual(judgement.verdict, "invalid")
        XCTAssertEqual(judgement.header.messageID, Array("7".utf8))
        XCTAssertEqual(judgement.type, MessageType("a"))
    }

    private let string = Workbench.schema("<xs:element name='A' type='xs:string'/>")

    func testABareAmpersandIsMalformed() throws {
        let bench = try Workbench(schema: string, root: "{urn:t}A")
        for text in ["AT&T and more", "a & b", "&", "x &amp y"] {
            XCTAssertEqual(bench.judge("<A xmlns='urn:t'>\(text)</A>").verdict, "malformed", text)
        }
    }

    func testAttributesBeyondTheLimitCostLittle() throws {
        let bench = try Workbench(schema: string, root: "{urn:t}A")
        for attribute in ["a", "xmlns:a"] {
            let text = "<A xmlns='urn:t'" + (0..<200_000).map { " \(attribute)\($0)='u'" }.joined() + "/>"
            let start = Date()
            XCTAssertEqual(bench.judge(text).verdict, "limit")
            XCTAssertLessThan(Date().timeIntervalSince(start), 2)
        }
    }
}
