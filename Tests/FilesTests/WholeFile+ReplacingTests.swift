// A file is replaced as a whole, and nothing of the way there is left.

import Files
import Support
import XCTest

final class WholeFileReplacingTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    func testAFileIsMadeAndReplacedByAnotherInode() throws {
        let path = folder.path(of: "page.html")
        try WholeFile.replace(path, with: Array("one".utf8), mode: 0o640)
        let first = try XCTUnwrap(WholeFile.status(path))
        XCTAssertEqual(first.mode, 0o640)
        let reader = try WholeFile.open(path)
        try WholeFile.replace(path, with: Array("two, longer".utf8), isDurable: true)
        XCTAssertEqual(try folder.read("page.html"), "two, longer")
        XCTAssertEqual(try reader.read(count: 20, at: 0), Array("one".utf8), "who reads it meanwhile has the old one")
        XCTAssertEqual(try folder.names(), ["page.html"])
    }

    func testWhatARunBeforeLeftIsInNobodysWay() throws {
        try folder.write("half", to: ".page.html.new")
        try WholeFile.replace(folder.path(of: "page.html"), with: [0x78])
        XCTAssertEqual(try folder.names(), ["page.html"])
    }

    func testALinkToItsFolderIsFollowedAndTheFileItselfIsReplaced() throws {
        _ = try folder.makeFolder("real")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: folder.path(of: "real"))
        try WholeFile.replace(folder.path(of: "link/a"), with: [0x78])
        XCTAssertEqual(try folder.read("real/a"), "x")
    }

    func testWithoutAFolderOrANameNothingIsWritten() throws {
        XCTAssertEqual(
            causeOfFailure { try WholeFile.replace(folder.path(of: "missing/a"), with: []) }, .noSuchFile)
        XCTAssertEqual(causeOfFailure { try WholeFile.replace(folder.path(of: ""), with: []) }, .invalid)
    }
}
