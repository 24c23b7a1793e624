// A large table of words: all 0 at first, and each word its own.

import Files
import XCTest

final class ZeroedWordsTests: XCTestCase {
    func testEveryWordIsZeroAtFirst() throws {
        let words = try ZeroedWords(count: 100_000)
        XCTAssertEqual(words.count, 100_000)
        XCTAssertTrue((0..<words.count).allSatisfy { words[$0] == 0 })
    }

    func testEachWordKeepsWhatIsStored() throws {
        let words = try ZeroedWords(count: 5_000)
        for place in 0..<words.count { words[place] = UInt64(place) << 40 | 7 }
        XCTAssertTrue((0..<words.count).allSatisfy { words[$0] == UInt64($0) << 40 | 7 })
    }

    func testATableOfNothingOrOfTooMuchIsRefused() {
        XCTAssertThrowsError(try ZeroedWords(count: 0).count)
        XCTAssertThrowsError(try ZeroedWords(count: 1 << 52).count)
    }
}
