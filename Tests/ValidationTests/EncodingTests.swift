// What can be known about bytes before a parser sees them.

import Foundation
import Messages
import XCTest

@testable import Validation

final class EncodingTests: XCTestCase {
    func testSyntaxIsKnownByTheFirstCharacter() {
        for text in ["<a/>", " \n<a", "<", "\u{FEFF}<?xml"] {
            XCTAssertEqual(Encoding.syntax(Array(text.utf8).span), .xml, text)
        }
        for text in ["{}", "[", "\t\"a\"", "-1", "0", "true", "false ", "null", "\u{FEFF}{"] {
            XCTAssertEqual(Encoding.syntax(Array(text.utf8).span), .json, text)
        }
        for text in ["", " ", "a", "tru", "True", "%", "\u{FEFF}", "\u{A0}<a/>"] {
            XCTAssertNil(Encoding.syntax(Array(text.utf8).span), text)
        }
    }

    func testUTF8IsTaken() {
        let texts = ["", "a", "\u{0}", "ä€\u{1F600}\u{10FFFF}\u{D7FF}\u{E000}\u{FFFE}", "\u{FEFF}a"]
        for text in texts { XCTAssertNil(Encoding.mistake(Array(text.utf8).span), text) }
    }

    func testWhatIsNotUTF8IsFoundAtItsByte() {
        let cases: [(name: String, bytes: [UInt8])] = [
            ("Latin-1", [0xE4, 0x62]), ("a lone continuation", [0x80, 0x62]),
            ("overlong, two bytes", [0xC0, 0xAF, 0x62]),
            ("overlong, three bytes", [0xE0, 0x80, 0xAF, 0x62]), ("overlong NUL", [0xC0, 0x80, 0x62]),
            ("overlong, four bytes", [0xF0, 0x80, 0x80, 0xAF, 0x62]), ("a surrogate", [0xED, 0xA0, 0x80, 0x62]),
            ("a pair of surrogates", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
            ("beyond the last", [0xF4, 0x90, 0x80, 0x80, 0x62]),
            ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]), ("no such byte", [0xFF, 0x62]),
            ("cut in the middle", [0xE2, 0x82, 0x62]),
        ]
        for (name, bytes) in cases {
            let mistake = Encoding.mistake((Array("ab".utf8) + bytes).span)
            XCTAssertEqual(mistake?.offset, 2, name)
            XCTAssertEqual(mistake?.isAtEnd, false, name)
        }
    }

    func testAgreesWithTheStandardLibraryOnEveryBorder() {
        let borders: [UInt8] = [
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
            0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        for first in borders {
            for second in borders {
                for third in borders {
                    for (before, fourth) in [(0, 0x80), (5, 0xBF), (7, 0x20), (8, 0xC0)] as [(Int, UInt8)] {
                        let bytes = [UInt8](repeating: 0x61, count: before) + [first, second, third, fourth]
                        let known = try? UTF8Span(validating: bytes.span).count
                        XCTAssertEqual(Encoding.isUTF8(bytes.span), known != nil, "\(bytes)")
                    }
                }
            }
        }
    }

    func testACharacterThatIsCutAtTheEndIsToldApart() {
        for whole in ["ä", "€", "\u{1F600}", "\u{10FFFF}", "\u{800}"] {
            for count in 1..<whole.utf8.count {
                let bytes = Array("abc".utf8) + Array(whole.utf8.prefix(count))
                let mistake = Encoding.mistake(bytes.span)
                XCTAssertEqual(mistake?.offset, 3, whole)
                XCTAssertEqual(mistake?.isAtEnd, true, whole)
            }
        }
    }

    func testWideEncodingsAreKnownByTheirFirstBytes() {
        for encoding in [
            String.Encoding.utf16, .utf16BigEndian, .utf16LittleEndian, .utf32, .utf32BigEndian, .utf32LittleEndian,
        ] {
            for text in ["<a/>", "{\"a\":1}"] {
                XCTAssertTrue(Encoding.looksWide(Array(text.data(using: encoding) ?? Data()).span), "\(encoding)")
            }
        }
        for text in ["<a/>", "{}", "", "<", "\u{FEFF}<a/>", "ÿþ"] {
            XCTAssertFalse(Encoding.looksWide(Array(text.utf8).span), text)
        }
    }

    func testBlankIsWhiteSpaceAlone() {
        for text in ["", " ", "\t\r\n \u{C}", "\u{FEFF}", "\u{FEFF} "] {
            XCTAssertTrue(Encoding.isBlank(Array(text.utf8).span))
        }
        for mark in [[0xEF], [0xEF, 0xBB]] as [[UInt8]] { XCTAssertTrue(Encoding.isBlank(mark.span)) }
        for text in ["a", " a", "\u{A0}", "\u{0}", "\u{FEFF}a"] {
            XCTAssertFalse(Encoding.isBlank(Array(text.utf8).span))
        }
    }
}
