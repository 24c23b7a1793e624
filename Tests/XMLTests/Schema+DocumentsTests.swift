// The documents that schemas are compiled from: they are told once, and then freed.

import Support
import XCTest
import XML

final class SchemaDocumentsTests: XCTestCase {
    /// What the file of a schema holds, as compiling it told.
    private func root(_ body: String, before: String = "", others: [String: String] = [:]) throws -> Element? {
        let folder = try WrittenFolder(
            with: others.merging(["a.xsd": before + ParserBench.schema(body)]) { first, _ in first })
        var root: Element?
        _ = try Schema(path: "\(folder.path)/a.xsd", folder: folder.path, root: &root)
        return root
    }

    func testTheDocumentIsThatOfTheFile() throws {
        let body = """
            <xs:include schemaLocation='b.xsd'/>
            <xs:annotation><xs:documentation>words <b xmlns=''/></xs:documentation></xs:annotation>
            <xs:element name='A' type='T' id='i'/>
            """
        let other = ParserBench.schema("<xs:complexType name='T'/>")
        let told = try XCTUnwrap(root(body, others: ["b.xsd": other]))
        let read = try Element(parsing: Array(ParserBench.schema(body).utf8), file: "a.xsd")
        XCTAssertEqual(SchemaDocumentsTests.lines(told), SchemaDocumentsTests.lines(read))
    }

    private static func lines(_ element: Element) -> [String] {
        let attributes = element.attributes.map { "\($0.name)=\($0.value)" }
        return ["\(element.number) \(element.line) {\(element.namespace)}\(element.name) \(attributes)"]
            + element.children.flatMap(lines)
    }

    func testADocumentTypeDeclarationIsNotTold() throws {
        XCTAssertNotNil(try root("<xs:element name='A'/>"))
        XCTAssertNil(try root("<xs:element name='A'/>", before: "<!DOCTYPE a>"))
    }

    func testADocumentWhoseLinesAreNotKnownIsNotTold() throws {
        XCTAssertNotNil(try root("\(String(repeating: "\n", count: 60_000))<xs:element name='A'/>"))
        XCTAssertNil(try root("\(String(repeating: "\n", count: 70_000))<xs:element name='A'/>"))
        XCTAssertNil(
            try root("<xs:group name='G'>\(String(repeating: "\n", count: 70_000))<xs:sequence/></xs:group>"))
    }
}
