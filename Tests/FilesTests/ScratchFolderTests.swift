// Folders for a moment: each is new, and goes with everything in it but nothing beside it.

import Files
import Support
import XCTest

final class ScratchFolderTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testEachFolderIsNewAndOurs() throws {
        let first = try ScratchFolder.make(in: folder.path, prefix: "x-")
        let second = try ScratchFolder.make(in: folder.path, prefix: "x-")
        XCTAssertNotEqual(first, second)
        XCTAssertTrue(first.hasPrefix("\(folder.path)/x-"))
        XCTAssertEqual(WholeFile.status(first)?.mode, 0o700)
        XCTAssertEqual(try folder.names().count, 2)
    }

    func testAFolderGoesWithEverythingInIt() throws {
        let path = folder.path(of: "a")
        try WholeFile.makeDirectories("\(path)/b/c")
        try WholeFile.write([1], to: "\(path)/b/c/file")
        try WholeFile.write([1], to: "\(path)/.hidden")
        try makeNamedPipe("\(path)/b/pipe")
        ScratchFolder.remove(path)
        XCTAssertEqual(try folder.names(), [])
    }

    func testWhatALinkPointsToStays() throws {
        let kept = try folder.makeFolder("kept")
        try folder.write("one", to: "kept/file")
        _ = try folder.makeFolder("a")
        try ScratchFolder.symbolicLink(folder.path(of: "a/link"), to: kept.path)
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: kept.path)
        ScratchFolder.remove(folder.path(of: "a"))
        ScratchFolder.remove(folder.path(of: "link"))
        XCTAssertEqual(try folder.names(), ["kept", "link"])
        XCTAssertEqual(try folder.read("kept/file"), "one")
    }

    func testRemovingNothingDoesNothing() {
        ScratchFolder.remove(folder.path(of: "nothing"))
    }

    func testAFolderThatCannotBeMadeSaysWhy() {
        XCTAssertEqual(
            causeOfFailure { _ = try ScratchFolder.make(in: folder.path(of: "nothing"), prefix: "x-") }, .noSuchFile)
    }

    func testPausingTakesAsLongAsAsked() {
        let before = Clock.monotonic()
        ScratchFolder.pause(nanoseconds: 2_000_000)
        XCTAssertGreaterThanOrEqual(Clock.monotonic() - before, 2_000_000)
    }
}
