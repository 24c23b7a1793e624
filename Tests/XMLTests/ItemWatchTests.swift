// Which items of a document break rules, and where their bytes are.

import XCTest

@testable import XML

final class ItemWatchTests: XCTestCase {
    private static let declarations = """
        <xs:element name='b'><xs:complexType><xs:sequence>
          <xs:element name='n' type='xs:positiveInteger' minOccurs='0'/>
          <xs:element name='g' maxOccurs='9'><xs:complexType><xs:sequence>
            <xs:element name='i' minOccurs='0' maxOccurs='9'><xs:complexType><xs:sequence>
              <xs:element name='d' type='xs:date'/><xs:element name='i' type='xs:string' minOccurs='0'/>
            </xs:sequence><xs:attribute name='r'/></xs:complexType></xs:element>
          </xs:sequence></xs:complexType></xs:element>
        </xs:sequence></xs:complexType></xs:element>
        """

    /// The items of a document, read whole and as it flows; both must say the same.
    private func tally(
        _ text: String, _ paths: ItemPaths = ItemPaths(item: "g/i", count: "n", reference: "@r")
    ) throws -> ItemTally? {
        let bench = try ParserBench(ItemWatchTests.declarations)
        let chosen = Chosen(validator: bench.validator, fields: FieldPaths([]), items: paths)
        let whole = bench.read(Array(text.utf8)) { _, _ in chosen }.conclusion.items
        var parser = DocumentParser(mostViolations: 100)
        var rest = Array(text.utf8)[...]
        let flow = TextFlow(beginning: [], kept: 65_536) { bytes in
            bytes += rest.prefix(5)
            rest = rest.dropFirst(5)
            return !bytes.isEmpty && !rest.isEmpty
        }
        let flowing = parser.parse(flow, limits: DocumentLimits()) { _, _ in chosen }.conclusion.items
        XCTAssertEqual(whole.map(ItemWatchTests.text), flowing.map(ItemWatchTests.text), text)
        return whole
    }

    private static func text(_ tally: ItemTally) -> String {
        "\(tally.count) \(tally.outside) \(String(describing: tally.stated)) \(tally.broken)"
    }

    private func bytes(_ range: Range<Int>?, of text: String) -> String? {
        range.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
    }

    private let good = "<i><d>2026-01-01</d></i>"

    func testABadItemIsFoundWithItsBytesAndTheWhiteSpaceBeforeIt() throws {
        let text = "<b><g>\n \(good)\n\t<i r=' a>1 '><d>x</d></i> \(good)</g></b> "
        let tally = try XCTUnwrap(try tally(text))
        XCTAssertEqual(tally.count, 3)
        XCTAssertEqual(tally.outside, 0)
        XCTAssertEqual(tally.broken.map(\.number), [2])
        XCTAssertEqual(bytes(tally.broken.first?.bytes, of: text), "\n\t<i r=' a>1 '><d>x</d></i>")
        XCTAssertEqual(tally.broken.first?.reference, Array("a>1".utf8))
    }

    func testTheReferenceIsThatOfTheItemAndNotOfTheOneBefore() throws {
        let text = "<b><g><i r='1'><d>x</d></i><i><d>x</d></i><i r='3'><d>x</d></i></g></b> "
        XCTAssertEqual(
            try tally(text)?.broken.map(\.reference), [Array("1".utf8), nil, Array("3".utf8)])
        let inner = ItemPaths(item: "g/i", reference: "i")
        let named = "<b><g><i><d>x</d><i> a </i></i><i><d>x</d></i></g></b> "
        XCTAssertEqual(try tally(named, inner)?.broken.map(\.reference), [Array("a".utf8), nil])
    }

    func testItemsAreCountedThroughAllTheirParents() throws {
        let text = "<b><g>\(good)</g><g/><g>\(good)<i/></g></b> "
        let tally = try XCTUnwrap(try tally(text))
        XCTAssertEqual(tally.count, 3)
        XCTAssertEqual(tally.broken.map(\.number), [3])
        XCTAssertEqual(bytes(tally.broken.first?.bytes, of: text), "<i/>")
    }

    func testAnElementOfTheSameNameInsideAnItemIsNone() throws {
        let tally = try XCTUnwrap(try tally("<b><g><i><d>2026-01-01</d><i>x</i></i><i><d>x</d><i/></i></g></b> "))
        XCTAssertEqual(tally.count, 2)
        XCTAssertEqual(tally.broken.map(\.number), [2])
    }

    func testTheStatedNumberIsFoundWithTheBytesBetweenItsTags() throws {
        let text = "<b><n > 7 <!-- x --></n ><g>\(good)</g></b> "
        let stated = try XCTUnwrap(try tally(text)?.stated)
        XCTAssertEqual(bytes(stated.bytes, of: text), " 7 <!-- x -->")
        XCTAssertEqual(String(decoding: stated.text, as: UTF8.self), " 7 ")
        XCTAssertNil(try tally("<b><g>\(good)</g></b> ")?.stated)
    }

    func testWhatIsWrongOutsideItemsIsCounted() throws {
        XCTAssertEqual(try tally("<b><n>0</n><g>\(good)</g></b> ")?.outside, 1)
        XCTAssertEqual(try tally("<b><g>\(good)<x/></g></b> ")?.outside, 1)
        XCTAssertEqual(try tally("<b><g>\(good)text\(good)</g></b> ")?.outside, 1)
        XCTAssertEqual(try tally("<b><g>\(String(repeating: good, count: 10))</g></b> ")?.outside, 1, "one too many")
        XCTAssertEqual(try tally("<b><i/><g>\(good)</g></b> ")?.outside, 1, "no item, and its parent's mistake")
        XCTAssertEqual(try tally("<b><g><i><x/></i></g></b> ")?.outside, 0)
    }

    func testAllBadItemsAreFoundBeyondTheViolationsThatAreKeptOtherwise() throws {
        let group = "<g>\(String(repeating: "<i><d>x</d></i>", count: 9))</g>"
        let tally = try XCTUnwrap(try tally("<b>\(String(repeating: group, count: 9))</b> "))
        XCTAssertEqual(tally.broken.map(\.number), Array(1...81))
    }

    func testPlacesAreThoseInTheFileBehindAByteOrderMark() throws {
        let text = "\u{FEFF}<b><g>é\(good)<i/></g></b> ".replacing("é", with: "<!-- é -->")
        XCTAssertEqual(bytes(try tally(text)?.broken.first?.bytes, of: text), "<i/>")
    }

    func testNothingIsWatchedUnlessItIsAskedFor() throws {
        let bench = try ParserBench(ItemWatchTests.declarations)
        XCTAssertNil(bench.read("<b><g><i/></g></b>").conclusion.items)
    }
}
