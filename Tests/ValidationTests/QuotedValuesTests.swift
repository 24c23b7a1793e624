// The values that break a rule: kept apart from the mistakes, and only where they are asked for.

import Messages
import Validation
import XCTest

final class QuotedValuesTests: XCTestCase {
    private func bench() throws -> Workbench {
        let bench = try Workbench(
            schema: Workbench.schema(
                """
                <xs:element name='A'><xs:complexType><xs:sequence>
                <xs:element name='Date' type='xs:date' minOccurs='0' maxOccurs='9'/>
                <xs:element name='Code' type='Code' minOccurs='0'/>
                <xs:element name='Kind' type='Kind' minOccurs='0'/>
                <xs:element name='Sum' type='Sum' minOccurs='0'/>
                <xs:element name='Short' type='Short' minOccurs='0'/>
                <xs:element name='Fixed' type='xs:string' fixed='f' minOccurs='0'/>
                </xs:sequence><xs:attribute name='short' type='Short'/><xs:attribute name='kind' type='Kind'/>
                </xs:complexType></xs:element>
                <xs:simpleType name='Code'><xs:restriction base='xs:string'><xs:pattern value='[a-z]{2}'/></xs:restriction>
                </xs:simpleType>
                <xs:simpleType name='Kind'><xs:restriction base='xs:string'><xs:enumeration value='x'/></xs:restriction>
                </xs:simpleType>
                <xs:simpleType name='Sum'><xs:restriction base='xs:decimal'><xs:maxInclusive value='5'/></xs:restriction>
                </xs:simpleType>
                <xs:simpleType name='Short'><xs:restriction base='xs:string'><xs:maxLength value='2'/></xs:restriction>
                </xs:simpleType>
                """), root: "{urn:t}A")
        bench.limits.quotesValues = true
        return bench
    }

    /// Each mistake as its code and what is quoted.
    private func quotes(_ judgement: Judgement) -> [String] {
        (judgement.refusal?.errors ?? []).enumerated().map { number, error in
            "\(error.code.rawValue) \(judgement.refusal?.quotes[number] ?? "-")"
        }
    }

    func testTheyAreQuotedOfXMLAndJSONAlike() throws {
        let bench = try bench()
        let expected = [
            "max-length long", "enumeration y", "type 1.1.2026", "pattern AB", "enumeration z", "max-inclusive 7",
            "max-length abc", "fixed -",
        ]
        for text in [
            """
            <A xmlns='urn:t' short='long' kind='y'><Date>1.1.2026</Date><Code>AB</Code><Kind>z</Kind><Sum>7</Sum>
            <Short>abc</Short><Fixed>g</Fixed></A>
            """,
            """
            {"A":{"@short":"long","@kind":"y","Date":"1.1.2026","Code":"AB","Kind":"z","Sum":7,"Short":"abc","Fixed":"g"}}
            """,
        ] {
            let judgement = bench.judge(text)
            XCTAssertEqual(quotes(judgement), expected)
            for error in judgement.refusal?.errors ?? [] {
                for value in ["'long'", "1.1.2026", "AB", "abc"] {
                    XCTAssertFalse("\(error)".contains(value), "\(error)")
                }
            }
        }
    }

    func testNothingIsQuotedUnlessItIsAskedFor() throws {
        let bench = try bench()
        bench.limits.quotesValues = false
        let refusal = bench.judge("<A xmlns='urn:t' short='long'><Date>today</Date></A>").refusal
        XCTAssertEqual(refusal?.errors.count, 2)
        XCTAssertEqual(refusal?.quotes, [:])
        XCTAssertEqual(try self.bench().judge("<A xmlns='urn:t'/>").refusal?.quotes, [:])
    }

    func testOneValidatorForgetsWhoAsked() throws {
        let bench = try bench()
        var validator = Validator()
        let text = Array("<A xmlns='urn:t'><Date>today</Date></A>".utf8)
        for asks in [true, false, true, false] {
            bench.limits.quotesValues = asks
            XCTAssertEqual(bench.judge(bytes: text, by: &validator).refusal?.quotes, asks ? [0: "today"] : [:])
        }
    }

    func testHostileValuesAreCutAndMadeHarmless() throws {
        let bench = try bench()
        let long = String(repeating: "ä", count: 4_900_000)
        let cases: [(xml: String, json: String, quoted: String)] = [
            ("\"'&quot;]]&gt;&lt;b/&gt;&amp;", #"\"'\"]]><b/>&"#, "\"'\"]]><b/>&"),
            ("a&#x7F;b&#x9B;c", #"a\u007fb\u009bc"#, "a\u{2421}b\u{FFFD}c"),
            (long, long, String(repeating: "ä", count: 99) + "…"),
            ("x" + long, "x" + long, "x" + String(repeating: "ä", count: 98) + "…"),
        ]
        for (xml, json, quoted) in cases {
            for text in ["<A xmlns='urn:t'><Date>\(xml)</Date></A>", "{\"A\":{\"Date\":\"\(json)\"}}"] {
                XCTAssertEqual(bench.judge(text).refusal?.quotes, [0: quoted], "\(text.prefix(60))")
            }
        }
    }

    func testTheyStayWithTheirMistakesInTheOrderOfTheText() throws {
        let judgement = try bench().judge(#"{"A":{"Sum":8,"Date":["a","b"],"Other":1,"@kind":"q"}}"#)
        let told = quotes(judgement)
        XCTAssertTrue(told.contains("type a") && told.contains("type b") && told.contains("enumeration q"), "\(told)")
        XCTAssertTrue(told.contains("unexpected-element -"), "\(told)")
    }
}
