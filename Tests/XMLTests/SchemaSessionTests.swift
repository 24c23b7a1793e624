// When a document is only read on, and no longer judged.

import XCTest

@testable import XML

final class SchemaSessionTests: XCTestCase {
    private static let counts = """
        <xs:element name='R'><xs:complexType><xs:sequence>
          <xs:element name='V' maxOccurs='unbounded'><xs:simpleType><xs:restriction base='xs:string'>
            <xs:pattern value='(a{0,50}){0,50}'/></xs:restriction></xs:simpleType></xs:element>
        </xs:sequence></xs:complexType></xs:element>
        """

    func testCountsNoMoreViolationsThanAnybodyReads() throws {
        let bench = try ParserBench(
            "<xs:element name='R'><xs:complexType><xs:sequence><xs:element name='V' type='xs:int' maxOccurs='unbounded'/>"
                + "</xs:sequence></xs:complexType></xs:element>", fields: ["V"])
        let few = bench.read("<R>\(String(repeating: "<V>x</V>", count: 9_000))</R>").conclusion
        XCTAssertEqual(few.violationCount, 9_000)
        let many = bench.read("<R>\(String(repeating: "<V>x</V>", count: 30_000))</R>").conclusion
        XCTAssertEqual(many.violationCount, SchemaSession.mostViolations + 1)
        XCTAssertFalse(many.isValid)
        // What makes a message more than invalid is seen all the same, and the next one is judged afresh.
        let deep = String(repeating: "<V>", count: 200)
        XCTAssertEqual(bench.stop("<R>\(String(repeating: "<V>x</V>", count: 30_000))\(deep)"), .depth)
        XCTAssertNotNil(bench.read("<R>\(String(repeating: "<V>x</V>", count: 30_000))</S>").error)
        XCTAssertTrue(bench.read("<R><V>1</V></R>").conclusion.isValid)
    }

    func testJudgesNoMoreOnceTheValidatorGaveUp() throws {
        let bench = try ParserBench(Self.counts)
        let hard = "<V>\(String(repeating: "a", count: 2_501))</V>"
        let conclusion = bench.read("<R>\(hard)\(String(repeating: "<V>b</V>", count: 50))</R>").conclusion
        XCTAssertTrue(conclusion.internalError)
        XCTAssertLessThan(conclusion.violationCount, 5)
        XCTAssertTrue(bench.read("<R><V>aa</V></R>").conclusion.isValid)
    }

    func testLooksAtTheClockWhereARuleIsBroken() throws {
        let bench = try ParserBench(Self.counts)
        bench.limits.time = -1
        XCTAssertNil(bench.stop("<R><V>aa</V><V>aa</V></R>"))
        XCTAssertEqual(bench.stop("<R><V>aa</V><V>b</V><V>aa</V></R>"), .time)
    }

    /// A root that may hold so many different elements of numbers, in any order.
    private static func names(_ count: Int) -> String {
        let elements = (0..<count).map { "<xs:element name='N\($0)' type='xs:int'/>" }.joined()
        return "<xs:element name='R'><xs:complexType><xs:choice maxOccurs='unbounded'>\(elements)</xs:choice>"
            + "</xs:complexType></xs:element>"
    }

    private func places(_ bench: ParserBench, _ document: String) -> [Int?] {
        bench.read(document).conclusion.violations.map { $0.path.last?.position }
    }

    func testCountsThoseOfANameThatTakesTurnsWithOthers() throws {
        let bench = try ParserBench(Self.names(3))
        let turns = String(repeating: "<N0>1</N0><N1>1</N1><N1>1</N1>", count: 1_000)
        XCTAssertEqual(
            places(bench, "<R>\(turns)<N2>x</N2><N1>x</N1><N0>x</N0><N0>1</N0><N0>x</N0></R>"),
            [1, 2_001, 1_001, 1_003])
    }

    func testCountsThoseOfTheFirstNamesOfAParentOnly() throws {
        let bench = try ParserBench(Self.names(70))
        let all = (0..<70).map { "<N\($0)>1</N\($0)>" }.joined()
        XCTAssertEqual(
            places(bench, "<R>\(all)\(all)<N0>x</N0><N63>x</N63><N64>x</N64>\(all)<N0>x</N0><N69>x</N69></R>"),
            [3, 3, 0, 5, 0])
    }

    func testCountsUnderEachParentAnew() throws {
        let bench = try ParserBench(
            "<xs:element name='R'><xs:complexType><xs:sequence><xs:element name='P' maxOccurs='unbounded'>"
                + "<xs:complexType><xs:sequence><xs:element name='V' type='xs:int' maxOccurs='unbounded'/>"
                + "</xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>")
        let conclusion = bench.read("<R><P><V>1</V><V>1</V></P><P><V>1</V></P><P><V>1</V><V>x</V></P></R>").conclusion
        XCTAssertEqual(conclusion.violations.first?.path.map(\.position), [1, 3, 2])
    }

    func testWhiteSpaceBehindAChildIsText() throws {
        let bench = try ParserBench(Self.names(2))
        XCTAssertTrue(bench.read("<R>\n <N0>1</N0>\n &#x20; <![CDATA[ ]]><N1>1</N1>\n</R>").conclusion.isValid)
        for text in [" a", " &amp;", "&#x20;<![CDATA[a]]>", " <!-- --> a "] {
            let conclusion = bench.read("<R><N0>1</N0>\(text)<N1>1</N1></R>").conclusion
            XCTAssertEqual(conclusion.violations.map(\.rule), [.unexpectedText], text)
        }
        bench.limits.text = 10
        XCTAssertNil(bench.stop("<R><N0>1</N0>\(String(repeating: " ", count: 10))</R>"))
        XCTAssertEqual(bench.stop("<R><N0>1</N0>\(String(repeating: " ", count: 11))</R>"), .text)
        XCTAssertEqual(bench.stop("<R><N0>1</N0>     <!-- -->      </R>"), .text)
    }
}
