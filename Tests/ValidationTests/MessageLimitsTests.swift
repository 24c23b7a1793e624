// What a message may cost: each limit's refusal names the limit, what to do, the operator's setting, and the place.

import Messages
import Validation
import XCTest
import XML

final class MessageLimitsTests: XCTestCase {
    private func bench() throws -> Workbench {
        let bench = try Workbench(
            schema: Workbench.schema("<xs:element name='A' type='xs:anyType'/>"), root: "{urn:t}A")
        bench.limits.document.depth = 3
        bench.limits.document.attributes = 4
        bench.limits.document.text = 20
        bench.limits.document.name = 10
        bench.limits.messageID = 5
        return bench
    }

    private func check(_ text: String, _ reason: Reason, _ code: MessageError.Code, _ position: String, _ words: String)
        throws
    {
        let judgement = try bench().judge(text)
        XCTAssertEqual(judgement.refusal?.reason, reason, text)
        XCTAssertEqual(judgement.positions, ["\(position) \(code.rawValue)"], text)
        XCTAssertEqual(judgement.refusal?.errors.first?.text, words, text)
    }

    func testOfXML() throws {
        let start = "<A xmlns='urn:t'>\n"
        try check(
            start + "<B><C><D/></C></B>", .tooDeep, .depth, "2:7",
            "elements are nested deeper than 3 levels; nest less, or ask the operator to raise max-depth")
        try check(
            start + "<B a='' b='' c='' d='' e=''/>", .limit, .attributes, "2:1",
            "an element has more than 4 attributes; use fewer, or ask the operator to raise max-attributes")
        try check(
            start + "<B>\(String(repeating: "x", count: 21))</B>", .limit, .text, "2:1",
            "a text is longer than 20 bytes; shorten it, or ask the operator to raise max-text")
        let name = "a name is longer than 10 bytes; shorten it, or ask the operator to raise max-name"
        try check(start + "<B/>\n<Bcdefghijkl/>", .limit, .name, "3:1", name)
        try check(start + "<B/>\n<p:B xmlns:p='u' p:bcdefghijkl=''/>", .limit, .name, "3:1", name)
    }

    func testOfJSON() throws {
        try check(
            "{\"A\":\n{\"B\":{\"C\":{\"D\":1}}}}", .tooDeep, .depth, "2:16",
            "elements are nested deeper than 3 levels; nest less, or ask the operator to raise max-depth")
        let name = "a name is longer than 10 bytes; shorten it, or ask the operator to raise max-name"
        for member in ["bcdefghijkl", "@bcdefghijkl", "\\u0061\\u0061"] {
            try check("{\"A\":\n{\"\(member)\":1}}", .limit, .name, "2:2", name)
        }
        XCTAssertNotEqual(try bench().judge("{\"A\":{\"@bcdefghijk\":1}}").verdict, "limit", "the sign does not count")
    }

    func testDifferentNames() throws {
        let words = "the document has more than 10000 different names; use those that the contract has"
        let names = (0..<10_100).map { "n\($0)" }
        for text in [
            "<A xmlns='urn:t'>\n" + names.map { "<\($0)/>" }.joined() + "</A>",
            "<A xmlns='urn:t'>\n" + names.map { "<?\($0)?>" }.joined() + "</A>",
            "{\"A\":\n{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}}",
        ] {
            let refusal = try bench().judge(text).refusal
            XCTAssertEqual(refusal?.reason, .limit)
            XCTAssertEqual(refusal?.errors.map(\.code), [.names])
            XCTAssertEqual(refusal?.errors.first?.line, 2)
            XCTAssertEqual(refusal?.errors.first?.text, words)
        }
        let few = "<A xmlns='urn:t'>" + names.prefix(9_900).map { "<\($0)/>" }.joined() + "</A>"
        XCTAssertNotEqual(try bench().judge(few).verdict, "limit")
    }

    /// What a parser has read before must not make a difference.
    func testOnlyTheNamesOfOneDocumentCount() throws {
        let bench = try bench()
        var validator = Validator()
        func text(_ range: Range<Int>) -> [UInt8] {
            Array("<A xmlns='urn:t'>\(range.map { "<n\($0)/>" }.joined())</A>".utf8)
        }
        for start in stride(from: 0, to: 60_000, by: 6_000) {
            XCTAssertEqual(bench.judge(bytes: text(start..<(start + 6_000)), by: &validator).verdict, "no-message-id")
        }
        XCTAssertEqual(bench.judge(bytes: text(0..<10_100), by: &validator).verdict, "limit")
        XCTAssertEqual(bench.judge(bytes: text(0..<100), by: &validator).verdict, "no-message-id")
    }

