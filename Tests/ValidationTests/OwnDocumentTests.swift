// Documents of our own side, judged as messages are: every problem with its line, its place and words.

import Validation
import XCTest
import XML

final class OwnDocumentTests: XCTestCase {
    private func problems(_ text: String) throws -> [DocumentProblem] {
        let declarations = """
            <xs:element name='Rows'><xs:complexType><xs:sequence><xs:element name='Row' maxOccurs='9'><xs:complexType>
            <xs:attribute name='n' type='xs:int' use='required'/></xs:complexType></xs:element></xs:sequence>
            </xs:complexType></xs:element>
            """
        let schema = try Schema(bytes: Array(Workbench.schema(declarations).utf8), name: "rows.xsd")
        return OwnDocument.problems(Array(text.utf8), file: "rows.xml", schema: schema)
    }

    func testAValidDocumentHasNone() throws {
        XCTAssertEqual(try problems("<Rows xmlns='urn:t'><Row n='1'/></Rows>"), [])
    }

    func testEveryBrokenRuleIsAProblemWithItsLine() throws {
        let found = try problems("<Rows xmlns='urn:t'>\n<Row n='1'/>\n<Row/>\n<Row n='x' m=''/>\n</Rows>")
        XCTAssertEqual(found.map(\.line), [3, 4, 4])
        XCTAssertTrue(found.allSatisfy { $0.file == "rows.xml" })
        XCTAssertEqual(found[0].text, "/Rows/Row[2]/@n: this attribute is required; add it")
        XCTAssertTrue(found[1].text.hasPrefix("/Rows/Row[3]/@n: "))
        XCTAssertTrue(found[2].text.hasPrefix("/Rows/Row[3]/@m: "))
    }

    func testWhatCannotBeReadIsOneProblem() throws {
        let cases = [
            ("<Rows xmlns='urn:t'>\n<Row>\n</Rows>", 3), ("", 1), ("<!-- -->\n<!DOCTYPE Rows>\n<Rows/>", 2),
            ("\n<Other/>", 2), ("text", 1),
        ]
        for (text, line) in cases {
            let found = try problems(text)
            XCTAssertEqual(found.count, 1, text)
            XCTAssertEqual(found.first?.line, line, text)
            XCTAssertFalse(found.first?.text.isEmpty ?? true)
        }
    }
}
