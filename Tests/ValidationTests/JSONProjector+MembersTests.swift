// Which element a member name means: plain names, names with a namespace, wildcards, and `#content`.

import Foundation
import Messages
import Validation
import XCTest

final class JSONProjectorMembersTests: XCTestCase {
    private static let other = """
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:o' elementFormDefault='qualified'>
        <xs:element name='B' type='xs:date'/><xs:element name='O'><xs:complexType><xs:sequence>
        <xs:element name='P' type='xs:int'/><xs:element name='Q' type='xs:int' maxOccurs='2'/></xs:sequence>
        </xs:complexType></xs:element></xs:schema>
        """

    /// The findings on a JSON message under a schema that imports `urn:o`; none when it is right.
    private func findings(_ body: String, _ message: String) throws -> [String] {
        let main = """
            <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:t' xmlns:o='urn:o'
              targetNamespace='urn:t' elementFormDefault='qualified'>
            <xs:import namespace='urn:o' schemaLocation='o.xsd'/>\(body)</xs:schema>
            """
        let bench = try Workbench(["a.xsd": main, "o.xsd": Self.other])
        try bench.add("a", schema: "a.xsd", root: "{urn:t}A")
        let judgement = bench.judge(message)
        return judgement.verdict == "no-message-id" ? [] : judgement.findings
    }

    private func element(_ content: String) -> String {
        "<xs:element name='A'><xs:complexType>\(content)</xs:complexType></xs:element>"
    }

    private var namesakes: String {
        element(
            """
            <xs:sequence><xs:element name='B' type='xs:int'/><xs:element ref='o:B'/>
            <xs:element name='L' form='unqualified' type='xs:int' minOccurs='0'/></xs:sequence>
            """)
    }

