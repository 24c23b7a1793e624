// Loading contracts, what is told when one does not load, and which contract a message is held to.

import Messages
import Support
import Validation
import XCTest
import XML

final class ContractTests: XCTestCase {
    private static let order = Workbench.schema(
        """
        <xs:element name='Order' type='Order'/><xs:element name='Plain' type='xs:string'/>
        <xs:complexType name='Order'><xs:sequence><xs:element name='Header'><xs:complexType><xs:sequence>
        <xs:element name='Id' type='xs:string'/></xs:sequence><xs:attribute name='n'/></xs:complexType></xs:element>
        </xs:sequence><xs:attribute name='day'/></xs:complexType>
        """)

    private func problems(_ root: String, _ fields: [HeaderField: String] = [:], schema: String = order) throws
        -> [String]
    {
        let folder = try WrittenFolder(with: ["a.xsd": schema])
        do throws(SchemaProblems) {
            _ = try Contract(
                Contract.Description(
                    type: MessageType("a"), schemaPath: "\(folder.path)/a.xsd", folder: folder.path, root: root,
                    fields: fields))
            return []
        } catch {
            XCTAssertTrue(error.problems.allSatisfy { $0.file == "\(folder.path)/a.xsd" })
            return error.problems.map { "\($0.line) \($0.text)" }
        }
    }

    func testAContractKnowsItsRoot() throws {
        let bench = try Workbench(["a.xsd": Self.order])
        let contract = try bench.add("a", schema: "a.xsd", root: "{urn:t}Order", textLimit: 7)
        XCTAssertEqual(contract.type, MessageType("a"))
        XCTAssertEqual(contract.rootName, Array("Order".utf8))
        XCTAssertEqual(contract.rootNamespace, Array("urn:t".utf8))
        XCTAssertEqual(contract.textLimit, 7)
        let plain = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='A'/></xs:schema>"
        XCTAssertNil(try Workbench(schema: plain, root: "A").contracts.contracts[0].rootNamespace)
    }

    func testHeaderPathsThatTheSchemaHasAreTaken() throws {
        for path in ["Header/Id", "Header/@n", "@day"] {
            XCTAssertEqual(try problems("{urn:t}Order", [.messageID: path]), [], path)
        }
    }

    func testAHeaderPathToAnElementWithElementsIsTold() throws {
        let found = try problems("{urn:t}Order", [.messageID: "Header"])
        XCTAssertEqual(found.count, 1)
        XCTAssertTrue(found[0].contains("holds elements, not a value; correct the path"), "\(found)")
    }

    func testEveryHeaderPathThatTheSchemaHasNotIsTold() throws {
        let fields: [HeaderField: String] = [
            .messageID: "Header/ID", .sender: "Sender", .created: "Header/@m", .replyTo: "Header/Id/x",
        ]
        let found = try problems("{urn:t}Order", fields)
        XCTAssertEqual(found.count, 4)
        for path in fields.values {
            XCTAssertTrue(found.contains { $0.contains("'\(path)' below Order") && $0.contains("correct") }, path)
        }
        XCTAssertEqual(try problems("{urn:t}Plain", [.messageID: "Id"]).count, 1)
    }

    func testARootThatTheSchemaHasNotIsTold() throws {
        for root in ["Order", "{urn:u}Order", "{urn:t}order", "{urn:t}Header"] {
            let found = try problems(root)
            XCTAssertEqual(found.count, 1, root)
            XCTAssertTrue(found.first?.contains("declares no element") ?? false, root)
        }
    }

    func testASchemaThatDoesNotCompileTellsItsLines() throws {
        let found = try problems(
            "{urn:t}A",
            schema: Workbench.schema("\n<xs:element name='A' type='Lost'/>\n<xs:element name='B' type='Gone'/>"))
        XCTAssertEqual(Set(found.map { $0.prefix(2) }), ["2 ", "3 "])
    }

    // MARK: Which contract

    private func twoOfOneName() throws -> Workbench {
        let bench = try Workbench([
            "one.xsd": Workbench.schema("<xs:element name='A' type='xs:int'/>", namespace: "urn:1"),
            "two.xsd": Workbench.schema("<xs:element name='A' type='xs:date'/>", namespace: "urn:2"),
        ])
        try bench.add("one", schema: "one.xsd", root: "{urn:1}A")
        try bench.add("two", schema: "two.xsd", root: "{urn:2}A")
        return bench
    }

    func testXMLIsHeldToTheContractOfItsNamespace() throws {
        let bench = try twoOfOneName()
        XCTAssertEqual(bench.judge("<A xmlns='urn:1'/>").type?.text, "one")
        XCTAssertEqual(bench.judge("<p:A xmlns:p='urn:2'/>").type?.text, "two")
        bench.routed = ["one"]
        for text in ["<A/>", "<A xmlns='urn:3'/>", "<A xmlns:p='urn:1'/>"] {
            XCTAssertEqual(bench.judge(text).verdict, "unknown-message", text)
            XCTAssertNil(bench.judge(text).type)
        }
    }

