// What inotify tells: closed files, renamed files, lost events, lost folders.

import Files
import Foundation
import Support
import XCTest

final class ChangeWatchTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var drop: Directory!

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        drop = try folder.makeFolder("drop")
    }

    override func tearDown() { folder.remove() }

    /// Everything that has happened, until nothing more comes.
    private func read(_ watch: borrowing ChangeWatch, size: Int = 4_096) throws -> [ChangeEvent] {
        var buffer = [UInt8](repeating: 0, count: size)
        var events: [ChangeEvent] = []
        while true {
            let more = try watch.read(using: &buffer)
            if more.isEmpty { return events }
            events += more
        }
    }

    private func readyNames(_ events: [ChangeEvent]) -> [String] {
        events.filter { $0.kind == .ready }.compactMap { $0.name?.description }
    }

    func testNothingHappenedYet() throws {
        let watch = try ChangeWatch()
        _ = try watch.add(drop.path)
        XCTAssertEqual(try read(watch).count, 0)
    }

    func testAFileIsReadyWhenItsWriterClosesIt() throws {
        let watch = try ChangeWatch()
        let number = try watch.add(drop.path)
        do {
            let file = try drop.create(fileName("m.xml"), mode: 0o600)
            try file.write([1, 2, 3])
            XCTAssertEqual(try read(watch).count, 0)
        }
        let events = try read(watch)
        XCTAssertEqual(readyNames(events), ["m.xml"])
        XCTAssertEqual(events.first?.watch, number)
    }

    func testOneWaitsUntilSomethingHappens() throws {
        let watch = try ChangeWatch()
        let end = try Files.Pipe()
        _ = try watch.add(drop.path)
        let path = drop.path
        Thread.detachNewThread { _ = try? Data([1]).write(to: URL(fileURLWithPath: path + "/m.xml")) }
        XCTAssertTrue(watch.wait(until: end.reader))
        XCTAssertFalse(try read(watch).isEmpty)
    }

    func testTheEndComesBeforeWhatHasHappened() throws {
        let watch = try ChangeWatch()
        let end = try Files.Pipe()
        _ = try watch.add(drop.path)
        try drop.create(fileName("m.xml"), mode: 0o600).write([1])
        try end.writer.write([0])
        XCTAssertFalse(watch.wait(until: end.reader))
    }

    func testAFileIsReadyWhenItIsRenamedIntoPlace() throws {
        let watch = try ChangeWatch()
        try folder.write("one", to: "elsewhere")
        _ = try watch.add(drop.path)
        try folder.directory.rename(fileName("elsewhere"), to: drop, fileName("m.xml"))
        try drop.rename(fileName("m.xml"), to: drop, fileName("n.xml"))
        XCTAssertEqual(readyNames(try read(watch)), ["m.xml", "n.xml"])
    }

    func testReadingAndLeavingAreNoEvents() throws {
        let watch = try ChangeWatch()
        try folder.write("one", to: "drop/m.xml")
        _ = try watch.add(drop.path)
        _ = try folder.read("drop/m.xml")
        try drop.rename(fileName("m.xml"), to: folder.directory, fileName("gone"))
        XCTAssertEqual(try read(watch).count, 0)
    }

    func testFoldersAreNoEvents() throws {
        let watch = try ChangeWatch()
        _ = try folder.makeFolder("other")
        _ = try watch.add(drop.path)
        try drop.makeDirectory(fileName("inner"), mode: 0o700)
        try folder.directory.rename(fileName("other"), to: drop, fileName("moved"))
        XCTAssertEqual(try read(watch).count, 0)
    }

    func testManyEventsComeInTheirOrder() throws {
        let watch = try ChangeWatch()
        _ = try watch.add(drop.path)
        let names = (0..<500).map { "message-with-a-rather-long-name-\($0).xml" }
        for name in names { try folder.write("", to: "drop/\(name)") }
        XCTAssertEqual(readyNames(try read(watch)), names)
    }

    func testNamesAreBytes() throws {
        let watch = try ChangeWatch()
        _ = try watch.add(drop.path)
        let name = try XCTUnwrap(FileName([0xFF, 0x20, 0x0A]))
        _ = try drop.create(name, mode: 0o600)
        XCTAssertEqual(try read(watch).map(\.name), [name])
    }

    func testEventsTellTheirFolder() throws {
        let watch = try ChangeWatch()
        let other = try folder.makeFolder("other")
        let first = try watch.add(drop.path)
        let second = try watch.add(other.path)
        XCTAssertNotEqual(first, second)
        try folder.write("", to: "other/a")
        try folder.write("", to: "drop/b")
        XCTAssertEqual(try read(watch).map(\.watch), [second, first])
    }

    func testAFolderThatGoesIsTold() throws {
        let watch = try ChangeWatch()
        // A folder that somebody still has open is not gone for the kernel.
        let path = drop.path
        drop = nil
        let number = try watch.add(path)
        ScratchFolder.remove(path)
        let gone = try read(watch).filter { $0.kind == .folderGone }
        XCTAssertEqual(Set(gone.map(\.watch)), [number])
    }

    func testAFolderThatIsRenamedIsTold() throws {
        let watch = try ChangeWatch()
        let number = try watch.add(drop.path)
        try folder.directory.rename(fileName("drop"), to: folder.directory, fileName("old"))
        XCTAssertEqual(try read(watch).filter { $0.kind == .folderGone }.map(\.watch), [number])
    }

    func testOnlyAFolderIsWatched() throws {
        let watch = try ChangeWatch()
        try folder.write("one", to: "file")
        try ScratchFolder.symbolicLink(folder.path(of: "link"), to: drop.path)
        XCTAssertEqual(causeOfFailure { _ = try watch.add(folder.path(of: "file")) }, .notADirectory)
        XCTAssertNotNil(causeOfFailure { _ = try watch.add(folder.path(of: "link")) })
        XCTAssertEqual(causeOfFailure { _ = try watch.add(folder.path(of: "nothing")) }, .noSuchFile)
    }

    func testNothingIsToldOfAFolderThatIsNoLongerWatched() throws {
        let watch = try ChangeWatch()
        let number = try watch.add(drop.path)
        watch.remove(number)
        try folder.write("", to: "drop/a")
        XCTAssertEqual(readyNames(try read(watch)), [])
    }

    func testLostEventsAreTold() throws {
        let most = Int(try WholeFile.firstNumber(in: "/proc/sys/fs/inotify/max_queued_events"))
        guard most <= 65_536 else {
            throw XCTSkip("this system queues \(most) events; too many to overflow")  // reason: the kernel's setting
        }
        let watch = try ChangeWatch()
        _ = try watch.add(drop.path)
        try folder.write("", to: "drop/a")
        try folder.write("", to: "drop/b")
        // The kernel merges an event with an equal one before it, so two files take turns.
        for _ in 0..<(most / 2 + 10) {
            _ = try drop.openOrCreate(fileName("a"), mode: 0o600)
            _ = try drop.openOrCreate(fileName("b"), mode: 0o600)
        }
        let events = try read(watch, size: 65_536)
        XCTAssertEqual(events.filter { $0.kind == .overflow }.map(\.watch), [-1])
        XCTAssertEqual(readyNames(events).count, most)
    }
}
