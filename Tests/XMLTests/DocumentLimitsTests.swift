// What a document may cost: each limit holds exactly, stops the reading where it is passed, and reading up to it takes
// time in proportion.

import Foundation
import XCTest
import XML

final class DocumentLimitsTests: XCTestCase {
    private func bench() throws -> ParserBench { try ParserBench("<xs:element name='A' type='xs:anyType'/>") }

    func testDepth() throws {
        let bench = try bench()
        bench.limits.depth = 5
        func nested(_ depth: Int) -> String {
            String(repeating: "<A>", count: depth) + String(repeating: "</A>", count: depth)
        }
        XCTAssertNil(bench.stop(nested(5)))
        XCTAssertEqual(bench.stop(nested(6)), .depth)
        XCTAssertEqual(bench.read(nested(6)).conclusion.stopOffset / 3, 5)
        XCTAssertEqual(bench.stop(String(repeating: "<A>", count: 500_000)), .depth)
        XCTAssertNil(bench.stop("<A>" + String(repeating: "<A/>", count: 100) + "</A>"))
    }

    func testTheUsualDepthIs128() throws {
        let bench = try bench()
        for (depth, stop) in [(128, nil), (129, DocumentStop.depth)] {
            let text = String(repeating: "<A>", count: depth) + String(repeating: "</A>", count: depth)
            XCTAssertEqual(bench.stop(text), stop)
        }
    }

    func testAttributesWithNamespaceDeclarations() throws {
        let bench = try bench()
        bench.limits.attributes = 3
        XCTAssertNil(bench.stop("<A b='' c='' d=''/>"))
        XCTAssertNil(bench.stop("<A xmlns:x='u' b='' x:c=''/>"))
        XCTAssertEqual(bench.stop("<A b='' c='' d='' e=''/>"), .attributes)
        XCTAssertEqual(bench.stop("<A><A xmlns:x='u' xmlns:y='v' xmlns:z='w' b=''/></A>"), .attributes)
    }

    func testText() throws {
        let bench = try bench()
        bench.limits.text = 10
        XCTAssertNil(bench.stop("<A>0123456789</A>"))
        XCTAssertEqual(bench.stop("<A>01234567890</A>"), .text)
        XCTAssertEqual(bench.stop("<A>\(String(repeating: "&#65;", count: 11))</A>"), .text)
        XCTAssertEqual(bench.stop("<A>01234<!-- x --><![CDATA[567890]]></A>"), .text)
        XCTAssertNil(bench.stop("<A>01234567<A>0123456789</A>01234567</A>"), "each text by itself")
        XCTAssertNil(bench.stop("<A><!-- \(String(repeating: "x", count: 100)) --></A>"), "a comment is no text")
    }

    func testAttributeValuesCountAsText() throws {
        let bench = try bench()
        bench.limits.text = 10
        XCTAssertNil(bench.stop("<A b='0123456789' c='0123456789'/>"))
        XCTAssertEqual(bench.stop("<A><A b='01234567890'/></A>"), .text)
    }

    func testAContractsOwnLimitForTextReplacesTheGeneralOne() throws {
        let bench = try bench()
        bench.limits.text = 10
        bench.textLimit = 20
        XCTAssertNil(bench.stop("<A>\(String(repeating: "x", count: 20))</A>"))
        XCTAssertEqual(bench.stop("<A>\(String(repeating: "x", count: 21))</A>"), .text)
        bench.textLimit = 5
        XCTAssertEqual(bench.stop("<A b='012345'/>"), .text)
        bench.textLimit = nil
        XCTAssertNil(bench.stop("<A b='012345'/>"))
    }

    func testNothingBehindAStopIsJudged() throws {
        let bench = try ParserBench("<xs:element name='A'><xs:complexType/></xs:element>")
        bench.limits.depth = 2
        let conclusion = bench.read("<A><A><A/></A><Wrong/></A>").conclusion
        XCTAssertEqual(conclusion.stop, .depth)
        XCTAssertFalse(conclusion.isValid)
        XCTAssertEqual(conclusion.violations.map(\.rule), [.unexpectedElement], "only what stood before it")
    }

    /// Handed over in pieces, text costs libxml2 quadratic time: four million bytes of references took 17 seconds.
    func testManyReferencesTakeLinearTime() throws {
        let bench = try bench()
        let text = "<A>\(String(repeating: "&amp;", count: 800_000))</A>"
        let start = Date()
        XCTAssertTrue(bench.read(text).conclusion.isValid)
        XCTAssertLessThan(Date().timeIntervalSince(start), 8)
    }
}