    func testANamespaceReachesTheSecondOfTwoNamesakes() throws {
        let right = [
            #"{"A":{"B":1,"{urn:o}B":"2026-01-01"}}"#, #"{"A":{"{urn:o}B":"2026-01-01","B":1}}"#,
            #"{"A":{"{urn:t}B":1,"{urn:o}B":"2026-01-01","{}L":3}}"#, #"{"A":{"L":3,"{urn:o}B":"2026-01-01","B":1}}"#,
            #"{"A":{"{urn:o}\u0042":"2026-01-01","\u007burn:t}B":1}}"#,
        ]
        for text in right { XCTAssertEqual(try findings(namesakes, text), [], text) }
        XCTAssertEqual(try findings(namesakes, #"{"A":{"B":"x","{urn:o}B":1}}"#), ["type /A/B", "type /A/{urn:o}B"])
        XCTAssertEqual(try findings(namesakes, #"{"A":{"B":1}}"#), ["missing-element /A"])
        XCTAssertEqual(
            try findings(namesakes, #"{"A":{"B":1,"{urn:o}B":"2026-01-01","{urn:t}L":1}}"#),
            ["unexpected-element /A/{urn:t}L"])
    }

    func testNamesAreToldApartByEachOfTheirBytes() throws {
        // As long as what is compared at once, at either end, and longer; they differ at the end or in the middle.
        let names = [
            "B", "C", "BBBBBBBC", "BBBBBBBD", "BBBBBBBBC", "BBBBBBBBD", "BBBBBBBBCCCCCCCC", "BBBBBBBBDCCCCCCC",
            "BBBBBBBBxCCCCCCCC", "BBBBBBBByCCCCCCCC", "BBBBBBBBxxxxxxxxxxxxCCCCCCCC", "BBBBBBBBxxxxxyxxxxxxCCCCCCCC",
        ]
        let elements = names.enumerated().map { place, name in
            "<xs:element name='\(name)' minOccurs='0'><xs:simpleType><xs:restriction base='xs:string'>"
                + "<xs:enumeration value='\(place)'/></xs:restriction></xs:simpleType></xs:element>"
        }
        let body = element("<xs:sequence>\(elements.joined())</xs:sequence>")
        let members = names.enumerated().map { #""\#($1)":"\#($0)""# }
        for order in [members, members.reversed(), Array(members[5...] + members[..<5])] {
            XCTAssertEqual(try findings(body, #"{"A":{\#(order.joined(separator: ","))}}"#), [])
        }
        for place in names.indices {
            XCTAssertEqual(try findings(body, #"{"A":{\#(members[place])}}"#), [], names[place])
            let twice = #"{"A":{\#(members.joined(separator: ",")),\#(members[place])}}"#
            XCTAssertEqual(try findings(body, twice), ["duplicate-member /A/\(names[place])"])
        }
        for stranger in ["BBBBBBBBzCCCCCCCC", "BBBBBBBBxxxxxzxxxxxxCCCCCCCC", "BBBBBBBE", "BBBBBBBBBBBBBBBBE", "D"] {
            XCTAssertEqual(try findings(body, #"{"A":{"\#(stranger)":""}}"#), ["unexpected-element /A/\(stranger)"])
        }
    }

    func testTwoNamesOfOneElementAreADuplicate() throws {
        XCTAssertEqual(
            try findings(namesakes, #"{"A":{"B":1,"{urn:o}B":"2026-01-01","{urn:t}B":1}}"#),
            ["duplicate-member /A/{urn:t}B"])
        let any = element("<xs:sequence><xs:any processContents='lax' maxOccurs='9'/></xs:sequence>")
        XCTAssertEqual(try findings(any, #"{"A":{"X":1,"{urn:t}X":1}}"#), ["duplicate-member /A/{urn:t}X"])
        XCTAssertEqual(try findings(any, #"{"A":{"X":1,"{urn:o}X":1,"{}X":1}}"#), [])
    }

    func testNamesThatXMLHasNotAreAMistake() throws {
        let any = element("<xs:sequence><xs:any processContents='skip' maxOccurs='9'/></xs:sequence>")
        for name in ["{urn:x}", "{urn:x", "{urn:x}1", "{urn:x}a b", "{a b}X", "{http://www.w3.org/2000/xmlns/}X", "#x"]
        {
            XCTAssertEqual(
                try findings(any, "{\"A\":{\"Y\":1,\"\(name)\":1}}"), ["unexpected-element /A/\(escaped(name))"], name)
        }
        for name in ["{http://example.com/a?b=c}X", "{urn:x}Ä", "{}X"] {
            XCTAssertEqual(try findings(any, "{\"A\":{\"Y\":1,\"\(name)\":1}}"), [], name)
        }
    }

    private func escaped(_ name: String) -> String {
        name.replacingOccurrences(of: "~", with: "~0").replacingOccurrences(of: "/", with: "~1")
    }

    func testWildcardsHaveTheirPlaceInTheOrder() throws {
        let body = element(
            """
            <xs:sequence><xs:element name='B'/><xs:any namespace='##other' minOccurs='0' maxOccurs='2'/>
            <xs:element name='C'/><xs:any namespace='##local' processContents='skip' minOccurs='0'/></xs:sequence>
            """)
        let right = [
            #"{"A":{"C":1,"{urn:o}O":{"Q":[1,2],"P":1},"B":1}}"#,
            #"{"A":{"{}Z":1,"C":1,"{urn:o}B":"2026-01-01","B":1}}"#,
            #"{"A":{"C":1,"{urn:o}O":[{"P":1,"Q":1},{"Q":1,"P":1}],"B":1,"{}Z":{"Y":[1,2],"@a":3}}}"#,
        ]
        for text in right { XCTAssertEqual(try findings(body, text), [], text) }
        XCTAssertEqual(
            try findings(body, #"{"A":{"C":1,"{urn:o}O":{"Q":[1,2],"P":"x"},"B":1}}"#), ["type /A/{urn:o}O/P"])
        // Strict, and not declared; of a namespace that no wildcard admits.
        XCTAssertEqual(try findings(body, #"{"A":{"B":1,"{urn:o}X":1,"C":1}}"#), ["root /A/{urn:o}X"])
        XCTAssertEqual(try findings(body, #"{"A":{"B":1,"X":1,"C":1}}"#), ["unexpected-element /A/X"])
    }

    func testBelowAnUndeclaredElementPlainNamesHaveItsNamespace() throws {
        let body =
            element("<xs:sequence><xs:any processContents='lax' maxOccurs='9'/></xs:sequence>")
            + "<xs:element name='N' type='xs:int'/>"
        // Lax: what is declared is judged, at whatever depth.
        XCTAssertEqual(try findings(body, #"{"A":{"X":{"Y":{"N":"a"}}}}"#), ["type /A/X/Y/N"])
        XCTAssertEqual(try findings(body, #"{"A":{"{urn:o}X":{"Y":{"N":"a","B":"b"}}}}"#), ["type /A/{urn:o}X/Y/B"])
        XCTAssertEqual(try findings(body, #"{"A":{"{}X":{"Y":{"{urn:t}N":"a"}}}}"#), ["type /A/{}X/Y/{urn:t}N"])
    }

    func testContentOfAnyTypeIsFree() throws {
        let body = "<xs:element name='A'/><xs:element name='N' type='xs:int'/>"
        XCTAssertEqual(try findings(body, ##"{"A":{"#text":"a","@k":1,"X":[1,{"Y":null}],"N":1}}"##), [])
        XCTAssertEqual(try findings(body, #"{"A":{"X":1,"N":"a"}}"#), ["type /A/N"])
    }

    func testChildrenOfAllKeepTheOrderOfTheText() throws {
        let body = element(
            "<xs:all><xs:element name='B'/><xs:element name='C' minOccurs='0'/><xs:element name='D' type='xs:int'/></xs:all>"
        )
        for text in [#"{"A":{"D":1,"C":1,"B":1}}"#, #"{"A":{"C":1,"D":1,"B":1}}"#, #"{"A":{"D":1,"B":1}}"#] {
            XCTAssertEqual(try findings(body, text), [], text)
        }
    }

    private var rounds: String {
        element(
            """
            <xs:sequence maxOccurs='3'><xs:element name='P' type='xs:int'/><xs:element name='Q' type='xs:int'/>
            </xs:sequence><xs:attribute name='k' type='xs:int'/>
            """)
    }

    func testContentSaysTheOrder() throws {
        let right = [
            ##"{"A":{"#content":[{"P":1},{"Q":2},{"P":3},{"Q":4}]}}"##,
            ##"{"A":{"@k":1,"#content":[{"P":1},{"Q":2}]}}"##,
            ##"{"A":{"#content":[{"{urn:t}P":1},{"Q":2}],"@k":1}}"##, #"{"A":{"Q":1,"P":2}}"#,
        ]
        for text in right { XCTAssertEqual(try findings(rounds, text), [], text) }
        XCTAssertEqual(
            try findings(rounds, ##"{"A":{"#content":[{"P":1},{"Q":"x"},{"Q":3}]}}"##),
            ["type /A/#content/1/Q", "unexpected-element /A/#content/2/Q"])
        XCTAssertEqual(try findings(rounds, #"{"A":{"P":[1,2],"Q":[1,2]}}"#), ["unexpected-element /A/P/1"])
        XCTAssertEqual(try findings(rounds, ##"{"A":{"#content":[]}}"##), ["missing-element /A"])
    }

    func testContentIsObjectsWithOneMemberEach() throws {
        let cases = [
            (##"[{"P":1},{"Q":2},{}]"##, ["unexpected-element /A/#content/2"]),
            (##"[{"P":1,"Q":2}]"##, ["unexpected-element /A/#content/0"]),
            (##"[1]"##, ["unexpected-element /A/#content/0"]),
            (##"[{"P":1},{"Q":2},{"P":[1]}]"##, ["unexpected-element /A/#content/2/P"]),
            (##"[{"P":1},{"Q":2},{"@k":1}]"##, ["unexpected-element /A/#content/2/@k"]),
            (##"{"P":1}"##, ["unexpected-element /A/#content"]), (##"null"##, ["unexpected-element /A/#content"]),
        ]
        for (content, expected) in cases {
            let found = try findings(rounds, "{\"A\":{\"#content\":\(content)}}").filter { !$0.hasPrefix("missing") }
            XCTAssertEqual(found, expected, content)
        }
    }

    func testBesideContentOnlyAttributesMayStand() throws {
        let content = ##""#content":[{"P":1},{"Q":2}]"##
        let cases = [
            (##""P":1"##, "unexpected-element /A/P"), (##""#text":" ""##, "unexpected-text /A/#text"),
            (##""#content":[]"##, "duplicate-member /A/#content"),
        ]
        for (member, expected) in cases {
            XCTAssertTrue(try findings(rounds, "{\"A\":{\(content),\(member)}}").contains(expected), member)
        }
    }

    func testOneNameAtTwoPlacesOfASequence() throws {
        let body = element(
            "<xs:sequence><xs:element name='B'/><xs:element name='C'/><xs:element name='B'/></xs:sequence>")
        XCTAssertEqual(try findings(body, ##"{"A":{"#content":[{"B":1},{"C":2},{"B":3}]}}"##), [])
        XCTAssertEqual(try findings(body, #"{"A":{"B":[1,3],"C":2}}"#), ["unexpected-element /A/B/1"])
    }
}
