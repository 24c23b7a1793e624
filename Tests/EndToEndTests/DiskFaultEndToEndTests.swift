// The disk is full, has no inode left, or a folder is gone: taking pauses, the log says why, nothing is lost, and
// all goes on by itself when it is over.

import Files
import Foundation
import Support
import XCTest

final class DiskFaultEndToEndTests: XCTestCase {
    private let service = #"<service rescan="200ms" settle="100ms" min-free="4MB"/>"#

    private func deliveries(_ playground: Playground, _ count: Int, within seconds: Int64 = 60) -> Bool {
        eventually(within: seconds) { playground.pickup("bob").count == count }
    }

    private func says(_ playground: Playground, _ text: String) -> Bool {
        eventually(within: 30) { playground.log.contains(text) }
    }

    private func onLoop(
        megabytes: Int, files: Int? = nil, _ body: (Playground, LoopFileSystem) throws -> Void
    ) throws {
        if let obstacle = LoopFileSystem.obstacle(.ext4) { throw XCTSkip(obstacle) }  // reason: it needs a mount
        let fileSystem = try LoopFileSystem(.ext4, megabytes: megabytes, files: files)
        defer { fileSystem.remove() }
        let playground = try Playground(rows: service + Playground.rows)
        defer { playground.remove() }
        playground.spool = "\(fileSystem.path)/spool"
        try body(playground, fileSystem)
    }

