// Schemas of several documents: what they include and import becomes one projection.

import Messages
import Support
import Validation
import XCTest
import XML

final class SchemaDocumentsTests: XCTestCase {
    /// The findings on a JSON message under a contract whose main schema is `a.xsd` and whose root is A.
    private func findings(_ files: [String: String], _ message: String, root: String = "{urn:t}A") throws -> [String] {
        let bench = try Workbench(files)
        try bench.add("a", schema: "a.xsd", root: root, fields: [:])
        let judgement = bench.judge(message)
        return judgement.verdict == "no-message-id" ? [] : ["\(judgement.verdict)"] + judgement.findings
    }

    func testIncludesOfDocumentsWithAndWithoutANamespace() throws {
        let chameleon = """
            <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' elementFormDefault='qualified'>
            <xs:include schemaLocation='deeper.xsd'/><xs:element name='Ref' type='xs:string'/>
            <xs:complexType name='T'><xs:sequence><xs:element name='B' type='U'/><xs:element ref='Ref'/></xs:sequence>
            </xs:complexType></xs:schema>
            """
        let deeper = """
            <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' elementFormDefault='qualified'>
            <xs:complexType name='U'><xs:sequence><xs:element name='C'/><xs:element name='D'/></xs:sequence>
            </xs:complexType></xs:schema>
            """
        let files = [
            "a.xsd": Workbench.schema(
                """
                <xs:include schemaLocation='below/chameleon.xsd'/><xs:include schemaLocation='same.xsd'/>
                <xs:element name='A' type='V'/>
                """
            ),
            "same.xsd": Workbench.schema(
                """
                <xs:complexType name='V'><xs:complexContent><xs:extension base='T'/></xs:complexContent>
                </xs:complexType>
                """
            ),
            "below/chameleon.xsd": chameleon, "below/deeper.xsd": deeper,
        ]
        XCTAssertEqual(try findings(files, #"{"A":{"Ref":1,"B":{"D":1,"C":1}}}"#), [])
    }

    func testImportsOfAnotherNamespace() throws {
        let other = """
            <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:o' targetNamespace='urn:o'>
            <xs:element name='O'><xs:complexType><xs:sequence><xs:element name='P'/>
            <xs:element name='Q' form='qualified'/></xs:sequence>
            <xs:attribute name='r'/></xs:complexType></xs:element><xs:attribute name='s'/></xs:schema>
            """
        let main = """
            <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' xmlns:o='urn:o'
              targetNamespace='urn:t'>
            <xs:import namespace='urn:o' schemaLocation='o.xsd'/>
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B'/><xs:element ref='o:O'/>
            </xs:sequence>
            <xs:attribute ref='o:s' use='required'/><xs:attribute name='t' form='qualified'/></xs:complexType>
            </xs:element></xs:schema>
            """
        let files = ["a.xsd": main, "o.xsd": other]
        XCTAssertEqual(try findings(files, #"{"A":{"O":{"@r":1,"Q":1,"P":1},"B":1,"@s":1,"@t":2}}"#), [])
        let bench = try Workbench(files)
        try bench.add("a", schema: "a.xsd", root: "{urn:t}A")
        let twin = "<t:A xmlns:t='urn:t' xmlns:o='urn:o' o:s='1' t:t='2'><B/><o:O r='1'><P/><o:Q/></o:O></t:A>"
        XCTAssertEqual(bench.judge(twin).verdict, "no-message-id")
    }

    func testDocumentsThatIncludeEachOther() throws {
        let files = [
            "a.xsd": Workbench.schema("<xs:include schemaLocation='b.xsd'/><xs:element name='A' type='T'/>"),
            "b.xsd": Workbench.schema(
                """
                <xs:include schemaLocation='a.xsd'/><xs:complexType name='T'><xs:sequence><xs:element name='B'/>
                <xs:element name='C'/></xs:sequence></xs:complexType>
                """
            ),
        ]
        XCTAssertEqual(try findings(files, #"{"A":{"C":1,"B":1}}"#), [])
    }

    private let string = Workbench.schema("<xs:element name='A' type='xs:string'/>")

    func testDocumentsThatIncludeEachOtherThroughDots() throws {
        let bench = try Workbench([
            "c/a.xsd": Workbench.schema("<xs:include schemaLocation='../c/b.xsd'/><xs:element name='A' type='T'/>"),
            "c/b.xsd": Workbench.schema(
                "<xs:include schemaLocation='../c/a.xsd'/><xs:simpleType name='T'><xs:restriction base='xs:string'/></xs:simpleType>"
            ),
        ])
        XCTAssertNoThrow(try bench.add("a", schema: "c/a.xsd", root: "{urn:t}A"))
    }

    func testAnUnprefixedNameMeansNoNamespaceUnlessTheDocumentIsIncludedIntoOne() throws {
        let bench = try Workbench([
            "a.xsd":
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'><xs:import schemaLocation='b.xsd'/><xs:element name='A' type='T'/></xs:schema>",
            "b.xsd":
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:complexType name='T'><xs:sequence><xs:element name='B'/></xs:sequence></xs:complexType></xs:schema>",
        ])
        try bench.add("a", schema: "a.xsd", root: "{urn:t}A")
        XCTAssertEqual(bench.judge("<t:A xmlns:t='urn:t'><B/></t:A>").findings, bench.judge(#"{"A":{"B":1}}"#).findings)
    }

    func testRedefinedTypesAreKnown() throws {
        let bench = try Workbench([
            "a.xsd": Workbench.schema(
                "<xs:redefine schemaLocation='b.xsd'><xs:complexType name='T'><xs:complexContent><xs:extension base='T'><xs:sequence><xs:element name='D'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:redefine><xs:element name='A' type='T'/>"
            ),
            "b.xsd": Workbench.schema(
                "<xs:complexType name='T'><xs:sequence><xs:element name='B'/></xs:sequence></xs:complexType>"),
        ])
        try bench.add("a", schema: "a.xsd", root: "{urn:t}A")
        XCTAssertEqual(bench.judge(#"{"A":{"D":1,"B":1}}"#).verdict, "no-message-id")
    }

    func testAFolderMayHaveBlanksAndLettersInItsName() throws {
        for name in ["with space", "ä", "50%", "50%aAx", "50%aa%bBx", "50%21x"] {
            let folder = try WrittenFolder(
                named: name, with: ["a.xsd": Workbench.schema("<xs:include schemaLocation='b.xsd'/>"), "b.xsd": string])
            XCTAssertNoThrow(try Schema(path: "\(folder.path)/a.xsd", folder: folder.path), name)
        }
    }
}
