// Text of other encodings as UTF-8, in pieces of any length.

import Foundation
import Messages
import Support
import XCTest

@testable import Validation

final class TranscoderTests: XCTestCase {
    private typealias Problem = Transcoder.Problem

    /// Feeds bytes in pieces that end at these places.
    private func transcode(_ bytes: [UInt8], _ encoding: TextEncoding, cuts: [Int] = []) -> (String, Problem?) {
        var transcoder = Transcoder(encoding)
        var text: [UInt8] = []
        var start = 0
        var problem: Problem?
        for end in cuts + [bytes.count] {
            problem = transcoder.append(bytes.span.extracting(start..<end), to: &text)
            start = end
        }
        problem = transcoder.finish()
        return (String(decoding: text, as: UTF8.self), problem)
    }

    private static func utf16(_ text: String, big: Bool) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { unit in
            big ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    func testEveryCharacterOfLatin1() {
        let bytes = (UInt8.min...UInt8.max).map { $0 }
        let expected = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        XCTAssertEqual(Array(transcode(bytes, .latin1).0.utf8), Array(expected.utf8))
        XCTAssertNil(transcode(bytes, .latin1).1)
    }

    func testUTF16InEitherOrderCutAnywhere() {
        let text = "<a>ä€\u{1F600}\u{10FFFF}\u{D7FF}\u{E000}\u{FFFD}\u{7FF}\u{800}</a>"
        for big in [true, false] {
            let bytes = Self.utf16(text, big: big)
            for cut in 0...bytes.count {
                let (found, problem) = transcode(bytes, .utf16, cuts: [cut])
                XCTAssertEqual(Array(found.utf8), Array(text.utf8), "\(cut)")
                XCTAssertNil(problem)
            }
            XCTAssertEqual(transcode(bytes, .utf16, cuts: Array(0...bytes.count)).0, text, "byte by byte")
        }
    }

    func testUTF8IsHandedOn() {
        XCTAssertEqual(transcode(Array("aä".utf8), .utf8, cuts: [2]).0, "aä")
    }

    func testWithoutAByteOrderMarkNothingIsRead() {
        let (text, problem) = transcode(Array(Self.utf16("<a/>", big: true).dropFirst(2)), .utf16, cuts: [1])
        XCTAssertEqual(text, "")
        XCTAssertEqual(problem, Problem(kind: .noByteOrderMark, offset: 0))
    }

    func testAnUnpairedSurrogateIsFoundWhereItStandsHoweverThePiecesAreCut() {
        let cases: [([UInt16], offset: Int)] = [
            ([0x61, 0xD800, 0x62], 4), ([0x61, 0xDC00, 0x62], 4), ([0xD83D, 0xD83D, 0xDE00], 2),
            ([0xD83D, 0xDE00, 0xDE00], 6), ([0xDBFF, 0xFEFF], 2),
        ]
        for (units, offset) in cases {
            let bytes = ([0xFEFF] + units).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            for cut in 0...bytes.count {
                XCTAssertEqual(
                    transcode(bytes, .utf16, cuts: [cut]).1, Problem(kind: .unpairedSurrogate, offset: offset))
            }
        }
    }

    func testAnEndInsideACharacterIsACut() {
        let bytes = Self.utf16("a\u{1F600}", big: false)
        for (count, offset) in [(bytes.count - 1, 4), (bytes.count - 2, 4), (bytes.count - 3, 4), (3, 2), (1, 0)] {
            XCTAssertEqual(transcode(Array(bytes.prefix(count)), .utf16).1, Problem(kind: .cut, offset: offset))
        }
        XCTAssertNil(transcode(Array(bytes.prefix(4)), .utf16).1)
        XCTAssertNil(transcode([], .utf16).1)
    }

    func testNothingIsAppendedBehindABadPlace() {
        var transcoder = Transcoder(.utf16)
        var text: [UInt8] = []
        let bad: [UInt8] = [0xFF, 0xFE, 0x61, 0x00, 0x00, 0xDC]
        let first = transcoder.append(bad.span, to: &text)
        XCTAssertEqual(transcoder.append(([0x62, 0x00] as [UInt8]).span, to: &text), first)
        XCTAssertEqual(transcoder.finish(), first)
        XCTAssertEqual(text, Array("a".utf8))
    }
}
