// Open files: reading at a place, writing all, cutting, and who closes them.

import Files
import Support
import XCTest

final class DescriptorTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testWhatIsWrittenIsRead() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = try directory.create(fileName("a"), mode: 0o600)
        try file.write(bytes[..<100_000])
        try file.write(bytes[100_000...])
        XCTAssertEqual(try file.read(count: bytes.count, at: 0), bytes)
        XCTAssertEqual(try file.status().size, 300_000)
    }

    func testReadingStopsAtTheEnd() throws {
        try folder.write("0123456789", to: "a")
        let file = try directory.open(fileName("a"))
        XCTAssertEqual(try file.read(count: 4, at: 0), Array("0123".utf8))
        XCTAssertEqual(try file.read(count: 100, at: 7), Array("789".utf8))
        XCTAssertEqual(try file.read(count: 5, at: 10), [])
        XCTAssertEqual(try file.read(count: 5, at: 1_000), [])
        XCTAssertEqual(try file.read(count: 0, at: 0), [])
    }

    func testReadingIntoABufferLeavesTheRestOfIt() throws {
        try folder.write("abc", to: "a")
        var buffer = [UInt8](repeating: 0xEE, count: 6)
        XCTAssertEqual(try directory.open(fileName("a")).read(into: &buffer, count: 5, at: 1), 2)
        XCTAssertEqual(buffer, [0x62, 0x63, 0xEE, 0xEE, 0xEE, 0xEE])
    }

    func testReadingAtAPlaceDoesNotMove() throws {
        try folder.write("0123456789", to: "a")
        let file = try directory.open(fileName("a"))
        _ = try file.read(count: 4, at: 0)
        var buffer = [UInt8](repeating: 0, count: 4)
        XCTAssertEqual(try file.readAvailable(into: &buffer), 4)
        XCTAssertEqual(buffer, Array("0123".utf8))
        XCTAssertEqual(try file.readAvailable(into: &buffer), 4)
        XCTAssertEqual(try file.readAvailable(into: &buffer), 2)
        XCTAssertEqual(try file.readAvailable(into: &buffer), 0)
    }

    func testWritingGoesWhereTheDescriptorStands() throws {
        let file = try directory.create(fileName("a"), mode: 0o600)
        try file.write(Array("0123456789".utf8)[...])
        try file.seek(to: 3)
        try file.write(Array("xy".utf8)[...])
        try file.write([])
        XCTAssertEqual(try folder.read("a"), "012xy56789")
    }

    func testTruncatingCutsAndExtends() throws {
        let file = try directory.create(fileName("a"), mode: 0o600)
        try file.write(Array("0123456789".utf8)[...])
        try file.truncate(to: 3)
        XCTAssertEqual(try folder.read("a"), "012")
        try file.truncate(to: 5)
        XCTAssertEqual(try file.read(count: 9, at: 0), Array("012\0\0".utf8))
    }

    func testReadingAFolderFails() throws {
        _ = try folder.makeFolder("inner")
        XCTAssertEqual(
            causeOfFailure { _ = try directory.open(fileName("inner")).read(count: 1, at: 0) }, .isADirectory)
    }

    func testWritingToWhatIsOpenForReadingFails() throws {
        try folder.write("one", to: "a")
        XCTAssertNotNil(causeOfFailure { try directory.open(fileName("a")).write([1]) })
        XCTAssertEqual(try folder.read("a"), "one")
    }

    func testModeAndOwnerAreSet() throws {
        let file = try directory.create(fileName("a"), mode: 0o600)
        try file.changeMode(to: 0o640)
        try file.changeOwner(to: nil, group: nil)
        XCTAssertEqual(try file.status().mode, 0o640)
        XCTAssertEqual(try file.status().owner, Account.current)
    }

    func testAnotherOwnerNeedsRoot() throws {
        let file = try directory.create(fileName("a"), mode: 0o600)
        guard OtherAccount.isReachable else {
            XCTAssertEqual(causeOfFailure { try file.changeOwner(to: 0, group: nil) }, .notPermitted)
            throw XCTSkip("only root can give a file away")  // reason: needs root
        }
        try file.changeOwner(to: OtherAccount.identifier, group: nil)
        XCTAssertEqual(try file.status().owner, OtherAccount.identifier)
        XCTAssertEqual(try file.status().group, try directory.status().group)
    }

    func testALockIsHeldByOneOpenFileOnly() throws {
        let first = try directory.openOrCreate(fileName("lock"), mode: 0o600)
        let second = try directory.openOrCreate(fileName("lock"), mode: 0o600)
        XCTAssertTrue(try first.lock())
        XCTAssertFalse(try second.lock())
        XCTAssertTrue(try first.lock())
    }

    func testALockGoesWithItsDescriptor() throws {
        do {
            let first = try directory.openOrCreate(fileName("lock"), mode: 0o600)
            XCTAssertTrue(try first.lock())
        }
        XCTAssertTrue(try directory.openOrCreate(fileName("lock"), mode: 0o600).lock())
    }

    func testADescriptorIsClosedWhenItsOwnerGoes() throws {
        try folder.write("one", to: "a")
        let first = try directory.open(fileName("a")).waitable
        for _ in 0..<2_000 { _ = try directory.open(fileName("a")) }
        XCTAssertLessThan(try directory.open(fileName("a")).waitable, first + 100)
    }

    func testTheNullDeviceTakesEverything() throws {
        try Descriptor.nullDevice().write([1, 2, 3])
        XCTAssertEqual(causeOfFailure { _ = try Descriptor.standard(-1) }?.number, 9)
    }

    func testDroppedPagesAreReadAgain() throws {
        let file = try directory.create(fileName("a"), mode: 0o600)
        try file.write(Array("0123456789".utf8)[...])
        try file.synchronizeData()
        file.dropCachedPages()
        XCTAssertEqual(try file.read(count: 10, at: 0), Array("0123456789".utf8))
    }
}
