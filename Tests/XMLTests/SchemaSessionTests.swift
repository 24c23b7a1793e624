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
}
