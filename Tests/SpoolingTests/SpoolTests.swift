// The spool on disk: what is made when it is missing, and that only one daemon has it.

import Files
import Glibc
import Messages
import Spooling
import Support
import XCTest

final class SpoolTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var path: String { folder.path(of: "spool") }

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func mode(_ name: String) -> UInt32? { WholeFile.status("\(path)/\(name)")?.mode }

    func testAMissingSpoolIsMade() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        XCTAssertEqual(
            try TemporaryFolder.names(in: spool.root),
            ["ledger", "lock", "participants", "refused", "taken", "waiting"])
        XCTAssertEqual(spool.ledger.path, "\(path)/ledger")
        for name in ["taken", "waiting", "refused"] { XCTAssertEqual(mode(name), 0o700, name) }
    }

    func testAParticipantsFoldersAreMade() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let folders = try spool.prepare(ParticipantIdentifier("income"))
        XCTAssertEqual(folders.participant, ParticipantIdentifier("income"))
        XCTAssertEqual(folders.drop.path, "\(path)/participants/income/drop")
        XCTAssertEqual(folders.pickup.path, "\(path)/participants/income/pickup")
        XCTAssertEqual(folders.taken.path, "\(path)/taken/income")
        XCTAssertEqual(folders.waiting.path, "\(path)/waiting/income")
        XCTAssertEqual(folders.refused.path, "\(path)/refused/income")
        XCTAssertEqual(mode("participants/income"), 0o755)
        for name in ["drop", "pickup"] { XCTAssertEqual(mode("participants/income/\(name)"), 0o2770, name) }
        for name in ["taken", "waiting", "refused"] { XCTAssertEqual(mode("\(name)/income"), 0o700, name) }
        XCTAssertNil(folders.group)
    }

    func testFoldersAreOpenedOnce() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let income = ParticipantIdentifier("income")
        let folders = try spool.prepare(income)
        let drop = folders.drop
        XCTAssertTrue(folders === (try spool.folders(of: income)))
        XCTAssertTrue(folders === (try spool.prepare(income)))
        XCTAssertFalse(try spool.refresh(income))
        XCTAssertTrue(drop === folders.drop)
    }

    func testWhoIsOnlyAskedForGetsNoFolders() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let folders = try spool.folders(of: ParticipantIdentifier("income"))
        XCTAssertEqual(folders.absence?.cause, .noSuchFile)
        for name in ["participants", "taken", "waiting", "refused"] { XCTAssertNil(mode("\(name)/income"), name) }
        XCTAssertEqual(folders.pickup.path, "\(path)/participants/income/pickup")
        XCTAssertEqual(causeOfFailure { _ = try folders.pickup.entries() }, .noSuchFile)
        XCTAssertNil(folders.group)
        spool.reopenMissing()
        XCTAssertNotNil(folders.absence)
        // The table names it by now.
        try spool.prepare(ParticipantIdentifier("income"))
        XCTAssertNil(folders.absence)
        XCTAssertEqual(try folders.pickup.entries().count, 0)
    }

    func testAFolderThatCannotBeMadeIsMissingUntilItIsThere() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let income = ParticipantIdentifier("income")
        try WholeFile.write([], to: "\(path)/participants/income")
        let folders = try spool.prepare(income)
        XCTAssertEqual(folders.absence?.cause, .notADirectory)
        XCTAssertEqual(mode("taken/income"), 0o700, "what is ours is there")
        XCTAssertEqual(causeOfFailure { _ = try spool.refresh(income) }, .notADirectory)
        XCTAssertEqual(unlink("\(path)/participants/income"), 0)
        for name in ["", "/drop"] { XCTAssertEqual(mkdir("\(path)/participants/income\(name)", 0o755), 0) }
        XCTAssertEqual(causeOfFailure { _ = try spool.refresh(income) }, .noSuchFile)
        XCTAssertEqual(mkdir("\(path)/participants/income/pickup", 0o755), 0)
        XCTAssertTrue(try spool.refresh(income))
        XCTAssertNil(folders.absence)
        XCTAssertEqual(try folders.drop.entries().count, 0)
        XCTAssertFalse(try spool.refresh(income))
    }

    func testWhatIsMissingIsOpenedWhenItIsThere() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let folders = try spool.folders(of: ParticipantIdentifier("income"))
        for name in ["participants", "taken", "waiting", "refused"] {
            XCTAssertEqual(mkdir("\(path)/\(name)/income", 0o755), 0)
        }
        for name in ["drop", "pickup"] { XCTAssertEqual(mkdir("\(path)/participants/income/\(name)", 0o755), 0) }
        spool.reopenMissing()
        XCTAssertNil(folders.absence)
        XCTAssertEqual(try folders.refused.entries().count, 0)
    }

    func testAFolderThatWasExchangedIsOpenedAnew() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let income = ParticipantIdentifier("income")
        let folders = try spool.prepare(income)
        let old = folders.drop
        let own = try spool.root.directory(fileName("participants")).directory(fileName("income"))
        try own.rename(fileName("drop"), to: own, fileName("old"))
        XCTAssertEqual(causeOfFailure { _ = try spool.refresh(income) }, .noSuchFile)
        XCTAssertTrue(old === folders.drop, "what is open stays open")
        XCTAssertNil(try own.status(of: fileName("drop")), "nobody would know to whom it belongs")
        try own.makeDirectory(fileName("drop"), mode: 0o770)
        XCTAssertTrue(try spool.refresh(income))
        XCTAssertFalse(old === folders.drop)
        XCTAssertFalse(try spool.refresh(income))
    }

    func testWhatAnOperatorSetIsKept() throws {
        do {
            let spool = try XCTUnwrap(try Spool.open(path: path))
            let folders = try spool.prepare(ParticipantIdentifier("income"))
            try folders.drop.change(owner: nil, group: nil, mode: 0o2730)
        }
        let spool = try XCTUnwrap(try Spool.open(path: path))
        _ = try spool.prepare(ParticipantIdentifier("income"))
        XCTAssertEqual(mode("participants/income/drop"), 0o2730)
    }

    func testTheGroupOfAPickupFolderIsThatOfItsDeliveries() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can give a folder to another group")  // reason: needs root
        }
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let pickup = try spool.prepare(ParticipantIdentifier("income")).pickup
        try pickup.change(owner: nil, group: OtherAccount.identifier, mode: 0o2770)
        XCTAssertTrue(try spool.refresh(ParticipantIdentifier("income")))
        XCTAssertEqual(try spool.prepare(ParticipantIdentifier("income")).group, OtherAccount.identifier)
    }

    func testALinkInTheWayIsNotFollowed() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        _ = try folder.makeFolder("elsewhere")
        try ScratchFolder.symbolicLink("\(path)/taken/income", to: folder.path(of: "elsewhere"))
        XCTAssertEqual(
            causeOfFailure { _ = try spool.prepare(ParticipantIdentifier("income")) }, .notADirectory)
    }

    func testAFolderOnAnotherMountIsRefused() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can mount anything")  // reason: mount(2) needs root
        }
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let participant = ParticipantIdentifier("income")
        let drop = try spool.prepare(participant).drop.path
        guard mount("none", drop, "tmpfs", 0, nil) == 0 else {
            throw XCTSkip("nothing can be mounted here")  // reason: containers may forbid mount(2)
        }
        do {
            defer { umount2(drop, 2) }
            do {
                _ = try spool.refresh(participant)
                XCTFail("it is another mount")
            } catch {
                XCTAssertEqual(
                    "\(error)",
                    "\(drop): cannot use it together with the rest of the spool: Invalid cross-device link; "
                        + "unmount what is mounted there: one mount must hold the whole spool")
            }
        }
        XCTAssertFalse(try spool.refresh(participant))
        // The same folder, mounted once more: what is open is still below one mount.
        XCTAssertEqual(mount(drop, drop, nil, 4_096 /* MS_BIND */, nil), 0)
        defer { umount2(drop, 2) }
        XCTAssertFalse(try spool.refresh(participant))
    }

    func testASpoolIsOpenedOnce() throws {
        let spool = try Spool.open(path: path)
        XCTAssertNotNil(spool)
        XCTAssertNil(try Spool.open(path: path))
        XCTAssertNotNil(try Spool.open(path: folder.path(of: "other")))
        withExtendedLifetime(spool) {}
    }

    func testASpoolIsFreeOnceItIsClosed() throws {
        do {
            let spool = try Spool.open(path: path)
            XCTAssertNotNil(spool)
        }
        XCTAssertNotNil(try Spool.open(path: path))
    }

    func testASpoolThatAnotherProcessHasIsRefused() throws {
        _ = try Spool.open(path: path)
        let holder = try lockHeldByAnotherProcess()
        XCTAssertNil(try Spool.open(path: path))
        holder.signalFamily(SIGKILL)
        XCTAssertTrue(eventually { holder.end() != nil })
        // The kernel lets go of the lock with the process, however that ended.
        XCTAssertNotNil(try Spool.open(path: path))
    }

    /// A program whose standard input is the locked file; we keep no descriptor of it.
    private func lockHeldByAnotherProcess() throws -> ChildProcess {
        let lock = try Directory(path: path).openOrCreate(fileName("lock"), mode: 0o640)
        XCTAssertTrue(try lock.lock())
        let launch = ProcessLaunch(
            path: "/bin/sleep", arguments: ["60"], environment: [], account: nil, largestFile: 1 << 20)
        return try ChildProcess(
            launch, input: lock, output: try Descriptor.nullDevice(), error: try Descriptor.nullDevice())
    }

    func testWhatIsNoFolderIsNoSpool() throws {
        try folder.write("one", to: "spool")
        XCTAssertEqual(causeOfFailure { _ = try Spool.open(path: path) }, .notADirectory)
    }
}
