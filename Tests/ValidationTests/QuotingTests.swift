// What a document says, fit to be shown.

import XCTest

@testable import Validation

final class QuotingTests: XCTestCase {
    func testAHundredCharactersAreShownOfALongerTextTheLastIsAnEllipsis() {
        let hundred = String(repeating: "ä", count: 100)
        XCTAssertEqual(Quoting.shown(hundred), hundred)
        XCTAssertEqual(Quoting.shown(hundred + "b"), String(repeating: "ä", count: 99) + "…")
        XCTAssertEqual(Quoting.shown(String(repeating: "x", count: 1_000_000)).unicodeScalars.count, 100)
        XCTAssertEqual(Quoting.shown(""), "")
    }

    func testWhatATerminalWouldActUponIsShownByAPicture() {
        XCTAssertEqual(Quoting.shown("a\u{0}\u{1B}[2J\n\t\u{7F}b"), "a\u{2400}\u{241B}[2J\u{240A}\u{2409}\u{2421}b")
        for scalar in ["\u{80}", "\u{9B}", "\u{200B}", "\u{202E}", "\u{2066}", "\u{2028}", "\u{FEFF}", "\u{FFFE}"] {
            XCTAssertEqual(Quoting.shown("a\(scalar)b"), "a\u{FFFD}b")
        }
        XCTAssertEqual(Quoting.shown("<a b=\"'&]]>"), "<a b=\"'&]]>")
        XCTAssertEqual(Quoting.shown("Äß\u{1F600}e\u{301}"), "Äß\u{1F600}e\u{301}")
    }
}