    func testAFullDiskPausesUntilThereIsRoom() throws {
        try onLoop(megabytes: 48) { playground, fileSystem in
            let daemon = try playground.start()
            try playground.drop(Playground.note("n-1"), as: "1.xml")
            XCTAssertTrue(deliveries(playground, 1))
            let filler = "\(fileSystem.path)/filler"
            _ = try? WholeFile.write([UInt8](repeating: 1, count: 60_000_000), to: filler)
            // Room for the sender, and for nobody else.
            let free = try XCTUnwrap(Directory(path: fileSystem.path).space()).freeBytes
            let size = try XCTUnwrap(WholeFile.status(filler)).size
            XCTAssertEqual(truncate(filler, Int(size - max(0, 2_000_000 - free))), 0)
            ScratchFolder.pause(nanoseconds: 1_100_000_000)
            for number in 2...40 { try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml") }
            XCTAssertTrue(says(playground, "less than min-free (4 MB); make room; nothing is taken until it is over"))
            XCTAssertEqual(playground.names("participants/alice/drop").filter { $0.hasSuffix("0.xml") }.count, 4)
            XCTAssertEqual(truncate(filler, 1_000_000), 0)
            XCTAssertTrue(deliveries(playground, 40))
            XCTAssertTrue(says(playground, "over after"))
            XCTAssertEqual(playground.stop(daemon), 0)
            XCTAssertEqual(try playground.events("accepted").count, 40)
        }
    }

    func testADiskWithoutInodesPausesUntilThereAreSome() throws {
        try onLoop(megabytes: 64, files: 2_048) { playground, fileSystem in
            let daemon = try playground.start()
            let folder = try Directory(path: fileSystem.path)
            var made: [FileName] = []
            while let file = try? folder.create(fileName("f-\(made.count)"), mode: 0o600) {
                made.append(fileName("f-\(made.count)"))
                _ = consume file
            }
            // Just enough for the sender.
            for name in made.suffix(12) { try folder.remove(name) }
            ScratchFolder.pause(nanoseconds: 1_100_000_000)
            for number in 1...4 { try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml") }
            XCTAssertTrue(says(playground, "inodes left; remove files that are not needed"))
            XCTAssertEqual(playground.pickup("bob"), [])
            for name in made.dropLast(12) { try folder.remove(name) }
            XCTAssertTrue(deliveries(playground, 4))
            XCTAssertEqual(playground.stop(daemon), 0)
        }
    }

    func testAFolderThatIsMountedOverIsToldAndItsFilesAreTakenAfterwards() throws {
        try onLoop(megabytes: 48) { playground, _ in
            let daemon = try playground.start()
            let drop = "\(playground.spool)/participants/alice/drop"
            try playground.drop(Playground.note("n-1"), as: "1.xml")
            XCTAssertTrue(deliveries(playground, 1))
            try LoopFileSystem.run("/usr/bin/mount", ["-t", "tmpfs", "none", drop])
            XCTAssertTrue(says(playground, "a folder of alice is missing, or was replaced or unmounted"))
            XCTAssertTrue(playground.log.contains("one mount must hold the whole spool"))
            try playground.drop(Playground.note("n-2"), as: "elsewhere.xml")
            try LoopFileSystem.run("/usr/bin/umount", [drop])
            try playground.drop(Playground.note("n-3"), as: "3.xml")
            XCTAssertTrue(deliveries(playground, 2))
            XCTAssertTrue(says(playground, "over after"))
            XCTAssertEqual(playground.stop(daemon), 0)
        }
    }

    func testADropFolderThatIsRemovedIsToldAndTheNextOneIsUsed() throws {
        let playground = try Playground(rows: service + Playground.rows)
        defer { playground.remove() }
        let daemon = try playground.start()
        let folder = "\(playground.spool)/participants/alice"
        XCTAssertEqual(rmdir("\(folder)/drop"), 0)
        XCTAssertTrue(says(playground, "a folder of alice is missing, or was replaced or unmounted; put it back"))
        XCTAssertNil(WholeFile.status("\(folder)/drop"), "nobody would know whose it is")
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        XCTAssertTrue(deliveries(playground, 1))
        // Now somebody exchanges it.
        XCTAssertEqual(rename("\(folder)/drop", "\(folder)/old"), 0)
        try playground.drop(Playground.note("n-2"), as: "2.xml")
        XCTAssertTrue(deliveries(playground, 2))
        XCTAssertEqual(playground.stop(daemon), 0)
        // Whether the moment between the old folder and the new one is noticed depends on the moment.
        let told = playground.log.components(separatedBy: "fault: a folder of alice").count
        XCTAssertTrue((2...3).contains(told), playground.log)
        XCTAssertEqual(playground.log.components(separatedBy: "over after").count, told, playground.log)
    }

    func testWhatIsMeantForAMissingPickupFolderWaitsForIt() throws {
        let playground = try Playground(rows: service + Playground.rows)
        defer { playground.remove() }
        let daemon = try playground.start()
        let folder = "\(playground.spool)/participants/bob"
        XCTAssertEqual(rename("\(folder)/pickup", "\(playground.spool)/hidden"), 0)
        XCTAssertEqual(rmdir("\(playground.spool)/hidden"), 0)
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        XCTAssertTrue(says(playground, "what is decided cannot be moved to its place"))
        XCTAssertEqual(playground.names("taken/alice").count, 1)
        try WholeFile.makeDirectories("\(folder)/pickup")
        XCTAssertTrue(deliveries(playground, 1))
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(playground.names("taken/alice"), [])
        XCTAssertEqual(try playground.events("delivered").count, 1)
    }

    func testWhatCannotBePlacedKeepsNeitherAStopNorADrainFromEndingAndIsPlacedByTheNextStart() throws {
        let playground = try Playground(rows: service + Playground.rows)
        defer { playground.remove() }
        let daemon = try playground.start()
        XCTAssertEqual(rmdir("\(playground.spool)/participants/bob/pickup"), 0)
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        XCTAssertTrue(says(playground, "what is decided cannot be moved to its place"))
        XCTAssertEqual(playground.stop(daemon), 0)

        let (code, words) = try playground.run(faults: "rename@taken/=EIO")
        XCTAssertEqual(code, 75, words)
        XCTAssertEqual(playground.names("taken/alice").count, 1)

        try playground.drain()
        XCTAssertEqual(playground.pickup("bob").count, 1)
        XCTAssertEqual(playground.names("taken/alice"), [])
        XCTAssertEqual(try playground.events("delivered").count, 1)
    }

    func testOriginalsThatCannotLeaveTheirDropKeepNothingElseFromBeingTaken() throws {
        let playground = try Playground(rows: service + Playground.rows)
        defer { playground.remove() }
        // More than may be in hand at once.
        let count = 600
        for number in 1...count { try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml") }
        let (code, words) = try playground.run(faults: "rename@drop/=EIO")
        XCTAssertEqual(code, 75, words)
        XCTAssertEqual(try playground.events("accepted").count, count)
        try playground.drain()
        XCTAssertEqual(playground.pickup("bob").count, count)
        XCTAssertEqual(try playground.events("accepted").count, count)
    }

    func testAClockThatIsSetBackStopsNothing() throws {
        let playground = try Playground(rows: service + Playground.rows)
        defer { playground.remove() }
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        try playground.drain()
        // The same as a clock that went back: the ledger's last line is from tomorrow.
        try LedgerOfTomorrow.write(to: "\(playground.spool)/ledger")
        let daemon = try playground.start()
        try playground.drop(Playground.note("n-2"), as: "2.xml")
        XCTAssertTrue(deliveries(playground, 2))
        XCTAssertTrue(says(playground, "s behind the ledger's last line"))
        XCTAssertEqual(playground.stop(daemon), 0)
        let times = try playground.ledger().compactMap { $0["time"] as? String }
        XCTAssertEqual(times, times.sorted(), "times in the ledger never go back")
    }
}
