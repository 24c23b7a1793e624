// Files in memory: what is in the file is there to be read.

import Files
import Support
import XCTest

final class MappedFileTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func file(_ words: [UInt64]) throws -> Descriptor {
        let file = try folder.directory.create(fileName("a"), mode: 0o600)
        try file.write(words: words)
        return file
    }

    func testWordsOfTheFileAreRead() throws {
        let file = try file((0..<512).map { $0 * $0 })
        let map = try MappedFile(file, count: 4_096)
        XCTAssertEqual(map.count, 4_096)
        XCTAssertEqual((0..<512).map { map[word: 8 * $0] }, (0..<512).map { UInt64($0 * $0) })
    }

    func testWhatIsWrittenLaterIsInMemory() throws {
        let file = try file([1, 2, 3])
        let map = try MappedFile(file, count: 24)
        try file.seek(to: 8)
        try file.write(words: [42])
        XCTAssertEqual(map[word: 8], 42)
    }

    func testAMapOutlivesItsDescriptorAndItsName() throws {
        func mapped() throws -> MappedFile { try MappedFile(try file([5, 6]), count: 16) }
        let map = try mapped()
        try folder.directory.remove(fileName("a"))
        XCTAssertEqual(map[word: 8], 6)
    }

    func testReleasedPagesComeBack() throws {
        let map = try MappedFile(try file([UInt64](repeating: 7, count: 4_096)), count: 32_768)
        XCTAssertEqual(map[word: 16_384], 7)
        map.release()
        XCTAssertEqual(map[word: 16_384], 7)
        XCTAssertEqual(map[word: 0], 7)
    }

    func testAnEmptyMapIsRefused() throws {
        let file = try file([])
        XCTAssertEqual(causeOfFailure { _ = try MappedFile(file, count: 0) }, .invalid)
    }
}
