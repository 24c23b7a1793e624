// A disk without room: an error, never a signal, and nothing is lost when there is room again.

import Files
import Glibc
import Messages
import Support
import XCTest

@testable import Recording

final class DuplicateIndexFullDiskTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var disk: Directory!

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        let point = try folder.makeFolder("disk")
        guard mount("tmpfs", point.path, "tmpfs", 0, "size=256k") == 0 else {
            throw XCTSkip("cannot mount a small disk")  // reason: only root may, outside of most containers
        }
        disk = try Directory(path: point.path)
    }

    override func tearDown() {
        if disk != nil { umount2(folder.path(of: "disk"), CInt(MNT_DETACH)) }
        folder.remove()
    }

    func testAFullDiskIsAnErrorAndLosesNothing() throws {
        let now = Trial.time(day: 0)
        let ids = IndexTrial.ids(200)
        let ledger = try Ledger(folder: disk)
        let numbers = try ledger.add(ids, time: now)
        let index = try DuplicateIndex(folder: disk, window: Trial.week, now: now, runCapacity: IndexTrial.capacity)
        for capacity in [190, 10_000] {
            // Opened before anything was added, so all of it is to be written now.
            let ballast = try disk.openOrCreate(fileName("ballast"), mode: 0o600)
            while causeOfFailure({ try ballast.write([UInt8](repeating: 1, count: 4_096)[...]) }) == nil {}
            var cause: Errno?
            for number in UInt64(1_000)...UInt64(1_000 + capacity) where cause == nil {
                try index.insert(number << 20, number, now)
                cause = causeOfFailure { try index.complete(through: number, at: now) }
            }
            XCTAssertEqual(cause, Errno(28))
            try disk.remove(fileName("ballast"))
        }
        for (id, number) in zip(ids, numbers) { try index.insert(Trial.key(id).fingerprint, number, now) }
        try index.complete(through: ledger.nextSequence - 1, at: now)
        for (id, number) in zip(ids, numbers) {
            XCTAssertEqual(try index.find(Trial.key(id), now: now)?.sequence, number)
        }
    }
}
