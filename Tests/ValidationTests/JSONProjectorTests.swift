// How JSON stands for elements: each rule of the projection, and what it does not allow.

import Messages
import Validation
import XCTest

final class JSONProjectorTests: XCTestCase {
    private static let declarations = """
        <xs:element name='A'><xs:complexType><xs:sequence>
          <xs:element name='S' type='xs:string' minOccurs='0' maxOccurs='3'/>
          <xs:element name='I' type='xs:decimal' minOccurs='0'/>
          <xs:element name='B' type='xs:boolean' minOccurs='0'/>
          <xs:element name='N' type='xs:int' nillable='true' minOccurs='0' maxOccurs='3'/>
          <xs:element name='C' minOccurs='0'><xs:complexType><xs:simpleContent><xs:extension base='Code'>
            <xs:attribute name='k' type='xs:int' use='required'/><xs:attribute name='t'/></xs:extension>
            </xs:simpleContent></xs:complexType></xs:element>
          <xs:element name='M' minOccurs='0'><xs:complexType mixed='true'><xs:sequence>
            <xs:element name='E' type='xs:string' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>
        </xs:sequence><xs:attribute name='id'/></xs:complexType></xs:element>
        <xs:simpleType name='Code'><xs:restriction base='xs:string'><xs:enumeration value='&lt;&amp;ä\u{1F600}'/>
          <xs:enumeration value='1.50'/><xs:enumeration value='-0.0e+1'/><xs:enumeration value='true'/>
          </xs:restriction></xs:simpleType>
        """

    /// The findings on the members of the root; `accepted` when there are none.
    private func findings(_ members: String) throws -> [String] {
        let bench = try Workbench(
            schema: Workbench.schema(Self.declarations), root: "{urn:t}A", fields: [.messageID: "@id"])
        let judgement = bench.judge("{\"A\":{\"@id\":\"1\"\(members.isEmpty ? "" : ",")\(members)}}")
        return judgement.refusal == nil ? ["accepted"] : judgement.findings
    }

    private func check(_ cases: [(String, [String])]) throws {
        for (members, expected) in cases { XCTAssertEqual(try findings(members), expected, members) }
    }

