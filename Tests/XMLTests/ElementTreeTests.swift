// Documents of our own side as trees: names, attributes, scopes and lines, and what is refused.

import Support
import XCTest
import XML

final class ElementTreeTests: XCTestCase {
    private func element(_ text: String) throws -> Element { try Element(parsing: Array(text.utf8), file: "a.xml") }

    private func problem(_ text: String) -> DocumentProblem? {
        do throws(DocumentProblem) {
            _ = try Element(parsing: Array(text.utf8), file: "a.xml")
            return nil
        } catch {
            return error
        }
    }

    func testNamesNamespacesAndAttributes() throws {
        let root = try element("<p:a xmlns:p='urn:p' b='1 &amp; 2' c='' p:d='x'><e xmlns='urn:e'/><f/></p:a>")
        XCTAssertEqual([root.name, root.namespace], ["a", "urn:p"])
        XCTAssertEqual(
            root.attributes.map { "\($0.name)=\($0.value)" }, ["b=1 & 2", "c="], "those with a namespace are left out")
        XCTAssertEqual(root.children.map { "\($0.namespace) \($0.name)" }, ["urn:e e", " f"])
    }

    func testAnElementLikeAnotherHasOtherAttributesAndChildren() throws {
        let root = try element("<a xmlns='urn:a' b='1' c='2'><d/></a>")
        let other = Element(root, attributes: root.attributes.setting("c", to: "3").setting("e", to: "4"), children: [])
        XCTAssertEqual(
            other.attributes.map { "\($0.name)=\($0.value)" }, ["b=1", "c=3"], "what is not there is not set")
        XCTAssertEqual([other.name, other.namespace, other.scope[""]], ["a", "urn:a", "urn:a"])
        XCTAssertEqual(other.children.count, 0)
        XCTAssertEqual(root.attributes["c"], "2")
    }

    func testScopesAreThoseOfTheElement() throws {
        let root = try element(
            "<a xmlns='urn:1' xmlns:p='urn:2'><b xmlns='' xmlns:p='urn:3'><c xmlns='urn:4'/></b><d/></a>")
        XCTAssertEqual(root.scope[""], "urn:1")
        XCTAssertEqual(root.scope["p"], "urn:2")
        XCTAssertEqual(root.scope["xml"], "http://www.w3.org/XML/1998/namespace")
        XCTAssertEqual(root.children[0].scope[""], "")
        XCTAssertEqual(root.children[0].children[0].scope["p"], "urn:3")
        XCTAssertEqual(root.children[0].children[0].scope[""], "urn:4")
        XCTAssertEqual(root.children[1].scope["p"], "urn:2")
    }

    func testOnlyElementsAreChildren() throws {
        let root = try element("<a>text<!-- comment --><?instruction?><b/><![CDATA[<c/>]]></a>")
        XCTAssertEqual(root.children.map(\.name), ["b"])
    }

    func testLinesAreThoseOfTheStartTagAlsoBeyond65535() throws {
        let root = try element("<!-- \n -->\n<a>\n  <b\n  c=''/>\(String(repeating: "\n", count: 70_000))<d/></a>")
        XCTAssertEqual(root.line, 3)
        XCTAssertEqual(root.children[1].line, 70_005)
    }

    func testWhatIsNotWellFormedSaysItsLine() {
        XCTAssertEqual(problem("<a>\n<b>\n</a>")?.line, 3)
        XCTAssertEqual(problem("<a>\n<b>\n</a>")?.file, "a.xml")
        for text in ["", " ", "text", "<a", "<a>&b;</a>", "<a/><b/>"] {
            XCTAssertEqual(problem(text)?.text.hasPrefix("not well-formed"), true, text)
        }
    }

    func testADoctypeIsRefusedAndNothingIsOpenedForIt() throws {
        let folder = try WrittenFolder(with: ["secret": "S3CRET"])
        for text in [
            "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM '\(folder.path)/secret'><a/>",
            "<!DOCTYPE a [<!ENTITY e SYSTEM '\(folder.path)/secret'>]><a b='1'>&e;</a>",
        ] {
            XCTAssertEqual(problem(text)?.text, "a document type declaration is not allowed; remove it", text)
        }
    }

    func testAFileIsReadUnderTheSameTerms() throws {
        let folder = try WrittenFolder(named: "with space ä", with: ["a.xml": "<a>\n<b/></a>", "b.xml": "<a>\n<b>"])
        XCTAssertEqual(try Element(path: "\(folder.path)/a.xml").children.first?.line, 2)
        for name in ["b.xml", "missing.xml"] {
            XCTAssertThrowsError(try Element(path: "\(folder.path)/\(name)")) {
                XCTAssertEqual(($0 as? DocumentProblem)?.file, "\(folder.path)/\(name)")
            }
        }
    }

    func testOtherEncodingsThatADocumentDeclaresAreRead() throws {
        let bytes = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a b='".utf8) + [0xE4] + Array("'/>".utf8)
        XCTAssertEqual(try Element(parsing: bytes, file: "a.xml").attributes["b"], "ä")
    }
}