    func testJSONIsHeldToTheContractThatItNames() throws {
        let bench = try twoOfOneName()
        for routed in [Set<String>(), ["one"], ["two"], ["one", "two"]] {
            bench.routed = routed
            XCTAssertEqual(bench.judge(##"{"A":{"@xmlns":"urn:1","#text":1}}"##).type?.text, "one")
            XCTAssertEqual(bench.judge(##"{"A":{"#text":1,"@xml\u006es":"urn\u003a2"}}"##).type?.text, "two")
            XCTAssertEqual(bench.judge(##"{"A":{"@xmlns":"urn:3","#text":1}}"##).verdict, "unknown-message")
        }
    }

    func testWithoutANameJSONIsHeldToTheOneContractThatIsRouted() throws {
        let bench = try twoOfOneName()
        for (routed, type) in [(["one"], "one"), (["two"], "two"), ([], nil), (["one", "two"], nil)]
            as [(Set<String>, String?)]
        {
            bench.routed = routed
            XCTAssertEqual(bench.judge("{\"A\":1}").type?.text, type)
            XCTAssertEqual(bench.judge("{\"A\":{}}").type?.text, type)
        }
    }

    func testWithoutANameJSONIsHeldToTheOnlyContractEvenIfItIsNotRouted() throws {
        let bench = try Workbench(schema: Workbench.schema("<xs:element name='A' type='xs:int'/>"), root: "{urn:t}A")
        XCTAssertEqual(bench.judge("{\"A\":1}").type?.text, "a")
        XCTAssertEqual(bench.judge(##"{"A":{"@xmlns":"urn:u","#text":1}}"##).verdict, "unknown-message")
    }

    func testOnlyAtTheRootDoesXmlnsNameAContract() throws {
        let bench = try Workbench(
            schema: Workbench.schema(
                """
                <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B' type='xs:string'/></xs:sequence>
                </xs:complexType></xs:element>
                """
            ),
            root: "{urn:t}A")
        XCTAssertEqual(bench.judge(#"{"A":{"B":{"@xmlns":"urn:t"}}}"#).findings, ["unexpected-attribute /A/B/@xmlns"])
    }

    func testNoContractKnowsAnyMessage() throws {
        let bench = try Workbench()
        for text in ["<A/>", "{\"A\":1}"] { XCTAssertEqual(bench.judge(text).verdict, "unknown-message") }
    }

    func testContractsThatCannotBeKeptAreRefusedAtLoad() throws {
        let bodies = [
            "<xs:element name='A'><xs:simpleType><xs:restriction base='xs:string'><xs:pattern value='(a|aa)+b'/></xs:restriction></xs:simpleType></xs:element>",
            "<xs:element name='A' type='xs:IDREF'/>", "<xs:element name='A' type=' xs:ID '/>",
            "<xs:element name='A'><xs:simpleType><xs:union memberTypes='xs:ID xs:string'/></xs:simpleType></xs:element>",
        ]
        for body in bodies {
            XCTAssertThrowsError(try Workbench(schema: Workbench.schema(body), root: "{urn:t}A"), body)
        }
    }

    // MARK: What JSON cannot say

    private func projectionProblems(_ body: String) throws -> [String] {
        try Workbench(schema: Workbench.schema(body), root: "{urn:t}A").contracts.contracts[0].problemsOfProjection
            .map { "\($0.line) \($0.text.prefix { $0 != ";" })" }
    }

    func testMixedContentCannotBeSaidInJSON() throws {
        let mixed = "mixed content cannot be written in JSON"
        let root = "<xs:element name='A' type='T'/>\n"
        let cases = [
            ("<xs:complexType name='T' mixed='true'/>", ["2 \(mixed)"]),
            ("<xs:complexType name='T' mixed='1'/>", ["2 \(mixed)"]),
            ("<xs:complexType name='T' mixed='false'/>", []),
            (
                "<xs:complexType name='T'>\n<xs:complexContent mixed='true'><xs:restriction base='xs:anyType'/></xs:complexContent></xs:complexType>",
                ["3 \(mixed)"]
            ),
            (
                "<xs:complexType name='T' mixed='true'>\n<xs:complexContent mixed='false'><xs:restriction base='xs:anyType'/></xs:complexContent></xs:complexType>",
                []
            ),
        ]
        for (body, expected) in cases { XCTAssertEqual(try projectionProblems(root + body), expected, body) }
    }

    func testValuesWithPrefixesCannotBeSaidInJSON() throws {
        let name = "a value of type xs:QName needs prefixes, which JSON has not"
        let cases = [
            ("<xs:element name='A' type='xs:QName'/>", ["1 \(name)"]),
            (
                "<xs:element name='A'>\n<xs:complexType><xs:attribute name='k' type='xs:QName'/></xs:complexType></xs:element>",
                ["2 \(name)"]
            ),
            (
                "<xs:element name='A'><xs:simpleType>\n<xs:union memberTypes='xs:int xs:QName'/></xs:simpleType></xs:element>",
                ["2 \(name)"]
            ),
            (
                "<xs:element name='A'><xs:simpleType>\n<xs:list itemType='xs:QName'/></xs:simpleType></xs:element>",
                ["2 \(name)"]
            ),
            ("<xs:element name='A' type='xs:string'/>", []),
        ]
        for (body, expected) in cases { XCTAssertEqual(try projectionProblems(body), expected, body) }
        let notation = "<xs:element name='A' type='xs:NOTATION'/>"
        XCTAssertEqual(
            try projectionProblems(notation), ["1 a value of type xs:NOTATION needs prefixes, which JSON has not"])
    }
}
