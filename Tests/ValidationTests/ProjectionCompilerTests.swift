// Compiling the projection out of XSDs: each way to write a content model. That a contract knows its elements is shown
// by messages whose members stand in the wrong order: only members that it knows are put right.

import Messages
import Support
import Validation
import XCTest
import XML

final class ProjectionCompilerTests: XCTestCase {
    /// The findings on a JSON message under a contract whose main schema is `a.xsd` and whose root is A.
    private func findings(_ files: [String: String], _ message: String, root: String = "{urn:t}A") throws -> [String] {
        let bench = try Workbench(files)
        try bench.add("a", schema: "a.xsd", root: root, fields: [:])
        let judgement = bench.judge(message)
        return judgement.verdict == "no-message-id" ? [] : ["\(judgement.verdict)"] + judgement.findings
    }

    private func check(_ body: String, _ message: String, _ expected: [String] = []) throws {
        XCTAssertEqual(try findings(["a.xsd": Workbench.schema(body)], message), expected, body)
    }

    func testSequencesChoicesAndAll() throws {
        try check(
            """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B'/><xs:choice><xs:element name='C'/>
            <xs:sequence><xs:element name='D'/><xs:element name='E'/></xs:sequence></xs:choice><xs:element name='F'/>
            </xs:sequence></xs:complexType></xs:element>
            """, #"{"A":{"F":1,"E":1,"D":1,"B":1}}"#)
        try check(
            """
            <xs:element name='A'><xs:complexType><xs:all><xs:element name='B'/><xs:element name='C' minOccurs='0'/>
            </xs:all>
            </xs:complexType></xs:element>
            """, #"{"A":{"C":1,"B":1}}"#)
    }

    func testNamedTypesAndGroups() throws {
        try check(
            """
            <xs:element name='A' type='T'/>
            <xs:complexType name='T'><xs:sequence><xs:group ref='G'/><xs:element name='D' type='T2'/></xs:sequence>
            <xs:attributeGroup ref='H'/></xs:complexType>
            <xs:group name='G'><xs:sequence><xs:element name='B'/><xs:group ref='G2' minOccurs='0'/></xs:sequence>
            </xs:group>
            <xs:group name='G2'><xs:choice><xs:element name='C'/><xs:element name='C2'/></xs:choice></xs:group>
            <xs:complexType name='T2'><xs:sequence><xs:element name='E'/><xs:element name='F'/></xs:sequence>
            </xs:complexType>
            <xs:attributeGroup name='H'><xs:attribute name='x'/><xs:attributeGroup ref='I'/></xs:attributeGroup>
            <xs:attributeGroup name='I'><xs:attribute name='y' use='required'/></xs:attributeGroup>
            """, #"{"A":{"D":{"F":1,"E":1},"C2":1,"B":1,"@y":1,"@x":2}}"#)
    }

    func testReferencesToElementsAndAttributes() throws {
        try check(
            """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element ref='B'/><xs:element ref='C' maxOccurs='2'/>
            </xs:sequence><xs:attribute ref='x' use='required'/></xs:complexType></xs:element>
            <xs:element name='B' type='xs:int'/><xs:element name='C'><xs:complexType><xs:sequence>
            <xs:element name='D'/><xs:element name='E'/></xs:sequence></xs:complexType></xs:element>
            <xs:attribute name='x'/>
            """, #"{"A":{"C":[{"E":1,"D":1},{"E":1,"D":1}],"B":1,"@x":1}}"#)
    }

    func testExtensionsAddBehindTheirBase() throws {
        try check(
            """
            <xs:element name='A' type='T3'/>
            <xs:complexType name='T1'><xs:sequence><xs:element name='B'/></xs:sequence><xs:attribute name='x'/>
            </xs:complexType>
            <xs:complexType name='T2'><xs:complexContent><xs:extension base='T1'><xs:sequence><xs:element name='C'/>
            </xs:sequence>
            <xs:attribute name='y'/></xs:extension></xs:complexContent></xs:complexType>
            <xs:complexType name='T3'><xs:complexContent><xs:extension base='T2'><xs:sequence><xs:element name='D'/>
            </xs:sequence>
            </xs:extension></xs:complexContent></xs:complexType>
            """, #"{"A":{"D":1,"C":1,"B":1,"@y":1,"@x":1}}"#)
    }

    func testRestrictionsWriteTheirContentAnewAndInheritAttributes() throws {
        let body = """
            <xs:element name='A' type='T2'/>
            <xs:complexType name='T1'><xs:sequence><xs:element name='B' minOccurs='0'/><xs:element name='C'/>
            <xs:element name='D'/>
            </xs:sequence><xs:attribute name='x' type='xs:string'/><xs:attribute name='y'/></xs:complexType>
            <xs:complexType name='T2'><xs:complexContent><xs:restriction base='T1'><xs:sequence><xs:element name='C'/>
            <xs:element name='D'/></xs:sequence><xs:attribute name='x' use='prohibited'/></xs:restriction>
            </xs:complexContent></xs:complexType>
            """
        try check(body, #"{"A":{"D":1,"C":1,"@y":1}}"#)
        try check(body, #"{"A":{"D":1,"C":1,"@x":1}}"#, ["invalid", "unexpected-attribute /A/@x"])
    }

    func testSimpleContent() throws {
        try check(
            """
            <xs:element name='A' type='T2'/>
            <xs:complexType name='T1'><xs:simpleContent><xs:extension base='xs:decimal'><xs:attribute name='x'/>
            </xs:extension>
            </xs:simpleContent></xs:complexType>
            <xs:complexType name='T2'><xs:simpleContent><xs:restriction base='T1'><xs:maxInclusive value='9'/>
            <xs:attribute name='x' use='required'/></xs:restriction></xs:simpleContent></xs:complexType>
            """, ##"{"A":{"#text":7,"@x":1}}"##)
    }

    func testTypesMayContainThemselves() throws {
        try check(
            """
            <xs:element name='A' type='T'/>
            <xs:complexType name='T'><xs:sequence><xs:element name='B' type='T' minOccurs='0' maxOccurs='9'/>
            <xs:element name='C' type='U' minOccurs='0'/></xs:sequence></xs:complexType>
            <xs:complexType name='U'><xs:sequence><xs:element ref='A' minOccurs='0'/><xs:element name='D'/>
            </xs:sequence></xs:complexType>
            """, #"{"A":{"C":{"D":1,"A":{"C":{"D":1},"B":{}}},"B":[{"C":{"D":1},"B":{}},{}]}}"#)
    }

    func testSubstitutesStandAtThePlaceOfTheirHead() throws {
        let body = """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B'/><xs:element ref='H' maxOccurs='9'/>
            <xs:element name='Z'/></xs:sequence></xs:complexType></xs:element>
            <xs:element name='H' abstract='true' type='T'/><xs:complexType name='T'><xs:sequence><xs:element name='C'/>
            <xs:element name='D'/></xs:sequence></xs:complexType>
            <xs:element name='S1' substitutionGroup='H'/><xs:element name='S2' type='T' substitutionGroup='S1'/>
            """
        try check(body, #"{"A":{"Z":1,"S2":{"D":1,"C":1},"S1":[{"D":1,"C":1},{"D":1,"C":1}],"B":1}}"#)
        try check(body, #"{"A":{"Z":1,"H":{"D":1,"C":1},"B":1}}"#, ["invalid", "abstract /A/H"])
    }

    func testASchemaWithoutANamespace() throws {
        let schema = """
            <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='A' type='T'/>
            <xs:complexType name='T'>
            <xs:sequence><xs:element name='B'/><xs:element name='C'/></xs:sequence></xs:complexType></xs:schema>
            """
        XCTAssertEqual(try findings(["a.xsd": schema], #"{"A":{"C":1,"B":1}}"#, root: "A"), [])
    }

    func testMembersThatTheSchemaHasNotGoToWildcards() throws {
        let body = """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B'/><xs:element name='C'/>
            <xs:any processContents='skip' minOccurs='0' maxOccurs='2'/></xs:sequence></xs:complexType></xs:element>
            """
        try check(body, #"{"A":{"B":1,"C":1,"X":{"Y":[1,{"@z":2}]},"W":1}}"#)
        try check(body, #"{"A":{"C":1,"X":1,"B":1}}"#)
        try check(body, #"{"A":{"X":1,"C":1,"B":1}}"#)
        try check(body, #"{"A":{"X":1,"C":1,"Y":1,"B":1,"Z":1}}"#, ["invalid", "unexpected-element /A/Z"])
    }

    func testElementsThatContainThemselvesWithoutATypeOfTheirOwnName() throws {
        let nested =
            "<xs:complexType><xs:sequence><xs:element ref='A' minOccurs='0'/><xs:element name='B'/></xs:sequence></xs:complexType>"
        let bench = try Workbench(
            schema: Workbench.schema("<xs:element name='A'>\(nested)</xs:element>"), root: "{urn:t}A")
        XCTAssertEqual(bench.judge(#"{"A":{"B":1,"A":{"B":1}}}"#).verdict, "no-message-id")
        let group =
            "<xs:element name='A'><xs:complexType><xs:group ref='G'/></xs:complexType></xs:element><xs:group name='G'><xs:sequence>"
            + "<xs:element name='C' minOccurs='0'><xs:complexType><xs:group ref='G'/></xs:complexType></xs:element></xs:sequence></xs:group>"
        XCTAssertNoThrow(try Workbench(schema: Workbench.schema(group), root: "{urn:t}A"))
    }
}
