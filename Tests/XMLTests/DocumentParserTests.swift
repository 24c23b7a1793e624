// One parser reads one document after the other: what each turns out to be, and that none of them leaves anything
// behind for the next.

import XCTest
import XML

final class DocumentParserTests: XCTestCase {
    private static let declarations = """
        <xs:element name='Order'><xs:complexType><xs:sequence>
          <xs:element name='Id' type='xs:string'/>
          <xs:element name='Line' type='xs:int' minOccurs='0' maxOccurs='unbounded'/>
        </xs:sequence><xs:attribute name='day' type='xs:date'/></xs:complexType></xs:element>
        """

    private func bench() throws -> ParserBench { try ParserBench(Self.declarations, fields: ["Id", "@day"]) }

    /// A document for each way in which reading can end, and the way's name.
    private static let ends: [(name: String, text: String)] = [
        ("valid", "<Order day='2026-01-31'><Id>7</Id><Line>1</Line></Order>"),
        ("invalid", "<Order day='31.1.'>\n<Id>7</Id><Line>1</Line>\n<Line>one</Line><Else/></Order>"),
        ("no root that the schema has", "<Other/>"),
        ("wrong end tag", "<Order><Id>7</Line></Order>"),
        ("text behind the end", "<Order><Id>7</Id></Order>more"),
        ("undeclared entity", "<Order><Id>&seven;</Id></Order>"),
        ("unbound prefix", "<Order><x:Id>7</x:Id></Order>"),
        ("attribute twice", "<Order day='2026-01-31' day='2026-01-31'/>"),
        ("nothing but white space", " \n"),
        ("no markup", "Order"),
        ("truncated in a tag", "<Order day='2026-01-31'><I"),
        ("truncated in text", "<Order><Id>7"),
        ("truncated in the declaration", "<?xml vers"),
        ("truncated among many namespaces", "<Order xmlns:a='u'><b xmlns:c='v' xmlns:d='w'><e xmlns='x'>"),
        ("doctype", "<!DOCTYPE Order [<!ENTITY e 'x'>]><Order><Id>&e;</Id></Order>"),
        ("too deep", String(repeating: "<Order>", count: 200)),
        ("too much text", "<Order><Id>\(String(repeating: "7", count: 2000))</Id></Order>"),
        ("too many attributes", "<Order \((0..<300).map { "a\($0)=''" }.joined(separator: " "))/>"),
        ("unknown root", "<Unknown><Order/></Unknown>"),
    ]

    private func read(_ text: String, _ bench: ParserBench) -> String {
        bench.limits.text = 1000
        let outcome = bench.read(Array(text.utf8)) { name, _ in
            if name.elementsEqual("Unknown".utf8) { return nil }
            return Chosen(validator: bench.validator, fields: bench.fields)
        }
        return ParserBench.text(outcome)
    }

    func testTheNextDocumentIsUnaffectedByEveryKindOfEnd() throws {
        let alone = try Self.ends.map { read($0.text, try bench()) }
        XCTAssertEqual(Set(alone).count, alone.count, "the ends are meant to differ")
        let reused = try bench()
        for (first, end) in Self.ends.enumerated() {
            for (second, next) in Self.ends.enumerated() {
                XCTAssertEqual(read(end.text, reused), alone[first], end.name)
                XCTAssertEqual(read(next.text, reused), alone[second], "'\(next.name)' after '\(end.name)'")
            }
        }
    }

    func testOnlyTheValidDocumentIsValid() throws {
        let bench = try bench()
        for end in Self.ends {
            let isAccepted = read(end.text, bench).hasPrefix("true") && read(end.text, bench).hasSuffix("-")
            XCTAssertEqual(isAccepted, end.name == "valid", end.name)
        }
    }

    func testFieldsOfAValidDocumentAreGiven() throws {
        let conclusion = try bench().read(Self.ends[0].text).conclusion
        XCTAssertTrue(conclusion.isValid)
        XCTAssertEqual(conclusion.fields, [Array("7".utf8), Array("2026-01-31".utf8)])
    }

    func testChooseIsAskedOnceWithNameAndNamespaceOfTheRoot() throws {
        let bench = try bench()
        for (text, namespace) in [
            ("<Order/>", nil), ("<Order xmlns='urn:a'><Order/></Order>", "urn:a"), ("<p:Order xmlns:p='b'/>", "b"),
        ] {
            var asked: [String] = []
            _ = bench.read(Array(text.utf8)) { name, found in
                asked.append(
                    [name, found ?? Array("-".utf8)].map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
                )
                return Chosen(validator: bench.validator, fields: bench.fields)
            }
            XCTAssertEqual(asked, ["Order \(namespace ?? "-")"])
        }
    }

    func testNothingIsChosenForADocumentThatEndsBeforeItsRoot() throws {
        let bench = try bench()
        for text in ["", "<", "<!-- a", "<Order day=", "<!DOCTYPE Order><Order/>"] {
            _ = bench.read(Array(text.utf8)) { _, _ in
                XCTFail("asked for '\(text)'")
                return nil
            }
        }
    }

