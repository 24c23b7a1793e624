// Words in a mapped file are there for whoever maps it next.

import Files
import Support
import XCTest

final class MappedWordsTests: XCTestCase {
    func testWhatIsStoredIsThereForTheNext() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        do {
            let words = try MappedWords(folder.directory.openOrCreate(fileName("words"), mode: 0o600), count: 64)
            XCTAssertEqual((0..<64).map { words[$0] }, [UInt64](repeating: 0, count: 64))
            words[63] = .max
        }
        let words = try MappedWords(folder.directory.openOrCreate(fileName("words"), mode: 0o600), count: 64)
        XCTAssertEqual(words[63], .max)
        XCTAssertEqual(words[0], 0)
    }

    func testAShorterFileBecomesLongEnough() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("x", to: "words")
        let words = try MappedWords(folder.directory.openOrCreate(fileName("words"), mode: 0o600), count: 512)
        words[511] = 1
        XCTAssertEqual(try folder.directory.status(of: fileName("words"))?.size, 4_096)
    }
}
