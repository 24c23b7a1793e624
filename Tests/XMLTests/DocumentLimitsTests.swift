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

    func testNames() throws {
        let bench = try bench()
        bench.limits.name = 5
        XCTAssertNil(bench.stop("<A><p:abcde xmlns:p='u' p:fghij=''/></A>"))
        XCTAssertNil(bench.stop("<A><abc xmlns:abcdefgh='u'/></A>"), "a prefix is no name")
        XCTAssertEqual(bench.stop("<A><abcdef/></A>"), .name)
        XCTAssertEqual(bench.stop("<A><b abcdef=''/></A>"), .name)
        XCTAssertGreaterThan(bench.read("<A><b/><abcdef/></A>").conclusion.stopOffset, 7)
    }

    func testDifferentNames() throws {
        let bench = try bench()
        func text(_ range: Range<Int>) -> String { "<A>\(range.map { "<n\($0) a\($0)=''/>" }.joined())</A>" }
        XCTAssertNil(bench.stop(text(0..<4_900)))
        XCTAssertEqual(bench.stop(text(0..<5_100)), .names)
        for start in stride(from: 0, to: 40_000, by: 4_000) {
            XCTAssertNil(bench.stop(text(start..<(start + 4_000))), "names of documents before do not count")
        }
        XCTAssertEqual(bench.stop("<A>\((0..<10_100).map { "<?n\($0)?>" }.joined())</A>"), .names)
    }

    func testTime() throws {
        let bench = try bench()
        let text = "<A>\(String(repeating: "<A/>", count: 100_000))</A>"
        XCTAssertNil(bench.stop(text), "none is set")
        bench.limits.time = 1
        XCTAssertEqual(bench.stop(text), .time)
        XCTAssertGreaterThan(bench.read(text).conclusion.stopOffset, 1_000)
        bench.limits.time = .max
        XCTAssertNil(bench.stop(text), "more time than a clock can count")
    }

    /// libxml2 compares each key of an inner element with each other, where a reference further out asks for
    /// them: this many would take minutes.
    func testKeysThatCostQuadraticTimeAreStopped() throws {
        let bench = try ParserBench(
            """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='G' maxOccurs='unbounded'>
            <xs:complexType><xs:attribute name='k' type='xs:string'/></xs:complexType>
            <xs:key name='key'><xs:selector xpath='.'/><xs:field xpath='@k'/></xs:key></xs:element>
            </xs:sequence></xs:complexType>
            <xs:keyref name='reference' refer='key'><xs:selector xpath='G'/><xs:field xpath='@k'/></xs:keyref>
            </xs:element>
            """)
        bench.limits.time = 200_000_000
        XCTAssertNil(bench.stop("<A><G k='1'/><G k='2'/></A>"))
        XCTAssertEqual(bench.stop("<A>\((0..<100_000).map { "<G k='k\($0)'/>" }.joined())</A>"), .time)
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
