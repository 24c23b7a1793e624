// A stream of elements is judged as the XML document with the same elements is, and leaves nothing behind for the next
// document.

import XCTest
import XML

final class ElementStreamTests: XCTestCase {
    private static let declarations = """
        <xs:element name='A'><xs:complexType><xs:sequence>
          <xs:element name='B' type='xs:int' minOccurs='0' maxOccurs='9'/>
          <xs:element name='C' type='xs:string' nillable='true' minOccurs='0'/>
        </xs:sequence><xs:attribute name='d'><xs:simpleType><xs:restriction base='xs:string'>
          <xs:enumeration value='&amp;&amp;1'/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType>
          </xs:element>
        """

    private let names = NameTable()
    private func name(_ text: String) -> Name { names.name(Array(text.utf8)) }

    /// Streams a document that is written down as its events: `A`, `@d=1`, `text`, `/`.
    private func stream(_ events: [String], into stream: inout ElementStream, _ bench: ParserBench) -> String {
        stream.begin(Chosen(validator: bench.validator, fields: bench.fields, textLimit: nil), limits: bench.limits)
        for (offset, event) in events.enumerated() {
            if event == "/" {
                stream.end()
            } else if event.hasPrefix("@") {
                let parts = event.dropFirst().split(separator: "=", maxSplits: 1)
                stream.attribute(name(String(parts[0])), namespace: nil, value: Array(parts[1].utf8).span)
            } else if event.hasPrefix("=") {
                stream.text(Array(event.dropFirst().utf8).span, offset: offset)
            } else {
                stream.start(name(event), namespace: nil, offset: offset, index: nil)
            }
        }
        let conclusion = stream.finish()
        let violations = conclusion.violations.map { "\($0.rule) \($0.operand) \($0.place) @\($0.offset)" }
        return "\(conclusion.isValid) \(violations) \(conclusion.stop.map { "\($0)" } ?? "-")"
    }

    func testAStreamIsJudgedAsTheSameXMLIs() throws {
        let bench = try ParserBench(Self.declarations)
        let cases: [(events: [String], text: String)] = [
            (["A", "/"], "<A/>"), (["A", "B", "=1", "/", "/"], "<A><B>1</B></A>"),
            (["@d=&&1", "A", "/"], "<A d='&amp;&amp;1'/>"), (["@d=&1", "A", "/"], "<A d='&amp;1'/>"),
            (["A", "B", "=x", "/", "B", "/", "/"], "<A><B>x</B><B/></A>"),
            (["A", "Z", "=1", "/", "/"], "<A><Z>1</Z></A>"), (["Z", "/"], "<Z/>"),
            (["A", "=text", "/"], "<A>text</A>"),
            (["A", "C", "=a", "=b", "/", "B", "=1", "/", "/"], "<A><C>ab</C><B>1</B></A>"),
        ]
        var reused = ElementStream(mostViolations: 100)
        for (events, text) in cases {
            let found = stream(events, into: &reused, bench).withoutOffsets
            let conclusion = bench.read(text).conclusion
            let violations = conclusion.violations.map { "\($0.rule) \($0.operand) \($0.place) @" }
            XCTAssertEqual(found, "\(conclusion.isValid) \(violations) -", text)
        }
    }

    func testTheNextStreamIsUnaffectedByEveryKindOfEnd() throws {
        let bench = try ParserBench(Self.declarations)
        bench.limits.depth = 3
        bench.limits.text = 5
        let ends: [[String]] = [
            ["A", "B", "=1", "/", "/"], ["A", "B", "=x", "/", "/"], ["A"], ["A", "B", "=1"], ["@d=&", "A", "B"], [],
            ["A", "A", "A", "A", "A", "/"], ["A", "B", "=123456", "/", "/"], ["@d=1234567", "A", "/"], ["Z", "=1"],
        ]
        let alone = ends.map { events in
            var fresh = ElementStream(mostViolations: 100)
            return stream(events, into: &fresh, bench)
        }
        var reused = ElementStream(mostViolations: 100)
        for (first, end) in ends.enumerated() {
            for (second, next) in ends.enumerated() {
                XCTAssertEqual(stream(end, into: &reused, bench), alone[first])
                XCTAssertEqual(stream(next, into: &reused, bench), alone[second], "\(next) after \(end)")
            }
        }
    }

    func testEventsBehindAStopAreIgnored() throws {
        let bench = try ParserBench(Self.declarations)
        bench.limits.depth = 1
        var stream = ElementStream(mostViolations: 100)
        XCTAssertEqual(self.stream(["A", "B", "Z", "=1", "/", "/", "Z", "/"], into: &stream, bench), "false [] depth")
        XCTAssertEqual(self.stream(["A", "/"], into: &stream, bench), "true [] -")
    }

    func testPlacesInArraysAreKept() throws {
        let bench = try ParserBench(Self.declarations)
        var stream = ElementStream(mostViolations: 100)
        stream.begin(Chosen(validator: bench.validator, fields: bench.fields), limits: bench.limits)
        stream.start(name("A"), namespace: nil, offset: 3, index: nil)
        stream.start(name("B"), namespace: nil, offset: 17, index: 4)
        stream.text(Array("x".utf8).span, offset: 17)
        stream.end()
        stream.end()
        let conclusion = stream.finish()
        XCTAssertEqual(conclusion.violations.first?.path.map(\.index), [nil, 4])
        XCTAssertEqual(conclusion.violations.first?.offset, 17)
    }

    func testEqualNamesOfATableAreOne() {
        let table = NameTable()
        for text in ["a", "b", "a", "ä", "", "ä"] { _ = table.name(Array(text.utf8)) }
        XCTAssertEqual(table.count, 4)
        table.removeAll()
        XCTAssertEqual(table.count, 0)
    }

    func testAPrefixIsBoundForTheElementThatStartsNext() throws {
        let bench = try ParserBench("<xs:element name='R' type='xs:decimal'/>")
        let instance = name("http://www.w3.org/2001/XMLSchema-instance")
        func isValid(_ text: String, bound: Bool = true, dropped: Bool = false) -> Bool {
            var stream = ElementStream(mostViolations: 100)
            stream.begin(Chosen(validator: bench.validator, fields: bench.fields), limits: bench.limits)
            stream.attribute(name("type"), namespace: instance, value: Array("p:int".utf8).span)
            if bound { stream.bind(name("p"), to: name("http://www.w3.org/2001/XMLSchema")) }
            if dropped { stream.dropAttributes() }
            stream.start(name("R"), namespace: nil, offset: 0, index: nil)
            stream.text(Array(text.utf8).span, offset: 0)
            stream.end()
            return stream.finish().isValid
        }
        XCTAssertTrue(isValid("1"))
        XCTAssertFalse(isValid("1.5"))
        XCTAssertFalse(isValid("1", bound: false))
        XCTAssertTrue(isValid("1.5", dropped: true))
    }

    func testTheBytesOfANameAreThoseThatWereKept() {
        for text in ["", "A", "Ä\u{1F600}"] { XCTAssertEqual(name(text).bytes, Array(text.utf8)) }
    }

    func testOnlyURIsAreNamespaces() {
        for (text, expected) in [("urn:a", true), ("a", true), ("http://a/b?c#d", true), ("a b", false), ("%", false)] {
            XCTAssertEqual(NameTable.isNamespace(Array(text.utf8)[...]), expected, text)
        }
    }
}

extension String {
    /// The text without the numbers behind each `@`.
    fileprivate var withoutOffsets: String {
        split(separator: "@", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset == 0 ? String($0.element) : String($0.element.drop { $0.isNumber }) }.joined(
                separator: "@")
    }
}
