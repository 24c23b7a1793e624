// Every kind of rule once: which rule a message breaks, the rule's own operand, the attribute at fault, and that
// nothing of what the message held gets into any of them.

import XCTest
import XML

final class ViolationClassificationTests: XCTestCase {
    private struct Case {
        var rule: Violation.Rule
        var operand = ""
        var attribute: String?
        /// The schema's declarations.
        var schema: String
        var text: String
        /// What the message holds and no violation may tell.
        var secret = "S3CRET"
    }

    private static func simple(_ base: String, _ facet: String) -> String {
        """
        <xs:element name='A'><xs:simpleType><xs:restriction base='\(base)'>\(facet)</xs:restriction></xs:simpleType>
        </xs:element>
        """
    }

    private static func complex(_ content: String) -> String {
        "<xs:element name='A'><xs:complexType>\(content)</xs:complexType></xs:element>"
    }

    private static let instance = "xmlns:i='http://www.w3.org/2001/XMLSchema-instance'"
    private static let pair = complex(
        "<xs:sequence><xs:element name='B' type='xs:string'/><xs:element name='C' type='xs:string'/></xs:sequence>")
    private static let keyed = """
        <xs:element name='A'><xs:complexType><xs:sequence>
          <xs:element name='B' type='xs:string' maxOccurs='9'/></xs:sequence></xs:complexType>
          <xs:key name='k'><xs:selector xpath='B'/><xs:field xpath='.'/></xs:key></xs:element>
        """
    private static func attributed(_ attribute: String) -> String { complex("<xs:attribute name='b' \(attribute)/>") }
    private static func attributed(_ base: String, _ facet: String) -> String {
        let type = "<xs:simpleType><xs:restriction base='\(base)'>\(facet)</xs:restriction></xs:simpleType>"
        return complex("<xs:attribute name='b'>\(type)</xs:attribute>")
    }

    private static let structure: [Case] = [
        Case(rule: .root, schema: pair, text: "<Z>S3CRET</Z>"),
        Case(rule: .unexpectedElement, operand: "B", schema: pair, text: "<A><Z>S3CRET</Z></A>"),
        Case(rule: .unexpectedElement, schema: pair, text: "<A><B/><C/><Z>S3CRET</Z></A>"),
        Case(rule: .unexpectedElement, schema: simple("xs:string", ""), text: "<A>S3CRET<Z/></A>"),
        Case(rule: .missingElement, operand: "B", schema: pair, text: "<A/>"),
        Case(rule: .missingElement, operand: "C", schema: pair, text: "<A><B>S3CRET</B></A>"),
        Case(rule: .unexpectedText, schema: pair, text: "<A><B/>S3CRET<C/></A>"),
        Case(rule: .unexpectedText, schema: complex(""), text: "<A>S3CRET</A>"),
        Case(rule: .unexpectedAttribute, attribute: "z", schema: pair, text: "<A z='S3CRET'><B/><C/></A>"),
        Case(rule: .unexpectedAttribute, attribute: "z", schema: simple("xs:string", ""), text: "<A z='S3CRET'/>"),
        Case(rule: .missingAttribute, attribute: "b", schema: attributed("use='required'"), text: "<A/>"),
        Case(rule: .notNillable, schema: simple("xs:string", ""), text: "<A \(instance) i:nil='true'/>"),
        Case(
            rule: .nilContent, schema: "<xs:element name='A' type='xs:string' nillable='true'/>",
            text: "<A \(instance) i:nil='1'>S3CRET</A>"),
        Case(rule: .abstract, schema: "<xs:element name='A' type='xs:string' abstract='true'/>", text: "<A>S3CRET</A>"),
        Case(
            rule: .abstract, schema: "<xs:element name='A' type='T'/><xs:complexType name='T' abstract='true'/>",
            text: "<A/>"),
        Case(rule: .key, schema: keyed, text: "<A><B>S3CRET</B><B>S3CRET</B></A>"),
        Case(rule: .fixed, schema: "<xs:element name='A' type='xs:string' fixed='f'/>", text: "<A>S3CRET</A>"),
        Case(rule: .fixed, attribute: "b", schema: attributed("fixed='f'"), text: "<A b='S3CRET'/>"),
        Case(rule: .other, attribute: "type", schema: pair, text: "<A \(instance) i:type='S3CRET'><B/><C/></A>"),
    ]

    private static let types: [Case] = [
        Case(rule: .type, operand: "xs:date", schema: "<xs:element name='A' type='xs:date'/>", text: "<A>S3CRET</A>"),
        Case(rule: .type, schema: simple("xs:date", ""), text: "<A>S3CRET</A>"),
        Case(
            rule: .type, operand: "xs:int", attribute: "b", schema: attributed("type='xs:int'"),
            text: "<A b='S3CRET'/>"),
    ]

