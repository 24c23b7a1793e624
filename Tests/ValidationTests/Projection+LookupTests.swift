// What a projection knows of paths, names and values.

import Messages
import XCTest

@testable import Validation

final class ProjectionLookupTests: XCTestCase {
    private func projection(_ body: String) throws -> Projection {
        try Workbench(schema: Workbench.schema(body), root: "{urn:t}A").contracts.contracts[0].projection
    }

    func testTheBuiltInTypeOfAValueIsKnownByItsPath() throws {
        let projection = try projection(
            """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B' type='D2'/>
            <xs:element name='C'><xs:complexType><xs:simpleContent><xs:extension base='xs:int'>
            <xs:attribute name='k' type='D1'/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
            <xs:element name='L' type='List'/><xs:element name='U'/><xs:element name='N' type='xs:int'/>
            <xs:element name='N' form='unqualified' type='xs:date'/></xs:sequence></xs:complexType></xs:element>
            <xs:simpleType name='D1'><xs:restriction base='xs:date'/></xs:simpleType>
            <xs:simpleType name='D2'><xs:restriction base='D1'/></xs:simpleType>
            <xs:simpleType name='List'><xs:list itemType='xs:int'/></xs:simpleType>
            """)
        let cases: [(String, String?, String?)] = [
            ("A B", nil, "xs:date"), ("A C", nil, "xs:int"), ("A C", "k", "xs:date"), ("A C", "z", nil),
            ("A L", nil, nil),
            ("A U", nil, nil), ("A", nil, nil), ("A Z", nil, nil), ("A N", nil, nil),
        ]
        for (path, attribute, expected) in cases {
            XCTAssertEqual(
                projection.value(along: path.split(separator: " ").map(String.init), attribute: attribute), expected,
                path)
        }
    }

    func testAnElementRepeatsWhereItsContentModelLetsIt() throws {
        let cases = [
            ("<xs:sequence><xs:element name='B'/></xs:sequence>", false),
            ("<xs:sequence><xs:element name='B' maxOccurs='2'/></xs:sequence>", true),
            ("<xs:sequence maxOccurs='unbounded'><xs:element name='B'/></xs:sequence>", true),
            ("<xs:sequence><xs:element name='B'/><xs:element name='C'/><xs:element name='B'/></xs:sequence>", true),
            (
                """
                <xs:choice><xs:sequence><xs:element name='B'/><xs:element name='C'/></xs:sequence>
                <xs:element name='D'/></xs:choice>
                """, false
            ),
            (
                """
                <xs:sequence><xs:choice><xs:sequence><xs:element name='C'/><xs:element name='B'/></xs:sequence>
                <xs:sequence><xs:element name='D'/><xs:element name='B'/></xs:sequence></xs:choice></xs:sequence>
                """, false
            ),
            ("<xs:sequence><xs:group ref='G' maxOccurs='2'/></xs:sequence>", true),
            ("<xs:sequence><xs:group ref='G'/></xs:sequence>", false),
        ]
        for (content, expected) in cases {
            let projection = try projection(
                """
                <xs:element name='A'><xs:complexType>\(content)</xs:complexType></xs:element>
                <xs:group name='G'><xs:sequence><xs:element name='B'/></xs:sequence></xs:group>
                """)
            XCTAssertEqual(projection.repetitions(along: ["A", "B"]), [false, expected], content)
        }
        let extended = try projection(
            """
            <xs:element name='A' type='T'/><xs:complexType name='S'><xs:sequence><xs:element name='B'/></xs:sequence>
            </xs:complexType><xs:complexType name='T'><xs:complexContent><xs:extension base='S'><xs:sequence>
            <xs:element name='C'/><xs:element name='B'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
            """)
        XCTAssertEqual(extended.repetitions(along: ["A", "B"]), [false, true])
        XCTAssertEqual(extended.repetitions(along: ["A", "C"]), [false, false])
    }

    func testTheRootsOwnTextIsAValueUnlessItHasElements() throws {
        XCTAssertEqual(try projection("<xs:element name='A' type='xs:string'/>").target(of: "."), .value)
        XCTAssertEqual(
            try projection(
                "<xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B'/></xs:sequence></xs:complexType></xs:element>"
            ).target(of: "."), .parent)
    }
}
