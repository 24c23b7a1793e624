// What wakes the daemon: files that are closed or renamed into a drop folder, and folders that go.

import Dispatch
import Files
import Foundation
import Messages
import Spooling
import Support
import XCTest

final class SpoolWatcherTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var spool: Spool!
    private var watcher: SpoolWatcher!
    private let queue = DispatchQueue(label: "luova.test.watcher")
    private let heard = Heard()

    /// Notices, in words, from the watcher's queue.
    private final class Heard: @unchecked Sendable {  // reason: only on its queue
        private let lock = NSLock()
        private var words: [String] = []

        func add(_ notices: [SpoolWatcher.Notice]) {
            lock.withLock {
                for notice in notices {
                    switch notice {
                    case .ready(let participant, let name): words.append("\(participant): \(name.description)")
                    case .lookEverywhere: words.append("look everywhere")
                    case .folderGone(let participant): words.append("\(participant): gone")
                    }
                }
            }
        }

        var all: [String] { lock.withLock { words } }
    }

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        let heard = self.heard
        watcher = try SpoolWatcher(queue: queue) { heard.add($0) }
    }

    override func tearDown() {
        queue.sync { watcher.stop() }
        folder.remove()
    }

    private func watch(_ name: String) throws -> ParticipantFolders {
        let folders = try spool.prepare(ParticipantIdentifier(name))
        try queue.sync { try watcher.add(folders) }
        return folders
    }

    private func put(_ name: String, in drop: Directory) throws {
        try drop.create(fileName(name), mode: 0o640).write([1])
    }

    func testEachOfVeryManyIsHeardOf() throws {
        let folders = try watch("alice")
        // They come while nobody listens, and are more than are read at once.
        queue.suspend()
        for number in 0..<5_000 { try put("f\(number)", in: folders.drop) }
        queue.resume()
        XCTAssertTrue(eventually(within: 30) { heard.all.count == 5_000 })
        XCTAssertEqual(Set(heard.all), Set((0..<5_000).map { "alice: f\($0)" }))
    }

    func testAClosedFileIsReady() throws {
        let drop = try watch("a").drop
        try put("m.xml", in: drop)
        XCTAssertTrue(eventually { heard.all == ["a: m.xml"] })
    }

    func testARenamedFileIsReady() throws {
        let drop = try watch("a").drop
        try put(".m.xml", in: drop)
        try put("n.xml.part", in: drop)
        try drop.rename(fileName(".m.xml"), to: drop, fileName("m.xml"))
        try drop.rename(fileName("n.xml.part"), to: drop, fileName("n.xml"))
        XCTAssertTrue(eventually { heard.all.count >= 2 })
        XCTAssertEqual(heard.all, ["a: m.xml", "a: n.xml"])
    }

    func testTemporaryNamesAreNotToldOf() throws {
        let drop = try watch("a").drop
        for name in [".m", "m.tmp", "m.part", "m.filepart", "m.partial", "m.writing", "last"] {
            try put(name, in: drop)
        }
        XCTAssertTrue(eventually { !heard.all.isEmpty })
        XCTAssertEqual(heard.all, ["a: last"])
    }

    func testEachParticipantIsToldApart() throws {
        let first = try watch("a").drop
        let second = try watch("b").drop
        try put("m.xml", in: second)
        try put("m.xml", in: first)
        try put("n.xml", in: second)
        XCTAssertTrue(eventually { heard.all.count >= 3 })
        XCTAssertEqual(heard.all, ["b: m.xml", "a: m.xml", "b: n.xml"])
    }

    func testManyFilesAreAllToldOf() throws {
        let drop = try watch("a").drop
        let names = (0..<2_000).map { "message-\($0).xml" }
        for name in names { try put(name, in: drop) }
        XCTAssertTrue(eventually { heard.all.count >= 2_000 })
        XCTAssertEqual(heard.all, names.map { "a: \($0)" })
    }

    func testAFolderThatIsReplacedIsTold() throws {
        let drop = try watch("a").drop
        let own = try spool.root.directory(fileName("participants")).directory(fileName("a"))
        try own.rename(fileName("drop"), to: own, fileName("old"))
        XCTAssertTrue(eventually { !heard.all.isEmpty })
        XCTAssertEqual(heard.all, ["a: gone"])
        // The folder of that name is another: nothing of the old one is told any more.
        try own.makeDirectory(fileName("drop"), mode: 0o770)
        XCTAssertTrue(try spool.refresh(ParticipantIdentifier("a")))
        let new = try watch("a").drop
        try put("old.xml", in: drop)
        try put("new.xml", in: new)
        XCTAssertTrue(eventually { heard.all.count >= 2 })
        XCTAssertEqual(heard.all, ["a: gone", "a: new.xml"])
    }

    func testLostEventsMakeItLookEverywhere() throws {
        let most = Int(try WholeFile.firstNumber(in: "/proc/sys/fs/inotify/max_queued_events"))
        guard most <= 65_536 else {
            throw XCTSkip("this system queues \(most) events; too many to overflow")  // reason: kernel setting
        }
        let drop = try watch("a").drop
        queue.suspend()
        // Twice as many as it queues: the watcher has read the first of them already, and waits for its queue.
        for _ in 0..<most {
            // The kernel merges an event with an equal one before it, so two files take turns.
            _ = try drop.openOrCreate(fileName("m.xml"), mode: 0o640)
            _ = try drop.openOrCreate(fileName("n.xml"), mode: 0o640)
        }
        queue.resume()
        XCTAssertTrue(eventually { heard.all.contains("look everywhere") })
        XCTAssertEqual(heard.all.filter { $0 == "look everywhere" }.count, 1)
    }

    func testNothingIsToldAfterTheStop() throws {
        let drop = try watch("a").drop
        queue.sync { watcher.stop() }
        try put("m.xml", in: drop)
        queue.sync {}
        XCTAssertEqual(heard.all, [])
    }

    func testAFolderThatIsNotThereCannotBeWatched() throws {
        let folders = try spool.prepare(ParticipantIdentifier("a"))
        ScratchFolder.remove(folders.drop.path)
        XCTAssertEqual(causeOfFailure { try queue.sync { try watcher.add(folders) } }, .noSuchFile)
    }
}
