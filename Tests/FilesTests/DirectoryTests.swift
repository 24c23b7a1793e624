// Folders: what is created, renamed, removed and looked at in them, and that no link is followed.

import Files
import Glibc
import Support
import XCTest

final class DirectoryTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testCreatingTakesANameThatIsFree() throws {
        try directory.create(fileName("a"), mode: 0o600).write(Array("one".utf8)[...])
        XCTAssertEqual(try folder.read("a"), "one")
        XCTAssertEqual(try directory.status(of: fileName("a"))?.mode, 0o600)
    }

    func testCreatingDoesNotTouchWhatIsThere() throws {
        try folder.write("one", to: "a")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "nothing"))
        XCTAssertEqual(causeOfFailure { _ = try directory.create(fileName("a"), mode: 0o600) }, .fileExists)
        XCTAssertEqual(causeOfFailure { _ = try directory.create(fileName("link"), mode: 0o600) }, .fileExists)
        XCTAssertEqual(try folder.read("a"), "one")
        XCTAssertEqual(try folder.names(), ["a", "link"])
    }

    func testOpenOrCreateKeepsWhatIsThere() throws {
        try folder.write("one", to: "a")
        XCTAssertEqual(try directory.openOrCreate(fileName("a"), mode: 0o600).read(count: 9, at: 0), Array("one".utf8))
        XCTAssertEqual(try directory.openOrCreate(fileName("b"), mode: 0o600).status().size, 0)
        XCTAssertEqual(try folder.names(), ["a", "b"])
    }

    func testWhatIsAskedForComesIntoMemory() throws {
        try folder.write("one", to: "a")
        let file = try directory.open(fileName("a"))
        try file.synchronizeData()
        file.dropCachedPages()
        directory.beginReading(fileName("a"), count: 100)
        XCTAssertTrue(try eventually { try isInMemory(folder.path(of: "a")) })
    }

    func testAskingForWhatIsNoFileIsNothing() throws {
        try makeNamedPipe(folder.path(of: "pipe"))
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "nothing"))
        for name in ["pipe", "link", "missing"] { directory.beginReading(fileName(name), count: 100) }
        XCTAssertEqual(try folder.names(), ["link", "pipe"])
    }

    func testOpeningFollowsNoLink() throws {
        try folder.write("one", to: "a")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "a"))
        XCTAssertEqual(causeOfFailure { _ = try directory.open(fileName("link")) }, .tooManyLinks)
        XCTAssertEqual(causeOfFailure { _ = try directory.openOrCreate(fileName("link"), mode: 0o600) }, .tooManyLinks)
    }

    func testOpeningAFolderFollowsNoLink() throws {
        _ = try folder.makeFolder("real")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "real"))
        XCTAssertEqual(causeOfFailure { _ = try directory.directory(fileName("link")) }, .notADirectory)
        XCTAssertEqual(causeOfFailure { _ = try Directory(path: folder.path(of: "link")) }, .notADirectory)
        XCTAssertNoThrow(try directory.directory(fileName("real")))
    }

    func testAFileIsNoFolder() throws {
        try folder.write("one", to: "a")
        XCTAssertEqual(causeOfFailure { _ = try directory.directory(fileName("a")) }, .notADirectory)
        XCTAssertEqual(causeOfFailure { _ = try directory.directory(fileName("b")) }, .noSuchFile)
    }

    func testOpeningAPipeDoesNotWait() throws {
        try makeNamedPipe(folder.path(of: "pipe"))
        let before = Clock.monotonic()
        let status = try directory.open(fileName("pipe")).status()
        XCTAssertEqual(status.kind, .other)
        XCTAssertLessThan(Clock.monotonic() - before, 5_000_000_000)
    }

    func testRenamingReplacesNothing() throws {
        try folder.write("one", to: "a")
        try folder.write("two", to: "b")
        XCTAssertEqual(
            causeOfFailure { try directory.rename(fileName("a"), to: directory, fileName("b")) }, .fileExists)
        XCTAssertEqual(try folder.read("a"), "one")
        XCTAssertEqual(try folder.read("b"), "two")
    }

    func testRenamingReplacesWhereThatIsMeant() throws {
        try folder.write("one", to: "a")
        try folder.write("two", to: "b")
        try directory.rename(fileName("a"), to: directory, fileName("b"), replacing: true)
        XCTAssertEqual(try folder.names(), ["b"])
        XCTAssertEqual(try folder.read("b"), "one")
    }

    func testRenamingToAnotherFolderKeepsTheFile() throws {
        let other = try folder.makeFolder("other")
        try folder.write("one", to: "a")
        let before = try XCTUnwrap(try directory.status(of: fileName("a")))
        try directory.rename(fileName("a"), to: other, fileName("b"))
        let after = try XCTUnwrap(try other.status(of: fileName("b")))
        XCTAssertTrue(after.isSameFile(as: before))
        XCTAssertEqual(try folder.names(), ["other"])
    }

    func testRenamingNothingSaysSo() throws {
        XCTAssertEqual(
            causeOfFailure { try directory.rename(fileName("a"), to: directory, fileName("b")) }, .noSuchFile)
    }

    func testRemovingSaysWhetherAnythingWasThere() throws {
        try folder.write("one", to: "a")
        XCTAssertTrue(try directory.remove(fileName("a")))
        XCTAssertFalse(try directory.remove(fileName("a")))
    }

    func testRemovingALinkLeavesWhatItPointsTo() throws {
        try folder.write("one", to: "a")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "a"))
        XCTAssertTrue(try directory.remove(fileName("link")))
        XCTAssertEqual(try folder.names(), ["a"])
    }

    func testRemovingAFolderIsRefused() throws {
        _ = try folder.makeFolder("inner")
        XCTAssertNotNil(causeOfFailure { try directory.remove(fileName("inner")) })
        XCTAssertTrue(try folder.holds("inner"))
    }

    func testMakingAFolderSaysWhetherItIsNew() throws {
        XCTAssertTrue(try directory.makeDirectory(fileName("inner"), mode: 0o700))
        XCTAssertFalse(try directory.makeDirectory(fileName("inner"), mode: 0o700))
        XCTAssertEqual(try directory.status(of: fileName("inner"))?.kind, .directory)
    }

    func testAFolderStaysTheSameWhenItIsRenamed() throws {
        let inner = try folder.makeFolder("inner")
        try directory.rename(fileName("inner"), to: directory, fileName("moved"))
        _ = try folder.makeFolder("inner")
        try inner.create(fileName("a"), mode: 0o600).write([1])
        XCTAssertTrue(try folder.holds("moved"))
        XCTAssertEqual(try TemporaryFolder.names(in: directory.directory(fileName("moved"))), ["a"])
        XCTAssertEqual(try TemporaryFolder.names(in: directory.directory(fileName("inner"))), [])
    }

    func testTheModeOfAFolderIsSetExactly() throws {
        let inner = try folder.makeFolder("inner")
        try inner.change(owner: nil, group: nil, mode: 0o2770)
        XCTAssertEqual(try inner.status().mode, 0o2770)
    }

    func testAMissingFolderBehavesAsOneThatWasRemoved() throws {
        try folder.write("one", to: "a")
        _ = try folder.makeFolder("gone")
        let gone = try directory.directory(fileName("gone"))
        XCTAssertEqual(rmdir(folder.path(of: "gone")), 0)
        for absent in [gone, Directory.missing(folder.path(of: "gone"))] {
            XCTAssertEqual(absent.path, folder.path(of: "gone"))
            XCTAssertEqual(causeOfFailure { _ = try absent.open(fileName("x")) }, .noSuchFile)
            XCTAssertEqual(causeOfFailure { _ = try absent.create(fileName("x"), mode: 0o600) }, .noSuchFile)
            XCTAssertEqual(causeOfFailure { _ = try absent.directory(fileName("x")) }, .noSuchFile)
            XCTAssertEqual(causeOfFailure { _ = try absent.makeDirectory(fileName("x"), mode: 0o700) }, .noSuchFile)
            XCTAssertEqual(causeOfFailure { _ = try absent.entries() }, .noSuchFile)
            XCTAssertEqual(
                causeOfFailure { try directory.rename(fileName("a"), to: absent, fileName("b")) }, .noSuchFile)
            XCTAssertEqual(
                causeOfFailure { try absent.rename(fileName("b"), to: directory, fileName("c")) }, .noSuchFile)
            XCTAssertNil(try absent.status(of: fileName("x")))
            XCTAssertFalse(try absent.remove(fileName("x")))
            try absent.synchronize()
        }
        XCTAssertEqual(causeOfFailure { _ = try Directory.missing("x").status() }, .noSuchFile)
        XCTAssertEqual(try folder.read("a"), "one")
    }

    func testMakingThingsDurableSucceeds() throws {
        try folder.write("one", to: "a")
        try directory.synchronize()
        try directory.open(fileName("a")).synchronizeData()
    }

    func testFreeSpaceIsKnown() throws {
        let space = try XCTUnwrap(directory.space())
        XCTAssertGreaterThan(space.freeBytes, 0)
        XCTAssertGreaterThanOrEqual(space.bytes, space.freeBytes)
        XCTAssertFalse(space.isReadOnly)
    }

    func testANameThatIsNoTextIsAFileLikeAnother() throws {
        let name = try XCTUnwrap(FileName([0xFF, 0x0A, 0xC3, 0x28]))
        try directory.create(name, mode: 0o600).write([1, 2])
        XCTAssertEqual(try directory.status(of: name)?.size, 2)
        XCTAssertEqual(try directory.entries().map(\.name), [name])
        XCTAssertEqual(directory.path(of: name), "\(folder.path)/%FF%0A%C3(")
        XCTAssertTrue(try directory.remove(name))
    }
}
