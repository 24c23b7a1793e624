// Listing a folder: every entry once, however many there are.

import Files
import Support
import XCTest

final class DirectoryEntriesTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testAnEmptyFolderHasNoEntries() throws {
        XCTAssertEqual(try directory.entries().count, 0)
    }

    func testEachOfManyEntriesIsSeenOnce() throws {
        // Long names, so that the kernel needs many answers.
        let padding = String(repeating: "x", count: 100)
        let expected = (0..<3_000).map { "\(padding)-\($0)" }.sorted()
        for name in expected { _ = try directory.create(fileName(name), mode: 0o600) }
        XCTAssertEqual(try folder.names(), expected)
    }

    func testTheLongestNameIsWhole() throws {
        let name = String(repeating: "n", count: FileName.longest)
        try folder.write("", to: name)
        XCTAssertEqual(try folder.names(), [name])
    }

    func testAnEntryTellsInodeAndFolder() throws {
        try folder.write("one", to: "file")
        _ = try folder.makeFolder("inner")
        for entry in try directory.entries() {
            let status = try XCTUnwrap(try directory.status(of: entry.name))
            XCTAssertEqual(entry.inode, status.inode)
            XCTAssertEqual(entry.isDirectory, status.kind == .directory)
        }
    }

    func testALinkToAFolderIsNoFolder() throws {
        _ = try folder.makeFolder("inner")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "inner"))
        let link = try directory.entries().first { $0.name == fileName("link") }
        XCTAssertEqual(link?.isDirectory, false)
    }

    func testTheVisitorMayStop() throws {
        for place in 0..<20 { try folder.write("", to: "f\(place)") }
        var seen = 0
        try directory.forEachEntry { _ in
            seen += 1
            return seen < 5
        }
        XCTAssertEqual(seen, 5)
    }

    func testTwoListingsDoNotDisturbEachOther() throws {
        for place in 0..<50 { try folder.write("", to: "f\(place)") }
        var inner: [Int] = []
        try directory.forEachEntry { _ in
            inner.append((try? directory.entries().count) ?? -1)
            return true
        }
        XCTAssertEqual(inner, [Int](repeating: 50, count: 50))
    }
}
