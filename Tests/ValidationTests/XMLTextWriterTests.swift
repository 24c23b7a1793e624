// Elements as XML text: namespaces, references, lines, and the notes on spelling.

import XCTest
import XML

@testable import Validation

final class XMLTextWriterTests: XCTestCase {
    private let names = NameTable()
    private let instance = "http://www.w3.org/2001/XMLSchema-instance"

    private func name(_ text: String) -> Name { names.name(Array(text.utf8)) }

    /// What is written for events, without the XML declaration: `{urn:a}A`, `@{urn:a}k=1`, `=text`, `!bare`, `/`.
    private func written(_ events: [String], isIndented: Bool = false) -> String {
        var writer = XMLTextWriter(isIndented: isIndented)
        func split(_ text: Substring) -> (Name, Name?) {
            let whole = MemberName(clark: Array(text.utf8)[...])
            guard let whole else { return (name(String(text)), nil) }
            return (names.name(Array(whole.local)), whole.namespace.isEmpty ? nil : names.name(Array(whole.namespace)))
        }
        for event in events {
            switch event.first {
            case "/": writer.end()
            case "=": writer.text(Array(event.dropFirst().utf8).span, offset: 0)
            case "!": writer.spelling(Spelling(kind: .empty, member: Array(event.dropFirst().utf8)))
            case "@":
                let parts = event.dropFirst().split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let (name, namespace) = split(parts[0])
                writer.attribute(name, namespace: namespace, value: Array(parts[1].utf8).span)
            default:
                let (name, namespace) = split(event[...])
                writer.start(name, namespace: namespace, offset: 0, index: nil)
            }
        }
        let text = String(decoding: writer.bytes, as: UTF8.self)
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        XCTAssertTrue(text.hasPrefix(declaration))
        XCTAssertNotNil(ContentElement(parsing: writer.bytes[...]), text)
        return String(text.dropFirst(declaration.count))
    }

    func testElementsUseTheDefaultNamespace() {
        XCTAssertEqual(written(["A", "/"]), "<A/>\n")
        XCTAssertEqual(
            written(["{urn:a}A", "{urn:a}B", "/", "{urn:b}C", "{urn:b}D", "/", "/", "E", "/", "/"]),
            "<A xmlns=\"urn:a\"><B/><C xmlns=\"urn:b\"><D/></C><E xmlns=\"\"/></A>\n")
        XCTAssertEqual(written(["{http://www.w3.org/XML/1998/namespace}A", "/"]), "<xml:A/>\n")
    }

    func testAttributesInANamespaceHaveAPrefix() {
        XCTAssertEqual(
            written([
                "@k=1", "@{urn:a}k=2", "@{urn:a}l=3", "@{urn:b}k=4", "{urn:a}A", "@{urn:b}k=5", "{urn:a}B", "/", "/",
            ]),
            "<A xmlns=\"urn:a\" xmlns:a0=\"urn:a\" xmlns:a1=\"urn:b\" k=\"1\" a0:k=\"2\" a0:l=\"3\" a1:k=\"4\">"
                + "<B a1:k=\"5\"/></A>\n")
        XCTAssertEqual(
            written(["@{http://www.w3.org/XML/1998/namespace}lang=fi", "@{\(instance)}nil=true", "A", "/"]),
            "<A xmlns:xsi=\"\(instance)\" xml:lang=\"fi\" xsi:nil=\"true\"/>\n")
    }

    func testATypeWithoutANamespaceIsNamedWhereThereIsNoDefaultOne() {
        XCTAssertEqual(
            written(["@{\(instance)}type=T", "{urn:a}A", "{urn:a}B", "/", "/"]),
            "<e:A xmlns:e=\"urn:a\" xmlns:xsi=\"\(instance)\" xsi:type=\"T\"><B xmlns=\"urn:a\"/></e:A>\n")
    }

    func testWhatAParserWouldChangeIsAReference() {
        XCTAssertEqual(
            written(["@k=<&>\"'\n\t\r", "A", "=<&>\"'\n\t\r]]>", "/"]),
            "<A k=\"&lt;&amp;&gt;&quot;'&#10;&#9;&#13;\">&lt;&amp;&gt;\"'\n\t&#13;]]&gt;</A>\n")
    }

    func testLinesAreBrokenWhereThatIsNoText() {
        XCTAssertEqual(
            written(
                ["A", "!x", "B", "=1", "/", "!y", "C", "=t", "D", "/", "/", "E", "F", "/", "/", "/"], isIndented: true),
            """
            <A><?luova json="empty" member="x"?>
              <B>1</B>
              <?luova json="empty" member="y"?>
              <C>t<D/></C>
              <E>
                <F/>
              </E>
            </A>

            """)
    }

    func testAMemberInANoteIsEscaped() {
        XCTAssertEqual(
            written(["A", "!{urn:a?>\"&\n}B", "/"]),
            "<A><?luova json=\"empty\" member=\"{urn:a?&gt;&quot;&amp;&#10;}B\"?></A>\n")
    }

    func testDroppedAttributesAreNotWritten() {
        var writer = XMLTextWriter(isIndented: false)
        writer.attribute(name("k"), namespace: nil, value: [UInt8]().span)
        writer.bind(name("t"), to: name("urn:t"))
        writer.dropAttributes()
        writer.start(name("A"), namespace: nil, offset: 0, index: nil)
        writer.end()
        XCTAssertTrue(String(decoding: writer.bytes, as: UTF8.self).hasSuffix("<A/>\n"))
    }
}
