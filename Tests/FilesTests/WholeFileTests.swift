// Small files by path: read with a limit, written, looked at, and the folders above them.

import Files
import Support
import XCTest

final class WholeFileTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testAFileIsReadAsItWasWritten() throws {
        for size in [0, 1, 4_095, 4_096, 4_097, 1 << 20, (1 << 20) + 1] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            try WholeFile.write(bytes, to: folder.path(of: "a"))
            XCTAssertEqual(try WholeFile.read(folder.path(of: "a")), bytes, "\(size) bytes")
        }
    }

    func testWritingReplaces() throws {
        try folder.write("a long text", to: "a")
        try folder.write("short", to: "a")
        XCTAssertEqual(try folder.read("a"), "short")
    }

    func testTheLimitIsSeen() throws {
        try folder.write("0123456789", to: "a")
        XCTAssertEqual(try WholeFile.read(folder.path(of: "a"), limit: 10).count, 10)
        XCTAssertEqual(try WholeFile.read(folder.path(of: "a"), limit: 9).count, 10)
        XCTAssertEqual(try WholeFile.read(folder.path(of: "a"), limit: 5), Array("012345".utf8))
        XCTAssertEqual(try WholeFile.read(folder.path(of: "a"), limit: 0), Array("0".utf8))
    }

    func testAFileThatTellsNoSizeIsReadWhole() throws {
        // Files of the kernel say that they have no bytes.
        let bytes = try WholeFile.read("/proc/self/status")
        XCTAssertTrue(bytes.starts(with: "Name:".utf8))
        XCTAssertEqual(bytes.last, 0x0A)
    }

    func testWhatCannotBeReadSaysWhy() throws {
        XCTAssertEqual(causeOfFailure { _ = try WholeFile.read(folder.path(of: "a")) }, .noSuchFile)
        XCTAssertEqual(causeOfFailure { _ = try WholeFile.read(folder.path) }, .isADirectory)
        XCTAssertEqual(causeOfFailure { try WholeFile.write([1], to: folder.path) }, .isADirectory)
        XCTAssertEqual(causeOfFailure { try WholeFile.write([1], to: folder.path(of: "b/a")) }, .noSuchFile)
    }

    func testStatusFollowsALink() throws {
        try folder.write("four", to: "a")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "a"))
        XCTAssertEqual(WholeFile.status(folder.path(of: "link"))?.kind, .regular)
        XCTAssertEqual(WholeFile.status(folder.path(of: "link"))?.size, 4)
        XCTAssertEqual(WholeFile.status(folder.path)?.kind, .directory)
        XCTAssertNil(WholeFile.status(folder.path(of: "nothing")))
    }

    func testMissingFoldersAreMade() throws {
        try WholeFile.makeDirectories(folder.path(of: "a/b//c/"), mode: 0o700)
        XCTAssertEqual(WholeFile.status(folder.path(of: "a/b/c"))?.kind, .directory)
        XCTAssertEqual(WholeFile.status(folder.path(of: "a/b/c"))?.mode, 0o700)
        XCTAssertNoThrow(try WholeFile.makeDirectories(folder.path(of: "a/b/c")))
    }

    func testAFileInTheWayOfAFolderIsTold() throws {
        try folder.write("one", to: "a")
        XCTAssertEqual(causeOfFailure { try WholeFile.makeDirectories(folder.path(of: "a/b")) }, .notADirectory)
    }

    func testAPathIsResolved() throws {
        let real = try XCTUnwrap(WholeFile.resolved(folder.path))
        _ = try folder.makeFolder("inner")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: "inner")
        XCTAssertEqual(WholeFile.resolved(folder.path(of: "./link/../link")), "\(real)/inner")
        XCTAssertNil(WholeFile.resolved(folder.path(of: "nothing")))
    }
}