    func testScalarsAreText() throws {
        try check([
            (#""S":"text""#, ["accepted"]), (#""S":12"#, ["accepted"]), (#""S":"""#, ["accepted"]),
            (#""S":true"#, ["accepted"]),
            (#""I":12.50"#, ["accepted"]), (#""I":"12.50""#, ["accepted"]), (#""I":-0"#, ["accepted"]),
            (#""I":"x""#, ["type /A/I"]),
            (#""B":true"#, ["accepted"]), (#""B":false"#, ["accepted"]), (#""B":"true""#, ["accepted"]),
            (#""B":1"#, ["accepted"]),
            (#""B":"yes""#, ["type /A/B"]),
        ])
    }

    func testNumbersAreTakenAsTheyAreWritten() throws {
        try check([
            (##""C":{"@k":1,"#text":1.50}"##, ["accepted"]), (##""C":{"@k":1,"#text":1.5}"##, ["enumeration /A/C"]),
            (##""C":{"@k":1,"#text":-0.0e+1}"##, ["accepted"]), (##""C":{"@k":1,"#text":true}"##, ["accepted"]),
            (#""I":1e2"#, ["type /A/I"]),
        ])
    }

    func testAttributesAndText() throws {
        try check([
            (##""C":{"@k":"1","#text":"<&ä😀"}"##, ["accepted"]),
            (##""C":{"#text":"\u003c\u0026\u00e4\ud83d\ude00","@k":1}"##, ["accepted"]),
            (##""C":{"@t":"&amp; & <","@k":1,"#text":true}"##, ["accepted"]),
            (##""C":{"@k":"x","#text":true}"##, ["type /A/C/@k"]),
            (##""C":{"#text":true}"##, ["missing-attribute /A/C/@k"]), (#""C":"true""#, ["missing-attribute /A/C/@k"]),
            (##""C":{"@k":1,"@z":2,"#text":true}"##, ["unexpected-attribute /A/C/@z"]),
            (#""C":{"@k":1}"#, ["enumeration /A/C"]),
            (##""S":{"#text":"a"}"##, ["accepted"]), (#""S":{}"#, ["accepted"]),
            (#""S":{"@z":1}"#, ["unexpected-attribute /A/S/@z"]),
            (##""#text":"a""##, ["unexpected-text /A"]), (##""#text":" ""##, ["accepted"]),
            (##""M":{"#text":"a","E":"b"}"##, ["accepted"]),
        ])
    }

    func testAttributesAndTextAreScalars() throws {
        try check([
            (#""@z":{}"#, ["unexpected-attribute /A"]),
            (
                #""C":{"@k":[1],"@t":null}"#,
                [
                    "missing-attribute /A/C/@k", "enumeration /A/C", "unexpected-attribute /A/C",
                    "unexpected-attribute /A/C",
                ]
            ),
            (##""S":{"#text":{}}"##, ["unexpected-text /A/S"]), (##""S":{"#text":["a"]}"##, ["unexpected-text /A/S"]),
        ])
    }

    func testNullIsNil() throws {
        try check([
            (#""N":null"#, ["accepted"]), (#""N":[1,null,null]"#, ["accepted"]), (#""S":null"#, ["not-nillable /A/S"]),
            (#""S":["a",null]"#, ["not-nillable /A/S/1"]), (#""N":"""#, ["type /A/N"]),
            (#""Z":null"#, ["unexpected-element /A/Z"]),
        ])
        let bench = try Workbench(schema: Workbench.schema(Self.declarations), root: "{urn:t}A")
        XCTAssertEqual(bench.judge("{\"A\":null}").findings, ["not-nillable /A"])
    }

    func testArraysAreRepeatedElements() throws {
        try check([
            (#""S":["a"]"#, ["accepted"]), (#""S":["a","b","c"]"#, ["accepted"]),
            (#""S":["a","b","c","d"]"#, ["unexpected-element /A/S/3"]),
            (#""I":[1,2]"#, ["unexpected-element /A/I/1"]), (#""I":[1]"#, ["accepted"]), (#""I":[]"#, ["accepted"]),
            (#""S":[["a"]]"#, ["unexpected-element /A/S/0"]),
            (#""S":["a",[]]"#, ["unexpected-element /A/S/1"]), (##""S":[{"#text":"a"},"b",3]"##, ["accepted"]),
        ])
        let bench = try Workbench(schema: Workbench.schema(Self.declarations), root: "{urn:t}A")
        for text in ["{\"A\":[]}", "{\"A\":[{\"@id\":1}]}", "{\"A\":[1]}"] {
            XCTAssertEqual(bench.judge(text).verdict, "invalid", text)
        }
    }

    func testAMemberMayStandOnlyOnce() throws {
        try check([
            (#""S":"a","S":"b""#, ["duplicate-member /A/S"]),
            (#""S":"a","I":1,"\u0053":"b""#, ["duplicate-member /A/S"]), (#""@id":2"#, ["duplicate-member /A/@id"]),
            (##""C":{"@k":1,"#text":true,"#text":true}"##, ["duplicate-member /A/C/#text"]),
            (#""M":{"E":1,"E":1,"E":1}"#, ["duplicate-member /A/M/E", "duplicate-member /A/M/E"]),
            (#""s":1"#, ["unexpected-element /A/s"]),
        ])
        let many = (0..<40).map { "\"x\($0)\":1" }.joined(separator: ",")
        XCTAssertTrue(
            try findings("\(many),\"x3\":1,\"x39\":1").filter { $0.hasPrefix("duplicate") } == [
                "duplicate-member /A/x3", "duplicate-member /A/x39",
            ])
    }

    func testMembersMayStandInAnyOrder() throws {
        var members = [
            #""S":["a","b"]"#, #""I":1"#, #""B":true"#, #""N":null"#, ##""C":{"#text":1.50,"@k":2}"##,
            ##""M":{"E":"c","#text":"d"}"##,
        ]
        for _ in 0..<30 {
            members.shuffle()
            XCTAssertEqual(try findings(members.joined(separator: ",")), ["accepted"])
        }
    }

    func testCharactersThatXMLHasNotAreAMistake() throws {
        try check([
            (#""S":"a\u0000b""#, ["type /A/S"]), (#""S":"\b""#, ["type /A/S"]), (#""S":"\uFFFF""#, ["type /A/S"]),
            (#""C":{"@k":1,"@t":"\u0001"}"#, ["enumeration /A/C", "type /A/C"]),
            (#""S":"\t\r\n\u007f""#, ["accepted"]), (#""S\u0000":1"#, ["unexpected-element /A/?"]),
        ])
    }

    private let string = Workbench.schema("<xs:element name='A' type='xs:string'/>")

    func testXmlnsIsAStringAndMayBeEmpty() throws {
        let plain = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='A'/></xs:schema>"
        XCTAssertEqual(try Workbench(schema: plain, root: "A").judge(#"{"A":{"@xmlns":""}}"#).verdict, "no-message-id")
        for value in ["5", "null", "[]", "true"] {
            let found = try Workbench(schema: string, root: "{urn:t}A").judge(
                ##"{"A":{"@xmlns":\##(value),"#text":"x"}}"##)
            XCTAssertNotEqual(found.verdict, "no-message-id", value)
        }
    }

    func testNullIsNoText() throws {
        XCTAssertEqual(
            try Workbench(schema: string, root: "{urn:t}A").judge(##"{"A":{"#text":null}}"##).verdict, "invalid")
    }

    func testMemberNamesAreXMLNames() throws {
        let any =
            "<xs:element name='A'><xs:complexType><xs:sequence><xs:any processContents='skip'/></xs:sequence></xs:complexType></xs:element>"
        let bench = try Workbench(schema: Workbench.schema(any), root: "{urn:t}A")
        for name in ["a b", "", "1", "<x>", "a:b"] {
            XCTAssertEqual(bench.judge("{\"A\":{\"\(name)\":1}}").verdict, "invalid", name)
        }
    }
}