    /// A facet of a base type, with its operand, and a value that breaks it.
    private static let facets: [(Violation.Rule, base: String, facet: String, operand: String, value: String)] = [
        (.pattern, "xs:string", "<xs:pattern value=\"[a-z]+'\"/>", "[a-z]+'", "S3CRET"),
        (.length, "xs:string", "<xs:length value='3'/>", "3", "S3CRET"),
        (.minLength, "xs:string", "<xs:minLength value='9'/>", "9", "S3CRET"),
        (.maxLength, "xs:string", "<xs:maxLength value='2'/>", "2", "S3CRET"),
        (.minInclusive, "xs:int", "<xs:minInclusive value='800'/>", "800", "777"),
        (.maxInclusive, "xs:int", "<xs:maxInclusive value='5'/>", "5", "777"),
        (.minExclusive, "xs:int", "<xs:minExclusive value='800'/>", "800", "777"),
        (.maxExclusive, "xs:int", "<xs:maxExclusive value='5'/>", "5", "777"),
        (.totalDigits, "xs:decimal", "<xs:totalDigits value='2'/>", "2", "777"),
        (.fractionDigits, "xs:decimal", "<xs:fractionDigits value='1'/>", "1", "0.777"),
        (
            .enumeration, "xs:string", "<xs:enumeration value='x'/><xs:enumeration value='y'/>", "'x', 'y'", "S3CRET"
        ),
    ]

    func testEveryRuleOfStructure() throws { try check(Self.structure) }

    func testTypes() throws { try check(Self.types) }

    func testEveryFacetOfAnElementAndOfAnAttribute() throws {
        try check(
            Self.facets.flatMap { rule, base, facet, operand, value in
                [
                    Case(
                        rule: rule, operand: operand, schema: Self.simple(base, facet), text: "<A>\(value)</A>",
                        secret: value),
                    Case(
                        rule: rule, operand: operand, attribute: "b", schema: Self.attributed(base, facet),
                        text: "<A b='\(value)'/>", secret: value),
                ]
            })
    }

    private func check(_ cases: [Case]) throws {
        for item in cases {
            let conclusion = try ParserBench(item.schema).read(item.text).conclusion
            let label = "\(item.rule) \(item.text): \(conclusion.violations)"
            XCTAssertFalse(conclusion.isValid, label)
            guard let first = conclusion.violations.first else {
                XCTFail(label)
                continue
            }
            XCTAssertEqual(first.rule, item.rule, label)
            XCTAssertEqual(first.operand, item.operand, label)
            XCTAssertEqual(first.attribute, item.attribute, label)
            for violation in conclusion.violations {
                XCTAssertFalse("\(violation)".contains(item.secret), label)
                XCTAssertFalse(violation.rule == .other && item.rule != .other, label)
            }
        }
    }

    func testNamesAreToldWithoutTheirNamespaces() throws {
        let schema = try Schema(
            bytes: Array(
                """
                <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:a'
                  elementFormDefault='qualified'>
                <xs:element name='A'><xs:complexType><xs:choice><xs:element name='B'/><xs:element name='C'/></xs:choice>
                <xs:attribute name='d' form='qualified' use='required'/></xs:complexType></xs:element></xs:schema>
                """.utf8), name: "a.xsd")
        let validator = SchemaValidator(schema)
        let conclusion = try ParserBench("").read(Array("<A xmlns='urn:a'/>".utf8)) { _, _ in
            Chosen(validator: validator, fields: FieldPaths([]))
        }.conclusion
        XCTAssertEqual(conclusion.violations.map(\.rule), [.missingAttribute, .missingElement])
        XCTAssertEqual(conclusion.violations.map(\.operand), ["", "B, C"])
        XCTAssertEqual(conclusion.violations.map(\.attribute), ["d", nil])
    }

    func testValuesThatLookLikeMessagesOfLibxml2AreNotBelieved() throws {
        let values = [
            "', attribute 'S3CRET': ", "x' is not a valid value of the atomic type 'S3CRET'.",
            " Expected is ( S3CRET ).", "Missing child element S3CRET", "'type 'S3CRET'.'",
        ]
        for schema in [
            Self.simple("xs:date", ""), Self.simple("xs:string", "<xs:pattern value='p'/>"), Self.complex(""),
            Self.keyed,
        ] {
            for value in values {
                let conclusion = try ParserBench(schema).read("<A>\(value)</A>").conclusion
                XCTAssertFalse(conclusion.violations.isEmpty)
                XCTAssertFalse("\(conclusion.violations)".contains("S3CRET"), "\(conclusion.violations)")
            }
        }
    }

    func testAPatternThatIsTooComplexProvesNothing() throws {
        let conclusion = try ParserBench(Self.simple("xs:string", "<xs:pattern value='(a|aa)+b'/>"))
            .read("<A>\(String(repeating: "a", count: 1_000))</A>").conclusion
        XCTAssertTrue(conclusion.internalError)
        XCTAssertFalse(conclusion.isValid)
        XCTAssertTrue(conclusion.violations.contains { $0.rule == .internalError })
    }
}
