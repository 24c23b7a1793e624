// A message as a tree: what is kept of it, and what is not.

import XCTest
import XML

final class ContentElementTests: XCTestCase {
    private func read(_ text: String) throws -> ContentElement {
        try XCTUnwrap(ContentElement(parsing: Array(text.utf8)[...]), text)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    func testNamesHaveTheirNamespaces() throws {
        let root = try read("<A xmlns='urn:a' xmlns:b='urn:b' k='1' b:k='2' xml:lang='fi'><b:B/><C xmlns=''/></A>")
        XCTAssertEqual(text(root.namespace), "urn:a")
        XCTAssertEqual(
            root.attributes.map { "\(text($0.namespace)) \(text($0.name)) \(text($0.value))" },
            [" k 1", "urn:b k 2", "http://www.w3.org/XML/1998/namespace lang fi"])
        XCTAssertEqual(root.children.map { text($0.namespace) }, ["urn:b", ""])
    }

    func testTextIsOneAndKeptToTheByte() throws {
        XCTAssertEqual(text(try read("<A> a&amp;<!-- x -->b<![CDATA[<c>]]>&#13;\r\n</A>").text), " a&b<c>\r\n")
        XCTAssertEqual(text(try read("<A> </A>").text), " ")
    }

    func testWhiteSpaceBesideElementsIsNone() throws {
        let root = try read("<A>\n <B/>\n <C/> </A>")
        XCTAssertEqual(root.text, [])
        XCTAssertFalse(root.isMixed)
        XCTAssertEqual(text(try read("<A> x <B/> </A>").text), " x ")
        XCTAssertFalse(try read("<A>x<B/> </A>").isMixed)
        XCTAssertTrue(try read("<A><B/>x</A>").isMixed)
    }

    func testTheNameOfATypeLosesItsPrefix() throws {
        let instance = "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns:p='urn:p'"
        func type(_ value: String, _ more: String = "") throws -> String? {
            try read("<A \(instance) \(more) i:type='\(value)'/>").typeName.map {
                "{\(text($0.namespace))}\(text($0.name))"
            }
        }
        XCTAssertEqual(try type("p:T"), "{urn:p}T")
        XCTAssertEqual(try type(" p:T\n"), "{urn:p}T")
        XCTAssertEqual(try type("T"), "{}T")
        XCTAssertEqual(try type("T", "xmlns='urn:a'"), "{urn:a}T")
        for value in ["q:T", "", "p:", "a b"] { XCTAssertNil(try type(value), value) }
    }

    func testOnlyOurOwnInstructionsAreKept() throws {
        let root = try read("<?luova no?><A><?luova json=\"bare\"?><?other x?>1<?luova a?></A>")
        XCTAssertEqual(root.notes, ["json=\"bare\"", "a"])
        XCTAssertEqual(text(root.text), "1")
    }

    func testWhatIsNoMessageIsNoTree() {
        for text in ["", "x", "<A>", "<A/><B/>", "<p:A/>", "<!DOCTYPE A><A/>", "<A>&x;</A>"] {
            XCTAssertNil(ContentElement(parsing: Array(text.utf8)[...]), text)
        }
    }
}
