// Member names that say their namespace.

import XCTest

@testable import Validation

final class MemberNameTests: XCTestCase {
    private func words(_ name: MemberName?) -> String? {
        name.map { "\(String(decoding: $0.namespace, as: UTF8.self)) \(String(decoding: $0.local, as: UTF8.self))" }
    }

    private func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

    func testBracesHoldTheNamespace() {
        XCTAssertEqual(words(MemberName(clark: bytes("{urn:a}B"))), "urn:a B")
        XCTAssertEqual(words(MemberName(clark: bytes("{}B"))), " B")
        XCTAssertEqual(words(MemberName(clark: bytes("{a}b}B"))), "a}b B")
        for text in ["B", "", "{urn:a", "a{b}C"] { XCTAssertNil(MemberName(clark: bytes(text)), text) }
    }

    func testAFewAttributesHaveAPrefix() {
        let xml = "http://www.w3.org/XML/1998/namespace"
        XCTAssertEqual(words(MemberName(attribute: bytes("xml:lang"))), "\(xml) lang")
        XCTAssertEqual(
            words(MemberName(attribute: bytes("xsi:type"))), "http://www.w3.org/2001/XMLSchema-instance type")
        for text in ["xml:other", "xsi:Type", "lang", "p:k"] { XCTAssertNil(MemberName(attribute: bytes(text)), text) }
        for text in ["xml:lang", "xml:id", "xsi:nil", "xsi:schemaLocation", "{urn:a}k"] {
            XCTAssertEqual(MemberName(attribute: bytes(text)).map(\.attributeText), Array(text.utf8))
        }
    }

    func testOnlyNamesOfXMLArePossible() throws {
        for (text, expected) in [
            ("{urn:a}B", true), ("{}B", true), ("{http://a/b?c#d}Ä", true), ("{urn:a}1", false), ("{urn:a}", false),
            ("{a b}B", false), ("{%}B", false), ("{http://www.w3.org/2000/xmlns/}B", false),
        ] {
            XCTAssertEqual(try XCTUnwrap(MemberName(clark: bytes(text))).isPossible, expected, text)
        }
    }
}
