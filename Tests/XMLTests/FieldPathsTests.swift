// Picking header fields on the way through a document.

import XCTest
import XML

final class FieldPathsTests: XCTestCase {
    private func fields(_ paths: [String?], _ text: String) throws -> [String?] {
        let bench = try ParserBench("<xs:element name='R' type='xs:anyType'/>", fields: paths)
        return bench.read(text).conclusion.fields.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    func testElementsAndAttributesAreFoundByTheirPath() throws {
        let text = "<R id='1'><H><Id n='2'>3</Id><Deep><Er>4</Er></Deep></H><Id>5</Id></R>"
        XCTAssertEqual(
            try fields(["@id", "H/Id/@n", "H/Id", "H/Deep/Er", "Id"], text), ["1", "2", "3", "4", "5"])
    }

    func testWhatIsNotThereIsNil() throws {
        let text = "<R><H><Id/></H></R>"
        XCTAssertEqual(
            try fields([nil, "@id", "X", "H/X", "H/Id/X", "H/Id/@x", "Id"], text), Array(repeating: nil, count: 7))
        XCTAssertEqual(try fields(["H/Id"], text), [""], "there, and empty")
    }

    func testNamesAreComparedWhole() throws {
        XCTAssertEqual(
            try fields(["H/Id", "H/@a"], "<R><He><Id>1</Id></He><H ab='2'><I>3</I><Ida>4</Ida><Id>5</Id></H></R>"),
            ["5", nil])
    }

    func testThePathStartsAtTheRootAlone() throws {
        XCTAssertEqual(
            try fields(["H/Id"], "<R><X><H><Id>1</Id></H></X><H><X><Id>2</Id></X></H><H><H><Id>3</Id></H></H></R>"),
            [nil])
    }

    func testTheFirstOfSeveralCounts() throws {
        XCTAssertEqual(
            try fields(["H/Id", "H/@n"], "<R><H/><H><Id>1</Id><Id>2</Id></H><H n='3'><Id>4</Id></H><H n='5'/></R>"),
            ["1", "3"])
        XCTAssertEqual(try fields(["Id"], "<R><Id/><Id>2</Id></R>"), [""], "also where it is empty")
    }

    func testWhiteSpaceAtBothEndsIsRemoved() throws {
        XCTAssertEqual(try fields(["Id", "@n"], "<R n=' 1 2 '><Id>\n\t 3  4 \r\n</Id></R>"), ["3  4", "1 2"])
        XCTAssertEqual(try fields(["Id"], "<R><Id> \n </Id></R>"), [""])
        XCTAssertEqual(try fields(["Id"], "<R><Id>\u{A0}1</Id></R>"), ["\u{A0}1"], "only XML's white space")
    }

    func testTextInPiecesIsOne() throws {
        XCTAssertEqual(try fields(["Id"], "<R><Id>a&amp;<!-- x -->b<![CDATA[<c>]]>&#228;</Id></R>"), ["a&b<c>ä"])
    }

    func testPrefixesDoNotMatter() throws {
        XCTAssertEqual(try fields(["H/Id"], "<R xmlns:p='urn:p'><p:H><Id xmlns='urn:q'>1</Id></p:H></R>"), ["1"])
    }

    func testAStoppedDocumentGivesWhatStoodBefore() throws {
        let bench = try ParserBench("<xs:element name='R' type='xs:anyType'/>", fields: ["Id", "Later"])
        bench.limits.depth = 2
        let conclusion = bench.read("<R><Id>1</Id><X><Y/></X><Later>2</Later></R>").conclusion
        XCTAssertEqual(conclusion.fields, [Array("1".utf8), nil])
    }

    func testALoneDotIsTheRootsOwnText() throws {
        XCTAssertEqual(try fields([".", "@id"], "<R id='1'> 2 </R>"), ["2", "1"])
        XCTAssertEqual(try fields([".", "Id"], "<R>a<Id>3</Id>b</R>"), ["b", "3"])
        XCTAssertEqual(try fields(["."], "<R/>"), [""])
    }

    /// Which of the watched paths lead to something.
    private func found(_ watched: [String], _ text: String) throws -> [String] {
        let bench = try ParserBench("<xs:element name='R' type='xs:anyType'/>", fields: ["Id"], watched: watched)
        let fields = bench.read(text).conclusion.fields
        XCTAssertEqual(fields.count, watched.count + 1)
        return zip(watched, fields.dropFirst()).filter { $0.1 != nil }.map(\.0)
    }

    func testAWatchedPathIsFoundWhateverIsInIt() throws {
        for text in ["<R><Id>1</Id><D/></R>", "<R><D>x</D></R>", "<R><D><E/></D></R>", "<R><A/><D a='1'>x<E/></D></R>"]
        {
            XCTAssertEqual(try found(["D", "E"], text), ["D"], text)
        }
        XCTAssertEqual(try found(["A/B", "A/B/C", "A/C"], "<R><A/><A><X/><B><C/></B></A></R>"), ["A/B", "A/B/C"])
        XCTAssertEqual(try found(["A/@x"], "<R><A/><A y='1'/><A x=''/></R>"), ["A/@x"])
    }

    func testAWatchedPathThatLeadsToNothing() throws {
        XCTAssertEqual(try found(["D", "A/D", "A/@x", "A/B/C"], "<R><A y='1'><X><D/></X><B/></A><Dx/><C/></R>"), [])
    }
}
