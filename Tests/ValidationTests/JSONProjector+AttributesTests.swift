// Which attribute a member name means, and what @xsi:type and @xsi:nil do.

import Messages
import Validation
import XCTest

final class JSONProjectorAttributesTests: XCTestCase {
    private static let other = """
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:o'>
        <xs:import namespace='urn:t' schemaLocation='a.xsd'/><xs:attribute name='k' type='xs:date'/>
        <xs:complexType name='Far'><xs:complexContent><xs:extension base='t:Base'><xs:sequence>
        <xs:element name='F' type='xs:int'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
        </xs:schema>
        """
    private static let xml = """
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='http://www.w3.org/XML/1998/namespace'>
        <xs:attribute name='lang' type='xs:language'/></xs:schema>
        """
    private static let main = """
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:t' xmlns:o='urn:o'
          targetNamespace='urn:t' elementFormDefault='qualified'>
        <xs:import namespace='urn:o' schemaLocation='o.xsd'/>
        <xs:import namespace='http://www.w3.org/XML/1998/namespace' schemaLocation='xml.xsd'/>
        <xs:element name='A'><xs:complexType><xs:sequence>
          <xs:element name='B' type='Base' minOccurs='0' maxOccurs='9' nillable='true'/>
          <xs:element name='S' type='xs:decimal' minOccurs='0'/>
          <xs:element name='W' minOccurs='0'><xs:complexType><xs:anyAttribute processContents='lax'/></xs:complexType>
          </xs:element></xs:sequence>
          <xs:attribute name='k' type='xs:int'/><xs:attribute ref='o:k'/><xs:attribute ref='xml:lang'/></xs:complexType>
        </xs:element>
        <xs:complexType name='Base'><xs:sequence><xs:element name='C' type='xs:int'/><xs:element name='D' minOccurs='0'/>
          </xs:sequence><xs:attribute name='a' type='xs:int'/></xs:complexType>
        <xs:complexType name='Longer'><xs:complexContent><xs:extension base='Base'><xs:sequence>
          <xs:element name='E' type='xs:int'/></xs:sequence><xs:attribute name='e' type='xs:int'/></xs:extension>
          </xs:complexContent></xs:complexType>
        <xs:complexType name='Shorter'><xs:complexContent><xs:restriction base='Base'><xs:sequence>
          <xs:element name='C' type='xs:int'/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
        </xs:schema>
        """

    /// The findings on the members of the root; none when they are right.
    private func findings(_ members: String) throws -> [String] {
        let bench = try Workbench(["a.xsd": Self.main, "o.xsd": Self.other, "xml.xsd": Self.xml])
        try bench.add("a", schema: "a.xsd", root: "{urn:t}A")
        let judgement = bench.judge("{\"A\":{\(members)}}")
        return judgement.verdict == "no-message-id" ? [] : judgement.findings
    }

    private func check(_ cases: [(String, [String])]) throws {
        for (members, expected) in cases { XCTAssertEqual(try findings(members), expected, members) }
    }

