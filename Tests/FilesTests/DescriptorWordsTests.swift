// Words written as they are in memory, and a disk that has no room for them.

import Files
import Support
import XCTest

final class DescriptorWordsTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testWordsAreWrittenOneBehindTheOther() throws {
        let file = try folder.directory.create(fileName("a"), mode: 0o600)
        try file.write(words: [UInt64(littleEndian: 1), UInt64(littleEndian: 0x0200)])
        try file.write(words: [])
        try file.write(words: [.max])
        XCTAssertEqual(
            try file.read(count: 99, at: 0),
            [1] + [UInt8](repeating: 0, count: 8) + [2, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 255, count: 8))
    }

    func testAFullDeviceIsAnError() throws {
        let devices = try Directory(path: "/dev")
        guard try devices.status(of: fileName("full")) != nil else {
            throw XCTSkip("no /dev/full")  // reason: a container may have no such device
        }
        let full = try devices.openOrCreate(fileName("full"), mode: 0o600)
        XCTAssertEqual(causeOfFailure { try full.write(words: [1, 2, 3]) }, Errno(28))
    }
}
