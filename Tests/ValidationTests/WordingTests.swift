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
        """

    func testEachRuleIsToldInItsOwnWords() throws {
        let cases: [(type: String, text: String, code: MessageError.Code, words: String)] = [
            ("P", "1", .pattern, "the value does not match the pattern '[a-z]{2}'"),
            ("E", "z", .enumeration, "the value is not one of 'x', 'y'"),
            ("R", "1", .minInclusive, "the value must be at least 2"),
            ("R", "2.25", .fractionDigits, "the value must have at most 1 digits after the point"),
            ("xs:date", "1.1.2026", .type, "the value is not a valid xs:date, such as 2026-11-22"),
            ("xs:boolean", "yes", .type, "the value is not a valid xs:boolean: true or false"),
            ("R", "x", .type, "the value is not a valid R"),
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
}
