// A walk through a folder that is left and gone on with: every entry once.

import Files
import Support
import XCTest

final class DirectoryListingTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var buffer = [UInt8](repeating: 0, count: 1_024)

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testEveryEntryIsSeenOnceThoughThoseThatWereSeenGoAway() throws {
        let names = Set((0..<500).map { "file-\($0)" })
        for name in names { try folder.write("", to: name) }
        let listing = try DirectoryListing(of: folder.directory)
        var seen: [String] = []
        while true {
            var new: [FileName] = []
            let isMore = try listing.next(using: &buffer) { new.append($0.name) }
            XCTAssertLessThan(new.count, 100, "a few at a time")
            for name in new { try folder.directory.remove(name) }
            seen += new.map(\.description)
            if !isMore { break }
        }
        XCTAssertEqual(seen.count, names.count)
        XCTAssertEqual(Set(seen), names)
    }

    func testAtItsEndItStaysThere() throws {
        try folder.write("", to: "file")
        let listing = try DirectoryListing(of: folder.directory)
        while try listing.next(using: &buffer, { _ in }) {}
        try folder.write("", to: "later")
        XCTAssertFalse(try listing.next(using: &buffer) { _ in XCTFail("it has ended") })
    }
}
