// When a read is taken for one that had to wait for the disk.

import Glibc
import Support
import XCTest

@testable import Files

final class DiskWaitTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var buffer = [UInt8](repeating: 0, count: 8_192)

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        let file = try folder.directory.create(fileName("a"), mode: 0o600)
        try file.write([UInt8](repeating: 7, count: 8_192)[...])
        try file.synchronizeData()
    }

    override func tearDown() { folder.remove() }

    private func read(noting wait: inout DiskWait) throws {
        let count = try folder.directory.open(fileName("a")).read(into: &buffer, count: 8_192, at: 0, noting: &wait)
        XCTAssertEqual(count, 8_192)
        XCTAssertEqual(buffer, [UInt8](repeating: 7, count: 8_192))
    }

    func testWhatIsInMemoryIsNotWaitedFor() throws {
        var wait = DiskWait()
        try read(noting: &wait)
        try read(noting: &wait)
        XCTAssertFalse(wait.take())
    }

    func testWhatIsNotInMemoryIsWaitedForAndTellsItOnce() throws {
        try folder.directory.open(fileName("a")).dropCachedPages()
        let isInMemory = try isInMemory(folder.path(of: "a"))
        var wait = DiskWait()
        try read(noting: &wait)
        if isInMemory || !wait.isAsked {
            throw XCTSkip("the file system does not tell")  // reason: tmpfs and overlayfs do not say what is in memory
        }
        XCTAssertTrue(wait.take())
        XCTAssertFalse(wait.take())
    }

    func testAFileSystemThatDoesNotAnswerIsAskedNoMore() {
        var wait = DiskWait()
        XCTAssertTrue(wait.isAsked)
        wait.note(Errno(EOPNOTSUPP))
        XCTAssertFalse(wait.isAsked)
        XCTAssertFalse(wait.take())
    }

    func testABrokenSectorSaysNothingOfTheFileSystem() {
        var wait = DiskWait()
        wait.note(Errno(EIO))
        wait.note(Errno(EINTR))
        XCTAssertTrue(wait.isAsked)
        XCTAssertFalse(wait.take())
    }

    func testAReadThatIsNotNotedAsksNothing() throws {
        var wait = DiskWait.unnoted
        try folder.directory.open(fileName("a")).dropCachedPages()
        try read(noting: &wait)
        XCTAssertFalse(wait.take())
    }
}
