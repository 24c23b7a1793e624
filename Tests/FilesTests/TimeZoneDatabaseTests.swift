// Files of time zones by their names, and nothing else by any name.

import Support
import XCTest

@testable import Files

final class TimeZoneDatabaseTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        try WholeFile.makeDirectories(folder.path(of: "zones/Europe"))
        try folder.write("outside", to: "outside")
        try folder.write("inside", to: "zones/Europe/North-By_East+1")
    }

    override func tearDown() { folder.remove() }

    private func read(_ zone: String) -> String? {
        TimeZoneDatabase.read(zone, in: folder.path(of: "zones")).map { String(decoding: $0, as: UTF8.self) }
    }

    func testAZoneIsReadByItsName() {
        XCTAssertEqual(read("Europe/North-By_East+1"), "inside")
        XCTAssertNil(read("Europe/South"))
        XCTAssertNil(read("Europe"), "a folder")
    }

    func testNoNameLeadsOutOfTheFolder() {
        for name in [
            "../outside", "Europe/../../outside", "/etc/passwd", "Europe//North-By_East+1", "./Europe/North-By_East+1",
            "Europe/./North-By_East+1", "Europe/North-By_East+1/", "", ".", "..", "Europe/North By", "Europe\\North",
            "Europe/North-By_East+1\0",
        ] {
            XCTAssertNil(read(name), name)
            XCTAssertFalse(TimeZoneDatabase.isName(name), name)
            XCTAssertFalse(TimeZoneDatabase.has(name), name)
        }
    }

    func testAFileThatIsFarTooLongIsNone() throws {
        let file = try Directory(path: folder.path(of: "zones")).create(fileName("long"), mode: 0o644)
        try file.write([UInt8](repeating: 0x20, count: 1 << 20)[...])
        XCTAssertEqual(read("long")?.utf8.count, 1 << 20)
        try file.write([0x20][...])
        XCTAssertNil(read("long"))
    }

    func testTheSystemsOwn() throws {
        guard TimeZoneDatabase.has("Europe/Helsinki") else {
            throw XCTSkip("this system has no time zone data")  // reason: needs what the system lacks
        }
        XCTAssertEqual(TimeZoneDatabase.read("Europe/Helsinki")?.starts(with: "TZif".utf8), true)
        XCTAssertNil(TimeZoneDatabase.read("Europe/Atlantis"))
    }
}
