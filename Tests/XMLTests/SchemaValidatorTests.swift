// A validator goes from one document to the next, with or without being cleared in between: none leaves a trace.

import XCTest
import XML

final class SchemaValidatorTests: XCTestCase {
    private static let contracts = [
        // Nothing but elements, of which one may be of another type, or nil.
        """
        <xs:complexType name='T'><xs:sequence>
          <xs:element name='b' type='xs:int' maxOccurs='9'/><xs:element name='c' type='xs:string' nillable='true'
            minOccurs='0'/></xs:sequence><xs:attribute name='d' type='xs:int'/></xs:complexType>
        <xs:complexType name='U'><xs:complexContent><xs:extension base='T'><xs:sequence>
          <xs:element name='e' type='xs:QName'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
        <xs:element name='a' type='T'/>
        """,
        // Keys, of which libxml2 keeps notes beyond their element.
        """
        <xs:element name='k'><xs:complexType><xs:sequence>
          <xs:element name='i' type='xs:string' minOccurs='0' maxOccurs='9'/>
          <xs:element name='r' type='xs:string' minOccurs='0' maxOccurs='9'/></xs:sequence></xs:complexType>
          <xs:key name='K'><xs:selector xpath='i'/><xs:field xpath='.'/></xs:key>
          <xs:keyref name='R' refer='K'><xs:selector xpath='r'/><xs:field xpath='.'/></xs:keyref></xs:element>
        """,
        // Room for anything, looked at and not.
        """
        <xs:element name='w'><xs:complexType><xs:sequence>
          <xs:element name='s'><xs:complexType><xs:sequence><xs:any processContents='skip' minOccurs='0'/>
          </xs:sequence></xs:complexType></xs:element><xs:any processContents='lax' minOccurs='0'/>
          </xs:sequence></xs:complexType></xs:element>
        <xs:element name='g' type='xs:int'/>
        """,
    ]

    private static let instance = "xmlns:x='http://www.w3.org/2001/XMLSchema-instance'"

    /// Documents of the contracts that end in every way.
    private static let documents: [(contract: Int, text: String)] = [
        (0, "<a d='1'><b>1</b><b>2</b><c>text</c></a>"),
        (0, "<a><b>1</b></a>"),
        (0, "<a \(instance) x:type='U'><b>1</b><e xmlns:p='urn:p'>p:q</e></a>"),
        (0, "<a \(instance)><b>1</b><c x:nil='true'/></a>"),
        (0, "<a><b>x</b><z/></a>"),
        (0, "<a \(instance) x:type='V'><b>1</b></a>"),
        (0, "<a d='1' d2='2'><b>1</b></a>"),
        (0, "<a><b>1</b><c>"),
        (0, "<a><b>1</b></a><a/>"),
        (0, "<a><b>1</b><c>too long a text</c></a>"),
        (0, "<z/>"),
        (1, "<k><i>1</i><i>2</i><r>2</r></k>"),
        (1, "<k><i>1</i><i>1</i></k>"),
        (1, "<k><i>3</i><r>1</r></k>"),
        (1, "<k><i>1</i><i>2</i><r>"),
        (2, "<w><s><n><o d='1'>x</o></n></s><g>1</g></w>"),
        (2, "<w><s/><g>x</g></w>"),
        (2, "<w><s><n>"),
    ]

    /// What one worker makes of documents, one after the other, with a validator for each contract.
    private func outcomes(_ order: [Int], clears: Bool = false) throws -> [String] {
        func validators() throws -> [SchemaValidator] {
            try Self.contracts.map {
                SchemaValidator(try Schema(bytes: Array(ParserBench.schema($0).utf8), name: "a.xsd"))
            }
        }
        let bench = try ParserBench("", fields: [])
        bench.limits.text = 12
        let fields = FieldPaths(["b", "@d", "i"])
        var worker = try validators()
        return try order.map { place in
            let (contract, text) = Self.documents[place]
            if clears { worker = try validators() }
            return ParserBench.text(
                bench.read(Array(text.utf8)) { _, _ in Chosen(validator: worker[contract], fields: fields) })
        }
    }

    func testADocumentIsUnaffectedByEachThatMayStandBeforeIt() throws {
        let places = Array(Self.documents.indices)
        let alone = try outcomes(places, clears: true)
        // The first three of the first contract, and one of each other, are valid; the others are not.
        XCTAssertEqual(places.filter { alone[$0].hasPrefix("true") && alone[$0].hasSuffix("-") }, [0, 1, 2, 3, 11, 15])
        let order = places.flatMap { first in places.flatMap { [first, $0] } }
        for (place, outcome) in zip(order, try outcomes(order)) {
            XCTAssertEqual(outcome, alone[place], Self.documents[place].text)
        }
    }

    func testManyValidDocumentsFollowEachOther() throws {
        let alone = try outcomes(Array(Self.documents.indices), clears: true)
        // More than follow each other without the context being cleared, and a mistake now and then.
        let order = (0..<2_000).map { number in number % 331 == 330 ? 4 : [0, 1, 2, 3, 15, 11][number % 6] }
        for (place, outcome) in zip(order, try outcomes(order)) { XCTAssertEqual(outcome, alone[place]) }
    }

    func testAnotherReaderMayTakeTheValidatorOver() throws {
        let (first, second) = (try ParserBench(Self.contracts[0]), try ParserBench(Self.contracts[0]))
        for text in ["<a><b>1</b></a>", "<a><b>x</b></a>", "<a><b>1</b></a>"] {
            let whole = first.read(text)
            let other = second.read(Array(text.utf8)) { _, _ in
                Chosen(validator: first.validator, fields: first.fields)
            }
            XCTAssertEqual(ParserBench.text(other), ParserBench.text(whole))
            XCTAssertEqual(whole.conclusion.isValid, !text.contains("x"))
        }
    }
}