    func testANamespaceReachesTheSecondOfTwoNamesakes() throws {
        try check([
            (#""@k":1"#, []), (#""@k":"x""#, ["type /A/@k"]), (#""@k":1,"@{urn:o}k":"2026-01-01""#, []),
            (#""@{urn:o}k":1"#, ["type /A/@{urn:o}k"]), (#""@{}k":1,"@{urn:o}k":"2026-01-01""#, []),
            (#""@k":1,"@{}k":1"#, ["duplicate-member /A/@{}k"]),
            (#""@{urn:o}z":1"#, ["unexpected-attribute /A/@{urn:o}z"]),
        ])
    }

    func testAttributesOfXMLItselfHaveTheirPrefix() throws {
        try check([
            (#""@xml:lang":"fi""#, []), (#""@xml:lang":"?""#, ["type /A/@xml:lang"]), (#""@lang":"fi""#, []),
            (#""@{http://www.w3.org/XML/1998/namespace}lang":"fi""#, []),
            (#""@lang":"fi","@xml:lang":"sv""#, ["duplicate-member /A/@xml:lang"]),
            (#""W":{"@xml:space":"preserve","@xml:base":"x","@xml:id":"y"}"#, []),
            (#""@xml:space":"preserve""#, ["unexpected-attribute /A/@xml:space"]),
            (#""W":{"@xml:other":1}"#, ["unexpected-attribute /A/W"]),
            (#""W":{"@p:other":1}"#, ["unexpected-attribute /A/W"]),
            (#""@xsi:schemaLocation":"urn:t a.xsd","@xsi:noNamespaceSchemaLocation":"b.xsd""#, []),
        ])
    }

    func testWildcardsTakeAttributes() throws {
        try check([
            (#""W":{"@a":1,"@{urn:x}a":2,"@{urn:o}k":"2026-01-01"}"#, []),
            (#""W":{"@{urn:o}k":1}"#, ["type /A/W/@{urn:o}k"]),
            (#""W":{"@a":1,"@{}a":2}"#, ["duplicate-member /A/W/@{}a"]),
            (#""W":{"@xmlns":"urn:x"}"#, ["unexpected-attribute /A/W/@xmlns"]),
            (#""W":{"@{http://www.w3.org/2000/xmlns/}p":"urn:x"}"#, ["unexpected-attribute /A/W"]),
        ])
    }

    func testATypeIsChosenByItsName() throws {
        for name in ["Longer", "{urn:t}Longer"] {
            try check([
                (#""B":{"@xsi:type":"\#(name)","C":1,"E":2}"#, []),
                (#""B":{"@xsi:type":"\#(name)","E":2,"D":0,"C":1}"#, []),
                (#""B":{"E":2,"@e":3,"C":1,"@a":1,"@xsi:type":"\#(name)","D":0}"#, []),
                (#""B":{"E":"x","C":1,"@xsi:type":"\#(name)"}"#, ["type /A/B/E"]),
                (#""B":{"C":1,"@xsi:type":"\#(name)"}"#, ["missing-element /A/B"]),
            ])
        }
        try check([
            (#""B":{"C":1,"E":2}"#, ["unexpected-element /A/B/E"]),
            (#""B":[{"C":1},{"@xsi:type":"{urn:o}Far","{}F":1,"C":1}]"#, []),
            (#""B":{"@xsi:type":"{urn:o}Far","F":"x","C":1}"#, ["type /A/B/F"]),
            (#""B":{"@xsi:type":"Shorter","C":1}"#, []),
            (#""B":{"@xsi:type":"Shorter","C":1,"D":1}"#, ["unexpected-element /A/B/D"]),
            (##""S":{"@xsi:type":"{http://www.w3.org/2001/XMLSchema}int","#text":"1"}"##, []),
            (##""S":{"@xsi:type":"{http://www.w3.org/2001/XMLSchema}int","#text":"1.5"}"##, ["type /A/S"]),
        ])
    }

    func testATypeThatCannotBeChosenIsToldAtTheElement() throws {
        for name in [
            "Lost", "{urn:x}Longer", "{}Longer", "{http://www.w3.org/2001/XMLSchema}int", "p:Longer", "", "a b",
        ] {
            let found = try findings(#""B":{"@xsi:type":"\#(name)","C":1}"#)
            XCTAssertFalse(found.isEmpty, name)
            XCTAssertTrue(found.allSatisfy { $0.contains(" /A/B") }, "\(name) \(found)")
        }
        XCTAssertEqual(
            try findings(#""B":{"@xsi:type":"Longer","C":1,"E":1,"@xsi:type":"Longer"}"#),
            ["duplicate-member /A/B/@xsi:type"])
        XCTAssertEqual(try findings(#""B":{"C":1,"@xsi:type":["Longer"]}"#), ["unexpected-attribute /A/B"])
    }

    func testMistakesBeforeTheTypeAreToldOnce() throws {
        XCTAssertEqual(
            try findings(#""B":{"1":0,"C":1,"C":1,"@xsi:type":"Longer","E":1}"#),
            ["unexpected-element /A/B/1", "duplicate-member /A/B/C"])
    }

    func testNilMayHaveOtherAttributes() throws {
        try check([
            (#""B":null"#, []), (#""B":{"@xsi:nil":true}"#, []), (#""B":{"@xsi:nil":"1","@a":1}"#, []),
            (#""B":{"@xsi:nil":true,"@a":"x"}"#, ["type /A/B/@a"]),
            (#""B":{"@xsi:nil":true,"C":1}"#, ["nil-content /A/B/C"]),
            (#""B":{"@xsi:nil":false,"C":1}"#, []), (#""S":{"@xsi:nil":true}"#, ["not-nillable /A/S"]),
            (#""B":{"@xsi:nil":true,"@xsi:type":"Longer","@e":1}"#, []),
        ])
    }
}