    func testEachDocumentIsJudgedByTheSchemaThatWasChosenForIt() throws {
        let bench = try bench()
        let other = try ParserBench("<xs:element name='Order' type='xs:int'/>")
        for _ in 0..<3 {
            XCTAssertTrue(bench.read(Self.ends[0].text).conclusion.isValid)
            let second = bench.read(Array("<Order>5</Order>".utf8)) { _, _ in
                Chosen(validator: other.validator, fields: FieldPaths([]))
            }
            XCTAssertTrue(second.conclusion.isValid)
            XCTAssertEqual(second.conclusion.fields, [])
        }
    }

    func testParserSurvivesMoreNamesThanItsDictionaryMayKeep() throws {
        let bench = try bench()
        let alone = try read(Self.ends[1].text, self.bench())
        for round in 0..<4 {
            let strangers = (0..<4_000).map { "<n\(round)-\($0)/>" }.joined()
            XCTAssertFalse(bench.read("<Order>\(strangers)</Order>").conclusion.isValid)
            XCTAssertEqual(read(Self.ends[1].text, bench), alone)
        }
    }

    func testReferencesCommentsAndSectionsMakeOneText() throws {
        let bench = try ParserBench(
            """
            <xs:element name='A'><xs:simpleType><xs:restriction base='xs:string'>
              <xs:enumeration value='ab&lt;&amp;ä\u{1F600}'/>
            </xs:restriction></xs:simpleType></xs:element>
            """, fields: [])
        let texts = [
            "<A>ab&lt;&amp;ä\u{1F600}</A>", "<A>a<!-- x -->b&#60;&#x26;&#228;&#x1F600;</A>",
            "<A><![CDATA[a]]>b<![CDATA[<&]]><?x y?>ä\u{1F600}</A>",
        ]
        for text in texts { XCTAssertTrue(bench.read(text).conclusion.isValid, text) }
        XCTAssertFalse(bench.read("<A>ab&lt;&amp;amp;ä\u{1F600}</A>").conclusion.isValid)
    }

    func testSchemaLocationsInTheDocumentAreIgnored() throws {
        let hint =
            "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:noNamespaceSchemaLocation='http://127.0.0.1:9/a.xsd'"
        let conclusion = try bench().read("<Order \(hint)><Id>1</Id></Order>").conclusion
        XCTAssertTrue(conclusion.isValid)
    }

    func testViolationsSayWhereTheyAre() throws {
        let conclusion = try bench().read(Self.ends[1].text).conclusion
        let found = conclusion.violations.map { "\($0.rule) \($0.place)" }
        XCTAssertEqual(
            found, ["type /Order[1]/@day", "type /Order[1]/Line[2]", "unexpectedElement /Order[1]/Else[1]"])
        for violation in conclusion.violations {
            let tag = Array(Self.ends[1].text.utf8)[..<violation.offset].suffix { $0 != UInt8(ascii: "<") }
            XCTAssertTrue(String(decoding: tag, as: UTF8.self).hasPrefix(violation.path.last?.name ?? "?"))
        }
    }

    func testNoMoreViolationsAreKeptThanAskedForButAllAreCounted() throws {
        let bench = try ParserBench(Self.declarations, mostViolations: 3)
        let conclusion = bench.read("<Order><Id/>\(String(repeating: "<Line>x</Line>", count: 10))</Order>").conclusion
        XCTAssertEqual(conclusion.violations.count, 3)
        XCTAssertEqual(conclusion.violationCount, 10)
    }

    func testTheUsualDeclarationSaysWhatAnyOtherDoes() throws {
        // As long as each other, so that lines, columns and offsets must be the same.
        let usual = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        let other = "<?xml version='1.0' encoding='UTF-8'?>"
        let reused = try bench()
        let more: [String] = ["", "<", usual + "<Order><Id>7</Id></Order>", other]
        for text in Self.ends.map({ $0.text }) + more {
            for blank in ["", " ", "\n", "\r\n", "\t"] {
                XCTAssertEqual(read(usual + blank + text, reused), read(other + blank + text, reused), blank + text)
            }
        }
    }

    func testPiecesOfATextAreOneText() throws {
        let text = "<Order><Id> a&amp;b&#99;<![CDATA[d]]>e<!-- x -->f<?y?>g </Id></Order>"
        let conclusion = try bench().read(text).conclusion
        XCTAssertTrue(conclusion.isValid)
        XCTAssertEqual(conclusion.fields.first, Array("a&bcdefg".utf8))
    }

    func testOnlyBlanksMayStandBetweenElements() throws {
        let bench = try bench()
        for blank in ["", " ", "\n\t\r ", "&#32;", "<!-- x --> <!-- y -->"] {
            let text = "<Order>\(blank)<Id>7</Id>\(blank)<Line>1</Line>\(blank)</Order>"
            XCTAssertTrue(bench.read(text).conclusion.isValid, text)
        }
        for text in [
            "<Order>x<Id>7</Id></Order>", "<Order><Id>7</Id>x</Order>", "<Order><Id>7</Id> <Line>1</Line> x</Order>",
            "<Order><Id>7</Id>&#xA0;<Line>1</Line></Order>", "<Order><Id>7</Id><Line> </Line></Order>",
        ] {
            XCTAssertFalse(bench.read(text).conclusion.isValid, text)
        }
    }
}

extension Collection {
    /// What stands at the end and keeps a rule.
    fileprivate func suffix(_ keeps: (Element) -> Bool) -> [Element] {
        Array(reversed().prefix(while: keeps).reversed())
    }
}
