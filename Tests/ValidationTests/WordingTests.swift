// The sentences that a sender reads: each kind of mistake has its code, the rule's own words, and what to do.

import Messages
import XCTest
import XML

@testable import Validation

final class WordingTests: XCTestCase {
    private func error(_ type: String, _ text: String) throws -> MessageError {
        let bench = try Workbench(
            schema: Workbench.schema("<xs:element name='A' type='\(type)'/>" + Self.types), root: "{urn:t}A")
        return try XCTUnwrap(bench.judge(text).refusal?.errors.first)
    }

    private static let types = """
        <xs:complexType name='C'><xs:sequence><xs:element name='B' type='P'/></xs:sequence>
        <xs:attribute name='d' type='E' use='required'/>
        </xs:complexType>
        <xs:simpleType name='P'><xs:restriction base='xs:string'><xs:pattern value='[a-z]{2}'/></xs:restriction>
        </xs:simpleType>
        <xs:simpleType name='E'><xs:restriction base='xs:string'><xs:enumeration value='x'/>
        <xs:enumeration value='y'/></xs:restriction></xs:simpleType>
        <xs:simpleType name='R'><xs:restriction base='xs:decimal'><xs:minInclusive value='2'/>
        <xs:fractionDigits value='1'/></xs:restriction></xs:simpleType>
        <xs:simpleType name='D'><xs:restriction base='D1'/></xs:simpleType>
        <xs:simpleType name='D1'><xs:restriction base='xs:date'/></xs:simpleType>
        <xs:simpleType name='L'><xs:union memberTypes='xs:date xs:int'/></xs:simpleType>
        """

    func testEachRuleIsToldInItsOwnWords() throws {
        let cases: [(type: String, text: String, code: MessageError.Code, words: String)] = [
            ("P", "1", .pattern, "the value does not match the pattern '[a-z]{2}'"),
            ("E", "z", .enumeration, "the value is not one of 'x', 'y'"),
            ("R", "1", .minInclusive, "the value must be at least 2"),
            ("R", "2.25", .fractionDigits, "the value must have at most 1 digits after the point"),
            ("xs:date", "1.1.2026", .type, "the value is not a valid xs:date, such as 2026-11-22"),
            ("xs:boolean", "yes", .type, "the value is not a valid xs:boolean: true or false"),
            ("R", "x", .type, "the value is not a valid R (xs:decimal), such as 12.50"),
            ("D", "x", .type, "the value is not a valid D (xs:date), such as 2026-11-22"),
            ("L", "x", .type, "the value is not a valid L"),
        ]
        for (type, text, code, words) in cases {
            let found = try error(type, "<A xmlns='urn:t'>\(text)</A>")
            XCTAssertEqual(found.code, code, words)
            XCTAssertEqual(found.text, words)
            XCTAssertEqual(found.place, "/A")
        }
        XCTAssertEqual(
            try error("C", "<A xmlns='urn:t' d='q'><B>ab</B></A>").text, "the attribute's value is not one of 'x', 'y'")
        XCTAssertEqual(try error("C", "<A xmlns='urn:t'><B>ab</B></A>").text, "this attribute is required; add it")
        XCTAssertEqual(try error("C", "<A xmlns='urn:t' d='x'/>").text, "an element is missing; expected next: B")
        XCTAssertEqual(
            try error("C", "<A xmlns='urn:t' d='x'><Z/></A>").text, "this element is not expected; expected here: B")
        XCTAssertEqual(
            try error("C", "<A xmlns='urn:t' d='x'><B>ab</B><Z/></A>").text,
            "this element is not expected; no element may stand here")
        XCTAssertEqual(
            try error("C", "<A xmlns='urn:t' d='x'>text<B>ab</B></A>").text,
            "text is not allowed here, only elements or nothing; remove it")
    }

    func testTheBuiltInTypeIsNamedOfElementsAttributesAndSimpleContent() throws {
        let schema = Workbench.schema(
            """
            <xs:element name='A'><xs:complexType><xs:sequence>
            <xs:element name='B'><xs:simpleType><xs:restriction base='xs:date'/></xs:simpleType></xs:element>
            <xs:element name='C' type='T'/><xs:element name='E'><xs:complexType><xs:simpleContent>
            <xs:restriction base='T'><xs:maxInclusive value='9'/></xs:restriction></xs:simpleContent></xs:complexType>
            </xs:element></xs:sequence></xs:complexType></xs:element>
            <xs:complexType name='T'><xs:simpleContent><xs:extension base='xs:decimal'>
            <xs:attribute name='k'><xs:simpleType><xs:restriction base='xs:gYear'/></xs:simpleType></xs:attribute>
            </xs:extension></xs:simpleContent></xs:complexType>
            """)
        let bench = try Workbench(schema: schema, root: "{urn:t}A")
        let texts = [
            "<A xmlns='urn:t'><B>x</B><C k='y'>z</C><E>w</E></A>",
            ##"{"A":{"B":"x","C":{"@k":"y","#text":"z"},"E":"w"}}"##,
        ]
        for text in texts {
            let found = (bench.judge(text).refusal?.errors ?? []).map { "\($0.place ?? "-") \($0.text)" }
            XCTAssertEqual(
                found.sorted(),
                [
                    "/A/B the value is not a valid xs:date, such as 2026-11-22",
                    "/A/C the value is not a valid xs:decimal, such as 12.50",
                    "/A/C/@k the attribute's value is not a valid xs:gYear, such as 2026",
                    "/A/E the value is not a valid xs:decimal, such as 12.50",
                ], text)
        }
    }
}
