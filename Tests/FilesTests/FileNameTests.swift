// Names of files: bytes, not text, that never lead out of their folder.

import Files
import XCTest

final class FileNameTests: XCTestCase {
    func testBytesComeBackAsTheyWere() {
        let every = (1...255).map { UInt8($0) }.filter { $0 != UInt8(ascii: "/") }
        XCTAssertEqual(FileName(every)?.bytes, every)
        XCTAssertEqual(FileName("m.xml")?.bytes, Array("m.xml".utf8))
    }

    func testWhatLeadsElsewhereIsNoName() {
        for text in ["", ".", "..", "/", "a/b", "/a", "a/", "../a", "a\u{0}b", "\u{0}"] {
            XCTAssertNil(FileName(text), text)
        }
    }

    func testNamesWithDotsAreNames() {
        for text in ["...", ".a", "a.", "..a", " ", "-", "~"] {
            XCTAssertEqual(FileName(text)?.bytes, Array(text.utf8))
        }
    }

    func testANameHasAtMost255Bytes() {
        let letter = UInt8(ascii: "a")
        XCTAssertNotNil(FileName([UInt8](repeating: letter, count: FileName.longest)))
        XCTAssertNil(FileName([UInt8](repeating: letter, count: FileName.longest + 1)))
    }

    func testNamesThatUnicodeCallsEqualAreTwo() {
        let composed = FileName("\u{E4}")
        let decomposed = FileName("a\u{308}")
        XCTAssertNotNil(composed)
        XCTAssertNotEqual(composed, decomposed)
        XCTAssertEqual(Set([composed, decomposed, FileName("\u{E4}")]).count, 2)
    }

    func testTextForPeopleIsPrintableASCII() {
        XCTAssertEqual(FileName("report-1_a~.xml")?.description, "report-1_a~.xml")
        XCTAssertEqual(FileName("a b%\n\u{7F}")?.description, "a%20b%25%0A%7F")
        XCTAssertEqual(FileName("p\u{E4}iv\u{E4}")?.description, "p%C3%A4iv%C3%A4")
        XCTAssertEqual(FileName([0xFF, 0xFE])?.description, "%FF%FE")
    }

    func testBytesOfAnyKindAreEscapedAlike() {
        let every = (0...255).map { UInt8($0) }
        let expected = every.map { FileName.escaped([$0]) }.joined()
        XCTAssertEqual(FileName.escaped(every), expected)
        XCTAssertEqual(FileName.escaped(every.lazy.map { $0 }), expected)
        XCTAssertEqual(FileName.escaped([]), "")
        XCTAssertEqual(FileName.escaped("caf\u{E9}.xml".utf8), "caf%C3%A9.xml")
    }

    func testTheEndOfANameIsKnown() throws {
        let name = try XCTUnwrap(FileName("a.part"))
        for end in ["t", "part", ".part", ""] { XCTAssertTrue(name.ends(with: Array(end.utf8)), end) }
        for end in ["a.part", "b.part", "xa.part", "part\u{0}", "\u{0}", ".par", "T"] {
            XCTAssertFalse(name.ends(with: Array(end.utf8)), end)
        }
        XCTAssertEqual(FileName([0xFF, 0xFE])?.ends(with: [0xFE]), true)
    }

    func testOnlyADotAtTheBeginningHidesAName() {
        XCTAssertEqual(
            [".a", "...", "a.", "a", "-.a"].map { FileName($0)?.isHidden }, [true, true, false, false, false])
    }

    func testNamesAreToldApartByTheirLastByte() {
        let names = ["a", "ab", "abc", "abd", "ab.", "b"].map { FileName($0) }
        XCTAssertEqual(Set(names).count, names.count)
        XCTAssertEqual(Set(names + names).count, names.count)
    }

    func testTextForPeopleNamesOneFileOnly() {
        var texts = Set<String>()
        for byte in UInt8(1)...255 where byte != UInt8(ascii: "/") && byte != UInt8(ascii: ".") {
            if let name = FileName([byte]) { texts.insert(name.description) }
        }
        XCTAssertEqual(texts.count, 253)
        XCTAssertNotEqual(FileName("%41")?.description, FileName("A")?.description)
    }
}
