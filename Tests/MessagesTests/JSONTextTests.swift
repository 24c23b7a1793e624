// JSON on one line: commas, escapes, and bytes that are no text.

import Foundation
import Messages
import XCTest

final class JSONTextTests: XCTestCase {
    private func quoted(_ bytes: [UInt8]) -> String {
        var json = JSONText()
        json.string(nil, bytes)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func quoted(_ text: String) -> String { quoted(Array(text.utf8)) }

    /// What another reader makes of one string that we wrote.
    private func readBack(_ bytes: [UInt8]) throws -> String {
        var json = JSONText()
        json.openArray()
        json.string(nil, bytes)
        json.closeArray()
        return try XCTUnwrap(try JSONDecoder().decode([String].self, from: Data(json.bytes)).first)
    }

    func testPlainTextStandsAsItIs() {
        XCTAssertEqual(quoted(""), #""""#)
        XCTAssertEqual(quoted("plain text, / and ~"), #""plain text, / and ~""#)
        XCTAssertEqual(quoted("päivää €"), #""päivää €""#)
        XCTAssertEqual(quoted("\u{1F600}"), "\"\u{1F600}\"")
    }

    func testQuotesAndBackslashesAreEscaped() {
        XCTAssertEqual(quoted(#"a"b\c"#), #""a\"b\\c""#)
    }

    func testControlCharactersAreEscaped() {
        XCTAssertEqual(quoted("\n"), #""\n""#)
        XCTAssertEqual(quoted("\t\r"), #""\u0009\u000d""#)
        XCTAssertEqual(quoted("\r\n"), #""\u000d\n""#)
        XCTAssertEqual(quoted([0]), #""\u0000""#)
        XCTAssertEqual(quoted([0x1F, 0x7F]), #""\u001f\u007f""#)
        XCTAssertEqual(quoted("\u{80}\u{85}\u{9F}\u{A0}"), "\"\\u0080\\u0085\\u009f\u{A0}\"")
    }

    func testLineSeparatorsAreEscaped() {
        XCTAssertEqual(quoted("a\u{2028}b\u{2029}c"), #""a\u2028b\u2029c""#)
    }

    func testBytesThatAreNoTextAreReplaced() {
        XCTAssertEqual(quoted([0x61, 0xFF, 0x62]), "\"a\u{FFFD}b\"")
        XCTAssertEqual(quoted([0xC3]), "\"\u{FFFD}\"")
        XCTAssertEqual(quoted([0xC0, 0x80]), "\"\u{FFFD}\u{FFFD}\"")
        // A surrogate in UTF-8 is no UTF-8.
        XCTAssertFalse(quoted([0xED, 0xA0, 0x80]).contains("\u{D7FF}"))
    }

    func testEveryCharacterIsReadBackByOthers() throws {
        for value in UInt32(0)...0x2100 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            XCTAssertEqual(try readBack(Array(String(scalar).utf8)).unicodeScalars.map { $0 }, [scalar])
        }
    }

    func testNothingEverBreaksTheLine() {
        for byte in UInt8.min...UInt8.max {
            XCTAssertFalse(quoted([byte, 0x0A, byte, 0x0D]).utf8.contains { $0 < 0x20 })
        }
    }

    func testMembersAreSeparatedByCommas() {
        var json = JSONText()
        json.openObject()
        json.string("a", "x")
        json.number("b", -5)
        json.boolean("c", true)
        json.boolean("d", false)
        json.openArray("e")
        json.number(nil, 1)
        json.string(nil, "two")
        json.openObject()
        json.closeObject()
        json.openArray()
        json.closeArray()
        json.closeArray()
        json.openObject("f")
        json.number("g", UInt64.max)
        json.closeObject()
        json.string("h", "")
        json.closeObject()
        let expected =
            #"{"a":"x","b":-5,"c":true,"d":false,"e":[1,"two",{},[]],"f":{"g":18446744073709551615},"h":""}"#
        XCTAssertEqual(String(decoding: json.bytes, as: UTF8.self), expected)
    }

    func testEveryNumberIsWrittenWhole() {
        for number in [Int64.min, .min + 1, -10, -1, 0, 9, 10, .max - 1, .max] {
            var json = JSONText()
            json.number(nil, number)
            XCTAssertEqual(String(decoding: json.bytes, as: UTF8.self), "\(number)")
        }
    }

    func testWhatNeedsAnEscapeIsFoundAtEveryPlace() {
        for count in 1...70 {
            for place in 0..<count {
                for (byte, escape) in [(0x22, #"\""#), (0x5C, #"\\"#), (0x1F, #"\u001f"#), (0x7F, #"\u007f"#)] {
                    var bytes = [UInt8](repeating: UInt8(ascii: "~"), count: count)
                    bytes[place] = UInt8(byte)
                    let tildes = (
                        String(repeating: "~", count: place), String(repeating: "~", count: count - place - 1)
                    )
                    XCTAssertEqual(quoted(bytes), "\"\(tildes.0)\(escape)\(tildes.1)\"")
                }
            }
            XCTAssertEqual(
                quoted([UInt8](repeating: 0xFF, count: count)), "\"\(String(repeating: "\u{FFFD}", count: count))\"")
        }
    }

    func testMomentsAndDigestsAreText() {
        let (time, digest) = (Timestamp(nanoseconds: 1_795_315_675_123_456_000), Digest(of: "luova".utf8))
        var json = JSONText()
        json.openObject()
        json.string("a", time)
        json.string("b", digest)
        json.optional("c", digest)
        json.optional("d", nil as Digest?)
        json.closeObject()
        let (moment, digits) = (
            String(decoding: time.text, as: UTF8.self), String(decoding: digest.hexadecimal, as: UTF8.self)
        )
        XCTAssertEqual(
            String(decoding: json.bytes, as: UTF8.self), #"{"a":"\#(moment)","b":"\#(digits)","c":"\#(digits)"}"#)
    }

    func testItGoesOnBehindWhatIsThere() {
        var json = JSONText(behind: Array("{}\n".utf8))
        json.openObject()
        json.number("a", 1)
        json.closeObject()
        XCTAssertEqual(String(decoding: json.bytes, as: UTF8.self), "{}\n{\"a\":1}")
    }

    func testWhatIsNotThereIsNoMember() {
        var json = JSONText()
        json.openObject()
        json.optional("a", nil as String?)
        json.optional("b", nil as [UInt8]?)
        json.optional("c", nil as Int?)
        json.optional("d", "x")
        json.optional("e", [0x79] as [UInt8]?)
        json.optional("f", 7)
        json.optional("g", nil as String?)
        json.closeObject()
        XCTAssertEqual(String(decoding: json.bytes, as: UTF8.self), #"{"d":"x","e":"y","f":7}"#)
    }
}
