// Files in memory: what is stored is in the file, and the other way round.

import Files
import Support
import XCTest

final class MappedFileTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testWhatIsStoredIsInTheFile() throws {
        let file = try folder.directory.create(fileName("a"), mode: 0o600)
        try file.truncate(to: 4_096)
        let map = try MappedFile(file, count: 4_096)
        XCTAssertEqual(map.count, 4_096)
        XCTAssertEqual(map[word: 0], 0)
        map[word: 0] = 0x0102_0304_0506_0708
        map[word: 4_088] = .max
        try map.synchronize()
        XCTAssertEqual(try file.read(count: 8, at: 0), [8, 7, 6, 5, 4, 3, 2, 1])
        XCTAssertEqual(try file.read(count: 8, at: 4_088), [UInt8](repeating: 255, count: 8))
    }

    func testWhatIsWrittenIsInMemory() throws {
        let file = try folder.directory.create(fileName("a"), mode: 0o600)
        try file.truncate(to: 64)
        let map = try MappedFile(file, count: 64)
        try file.seek(to: 8)
        try file.write([42])
        XCTAssertEqual(map[word: 8], 42)
    }

    func testAMapOutlivesItsDescriptorAndItsName() throws {
        let map = try mapped()
        try folder.directory.remove(fileName("a"))
        map[word: 16] = 7
        XCTAssertEqual(map[word: 16], 7)
    }

    private func mapped() throws -> MappedFile {
        let file = try folder.directory.create(fileName("a"), mode: 0o600)
        try file.truncate(to: 64)
        return try MappedFile(file, count: 64)
    }

    func testWhatIsStoredIsThereAtTheNextOpening() throws {
        do {
            let map = try mapped()
            map[word: 8] = 99
        }
        let file = try folder.directory.openOrCreate(fileName("a"), mode: 0o600)
        XCTAssertEqual(try MappedFile(file, count: 64)[word: 8], 99)
    }

    func testAnEmptyMapIsRefused() throws {
        let file = try folder.directory.create(fileName("a"), mode: 0o600)
        XCTAssertEqual(causeOfFailure { _ = try MappedFile(file, count: 0) }, .invalid)
    }
}