    /// A list whose items have keys, and references to them that stand where the test says.
    private static func keyed(references: String, inner: String = "") -> String {
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" xmlns:t="urn:t" targetNamespace="urn:t" \
        elementFormDefault="qualified"><xs:element name='A'><xs:complexType><xs:sequence>
        <xs:element name='B' maxOccurs='unbounded'><xs:complexType><xs:attribute name='k'/><xs:attribute name='r'/>
        </xs:complexType>\(inner)</xs:element></xs:sequence></xs:complexType>\(references)</xs:element></xs:schema>
        """
    }

    /// Keys and references of one element are looked up in a table: a hundred thousand take no second.
    func testAHundredThousandKeysOfOneElementAreJudgedInTime() throws {
        let rules = """
            <xs:key name='k'><xs:selector xpath='t:B'/><xs:field xpath='@k'/></xs:key>
            <xs:keyref name='r' refer='t:k'><xs:selector xpath='t:B'/><xs:field xpath='@r'/></xs:keyref>
            """
        let bench = try Workbench(schema: Self.keyed(references: rules), root: "{urn:t}A")
        bench.limits.time = 20_000_000_000
        let items = (0..<100_000).map { "<B k='k\($0)' r='k\(99_999 - $0)'/>" }.joined()
        XCTAssertEqual(bench.judge("<A xmlns='urn:t'>\(items)</A>").verdict, "no-message-id")
        XCTAssertEqual(bench.judge("<A xmlns='urn:t'>\(items)<B k='k7'/></A>").findings, ["key /A/B[100001]"])
    }

    func testAContractWhoseReferencesWouldCostQuadraticTimeDoesNotLoad() throws {
        let outer = "<xs:keyref name='r' refer='t:k'><xs:selector xpath='t:B'/><xs:field xpath='@r'/></xs:keyref>"
        let inner = "<xs:key name='k'><xs:selector xpath='.'/><xs:field xpath='@k'/></xs:key>"
        XCTAssertThrowsError(
            try Workbench(schema: Self.keyed(references: outer, inner: inner), root: "{urn:t}A")
        ) { error in
            let texts = (error as? SchemaProblems)?.problems.map(\.text) ?? []
            XCTAssertTrue(texts.contains { $0.hasPrefix("an xs:keyref refers to 'k'") }, "\(texts)")
        }
        XCTAssertNoThrow(try Workbench(schema: Self.keyed(references: "", inner: inner), root: "{urn:t}A"))
    }

    func testTimeThatIsUsedUpIsTold() throws {
        let bench = try Workbench(schema: Self.keyed(references: ""), root: "{urn:t}A")
        bench.limits.time = 2_000_000
        for text in [
            "<A xmlns='urn:t'>\n\(String(repeating: "<B/>", count: 200_000))</A>",
            "{\"A\":\n{\"B\":[\(String(repeating: "{},", count: 200_000)){}]}}",
        ] {
            let refusal = bench.judge(text).refusal
            XCTAssertEqual(refusal?.reason, .limit)
            XCTAssertEqual(refusal?.errors.map(\.code), [.time])
            XCTAssertEqual(refusal?.errors.first?.line, 2)
            XCTAssertEqual(
                refusal?.errors.first?.text,
                "judging took more than 2 ms of computing for 10 MB; send less in one message, "
                    + "or ask the operator to raise max-time")
        }
    }

    func testAMessageIDThatIsTooLong() throws {
        let bench = try Workbench(
            schema: Workbench.schema(
                "<xs:element name='A'><xs:complexType><xs:attribute name='id'/></xs:complexType></xs:element>"),
            root: "{urn:t}A", fields: [.messageID: "@id"])
        bench.limits.messageID = 5
        let refusal = bench.judge("<A xmlns='urn:t' id='123456'/>").refusal
        XCTAssertEqual(refusal?.errors.first?.text, "the message id is longer than 5 bytes; give it a shorter one")
        XCTAssertEqual(refusal?.errors.first?.place, "/A/@id")
    }

    func testAMessageWithoutIDIsToldWhereItBelongs() throws {
        let bench = try Workbench(
            schema: Workbench.schema(
                "<xs:element name='A'><xs:complexType><xs:attribute name='id'/></xs:complexType></xs:element>"),
            root: "{urn:t}A", fields: [.messageID: "@id"])
        for message in ["<A xmlns='urn:t' id=' '/>", "<A xmlns='urn:t'/>"] {
            let refusal = bench.judge(message).refusal
            XCTAssertEqual(refusal?.reason, .noMessageID)
            XCTAssertEqual(refusal?.errors.first?.place, "/A/@id")
        }
    }
}
