// What the kernel says of files: kinds, owners, and whether one has changed.

import Files
import Support
import XCTest

final class FileStatusTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func status(_ name: String) throws -> FileStatus {
        try XCTUnwrap(try folder.directory.status(of: fileName(name)))
    }

    func testNothingHasNoStatus() throws {
        XCTAssertNil(try folder.directory.status(of: fileName("nothing")))
    }

    func testKindsAreToldApart() throws {
        try folder.write("one", to: "file")
        _ = try folder.makeFolder("folder")
        try makeNamedPipe(folder.path(of: "pipe"))
        XCTAssertEqual(try status("file").kind, .regular)
        XCTAssertEqual(try status("folder").kind, .directory)
        XCTAssertEqual(try status("pipe").kind, .other)
    }

    func testALinkIsLookedAtAndNotFollowed() throws {
        try folder.write("one", to: "file")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "file"))
        try ScratchFolder.symbolicLink(folder.path(of: "dangling"), to: folder.path(of: "nothing"))
        XCTAssertEqual(try status("link").kind, .symbolicLink)
        XCTAssertEqual(try status("dangling").kind, .symbolicLink)
        XCTAssertFalse(try status("link").isSameFile(as: status("file")))
    }

    func testNamesAreCounted() throws {
        try folder.write("one", to: "a")
        XCTAssertEqual(try status("a").links, 1)
        try ScratchFolder.hardLink(folder.path(of: "b"), to: folder.path(of: "a"))
        XCTAssertEqual(try status("a").links, 2)
        XCTAssertTrue(try status("a").isSameFile(as: status("b")))
    }

    func testOwnerModeAndSize() throws {
        try folder.write("four", to: "a", mode: 0o640)
        let found = try status("a")
        XCTAssertEqual(found.owner, Account.current)
        XCTAssertEqual(found.mode, 0o640)
        XCTAssertEqual(found.size, 4)
    }

    func testTheTimeOfWritingIsExact() throws {
        try folder.write("one", to: "a")
        try ScratchFolder.setModified(folder.path(of: "a"), 1_709_251_199_123_456_789)
        XCTAssertEqual(try status("a").modified, 1_709_251_199_123_456_789)
        XCTAssertNotEqual(try status("a").changed, 1_709_251_199_123_456_789)
    }

    func testAFileThatNobodyTouchedIsUnchanged() throws {
        try folder.write("one", to: "a")
        let before = try status("a")
        _ = try folder.read("a")
        XCTAssertTrue(try status("a").isUnchanged(since: before))
    }

    func testEveryChangeIsSeen() throws {
        try folder.write("one", to: "a")
        let before = try status("a")
        try ScratchFolder.setModified(folder.path(of: "a"), before.modified + 1)
        XCTAssertFalse(try status("a").isUnchanged(since: before))
        try folder.write("longer", to: "a")
        try ScratchFolder.setModified(folder.path(of: "a"), before.modified)
        XCTAssertFalse(try status("a").isUnchanged(since: before))
    }

    func testAChangeOfTheModeIsSeen() throws {
        try folder.write("one", to: "a", mode: 0o644)
        let before = try status("a")
        // Some kernels tell times no finer than this.
        ScratchFolder.pause(nanoseconds: 12_000_000)
        try folder.directory.open(fileName("a")).changeMode(to: 0o600)
        XCTAssertFalse(try status("a").isUnchanged(since: before))
        XCTAssertTrue(try status("a").isSameFile(as: before))
    }

    func testAnotherFileOfThatNameIsAnother() throws {
        try folder.write("one", to: "a")
        let before = try status("a")
        try folder.write("one", to: "b")
        try folder.directory.rename(fileName("b"), to: folder.directory, fileName("a"), replacing: true)
        XCTAssertFalse(try status("a").isSameFile(as: before))
        XCTAssertFalse(try status("a").isUnchanged(since: before))
    }

    func testTimesThatNobodyCanCountAreFarAway() throws {
        try folder.write("one", to: "a")
        let now = Clock.realtime()
        for seconds in [13_000_000_000, Int.max] {
            try ScratchFolder.setModified(folder.path(of: "a"), seconds: seconds)
            XCTAssertGreaterThan(try status("a").modified - now, 80 * 365 * 86_400_000_000_000)
        }
        try ScratchFolder.setModified(folder.path(of: "a"), seconds: .min)
        XCTAssertGreaterThan(now - (try status("a").modified), 100 * 365 * 86_400_000_000_000)
    }
}
