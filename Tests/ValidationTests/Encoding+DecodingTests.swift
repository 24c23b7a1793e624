// Encodings of messages: what is read, and what is refused in which words.

import Foundation
import Messages
import Validation
import XCTest

final class EncodingDecodingTests: XCTestCase {
    private static let everything: Set<TextEncoding> = Set(TextEncoding.allCases)

    private func bench(_ encodings: Set<TextEncoding>) throws -> Workbench {
        let schema = Workbench.schema(
            """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='Id' type='xs:string'/>
            <xs:element name='N' type='xs:int' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>
            """)
        let bench = try Workbench(schema: schema, root: "{urn:t}A", fields: [.messageID: "Id"])
        bench.encodings = encodings
        return bench
    }

    private static func body(_ content: String = "") -> String { "<A xmlns='urn:t'><Id>Säätiö €</Id>\(content)</A>" }

    private static func declared(_ name: String, _ content: String = "") -> String {
        "<?xml version='1.0' encoding='\(name)'?>\n" + body(content)
    }

    private static func utf16(_ text: String, mark: Bool = true, big: Bool = false) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            big ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    private static func latin1(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(exactly: $0.value) ?? 0xBF }
    }

    func testUTF16WithAByteOrderMarkIsReadWhereItIsAllowed() throws {
        let bench = try bench([.utf16])
        for text in [Self.body(), Self.declared("UTF-16"), Self.declared("utf-16")] {
            for big in [true, false] {
                let judgement = bench.judge(bytes: Self.utf16(text, big: big))
                XCTAssertEqual(judgement.verdict, "accepted", "\(judgement.refusal?.errors ?? [])")
                XCTAssertEqual(judgement.encoding, .utf16)
                XCTAssertEqual(judgement.header.messageID, Array("Säätiö €".utf8))
            }
        }
        XCTAssertEqual(bench.judge(Self.declared("UTF-8")).verdict, "accepted", "UTF-8 always")
    }

    func testLatin1IsReadWhereItIsDeclaredAndAllowed() throws {
        let bench = try bench([.utf8, .latin1])
        let judgement = bench.judge(bytes: Self.latin1(Self.declared("ISO-8859-1")))
        XCTAssertEqual(judgement.verdict, "accepted")
        XCTAssertEqual(judgement.encoding, .latin1)
        XCTAssertEqual(judgement.header.messageID, Array("Säätiö \u{BF}".utf8))
    }

    func testPlacesAreThoseOfTheCharacters() throws {
        let bench = try bench(Self.everything)
        let wrong = "<N>x</N>"
        for (bytes, line) in [
            (Array(Self.body(wrong).utf8), 1), (Self.utf16(Self.body(wrong)), 1),
            (Self.latin1(Self.declared("iso-8859-1", wrong)), 2),
        ] {
            XCTAssertEqual(bench.judge(bytes: bytes).positions, ["\(line):35 type"])
        }
    }

    func testNothingIsTranscodedWhereNoRouteAllowsIt() throws {
        let bench = try bench([.utf8])
        for (bytes, name) in [
            (Self.utf16(Self.body()), "UTF-16"), (Self.latin1(Self.declared("ISO-8859-1")), "ISO-8859-1"),
        ] {
            let judgement = bench.judge(bytes: bytes)
            XCTAssertEqual(judgement.verdict, "not-utf8")
            XCTAssertNil(judgement.type)
            XCTAssertEqual(
                judgement.refusal?.errors.first?.text,
                "the file is \(name), which no route of this sender allows; send it as UTF-8")
        }
    }

    func testWhatNoRouteCanAllowIsRefused() throws {
        let bench = try bench(Self.everything)
        var cases: [(String, [UInt8])] = [
            ("UTF-16 without a mark", Self.utf16(Self.body(), mark: false)),
            ("UTF-16 without a mark, big", Self.utf16(Self.body(), mark: false, big: true)),
            ("declared windows-1252", Self.latin1(Self.declared("windows-1252"))),
            ("declared UTF-7", Array(Self.declared("UTF-7").utf8.filter { $0 < 0x80 })),
            ("UTF-7", Array("+ADw-A+AD4-".utf8)), ("UTF-7 with a mark", Array("+/v8-<A/>".utf8)),
            ("EBCDIC", [0x4C, 0x6F, 0xA7, 0x94, 0x93, 0x40]),
            ("Latin-1 not declared", Self.latin1(Self.body())),
            ("Latin-1 declared as UTF-8", Self.latin1(Self.declared("UTF-8"))),
            ("declared US-ASCII", Array(Self.declared("US-ASCII").utf8)),
            ("JSON in UTF-16", Self.utf16("{\"A\":{\"Id\":\"1\"}}")),
        ]
        for encoding in [String.Encoding.utf32, .utf32BigEndian, .utf32LittleEndian] {
            cases.append(("UTF-32", Array(Self.body().data(using: encoding) ?? Data())))
        }
        for (name, bytes) in cases {
            let judgement = bench.judge(bytes: bytes)
            XCTAssertEqual(judgement.verdict, "not-utf8", name)
            XCTAssertEqual(judgement.refusal?.errors.first?.code, .encoding, name)
            XCTAssertNil(judgement.type, name)
        }
    }

    func testContradictionsAreRefused() throws {
        let bench = try bench(Self.everything)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        for (name, bytes) in [
            ("UTF-16 that declares UTF-8", Self.utf16(Self.declared("UTF-8"))),
            ("UTF-16 that declares Latin-1", Self.utf16(Self.declared("iso-8859-1"))),
            ("UTF-16 that declares an order", Self.utf16(Self.declared("UTF-16LE"))),
            ("UTF-8 that declares UTF-16", Array(Self.declared("UTF-16").utf8)),
            ("a mark of UTF-8 before Latin-1", mark + Self.latin1(Self.declared("iso-8859-1"))),
            ("a mark of UTF-8 before declared Latin-1", mark + Array(Self.declared("iso-8859-1").utf8)),
        ] {
            XCTAssertEqual(bench.judge(bytes: bytes).verdict, "not-utf8", name)
        }
    }

    func testAnUnpairedSurrogateIsToldAtItsPlace() throws {
        let start = Self.utf16("<A xmlns='urn:t'>\n<Id>\u{1F600}")
        for unit in [0xD83D, 0xDE00] as [UInt16] {
            let judgement = try bench([.utf16]).judge(bytes: start + [UInt8(unit & 0xFF), UInt8(unit >> 8), 0x61, 0])
            XCTAssertEqual(judgement.verdict, "not-utf8")
            XCTAssertEqual(judgement.positions, ["2:6 encoding"])
        }
    }

    func testAnEndInsideACharacterIsIncomplete() throws {
        let bench = try bench([.utf16])
        let bytes = Self.utf16("<A xmlns='urn:t'><Id>\u{1F600}")
        for count in 1...4 { XCTAssertEqual(bench.judge(bytes: bytes.dropLast(count)).verdict, "incomplete") }
        XCTAssertEqual(bench.judge(bytes: Self.utf16(Self.body()) + [0x0A]).verdict, "incomplete")
        XCTAssertEqual(
            bench.judge(bytes: Self.utf16("<A xmlns='urn:t'><B></A>") + [0x0A]).verdict, "malformed", "beyond mending")
    }

    func testTheParserIgnoresTheDeclarationOfATextThatEndsTooEarly() throws {
        let bytes = Self.latin1(Self.declared("iso-8859-1")).dropLast(3)
        XCTAssertEqual(try bench([.latin1]).judge(bytes: Array(bytes)).verdict, "incomplete")
    }
}

extension Workbench {
    fileprivate func judge(bytes: ArraySlice<UInt8>) -> Judgement { judge(bytes: Array(bytes)) }
}
