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
        let folders = try spool.folders(of: ParticipantIdentifier("income"))
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
        let first = try spool.folders(of: ParticipantIdentifier("income"))
        XCTAssertTrue(first === (try spool.folders(of: ParticipantIdentifier("income"))))
        spool.forget(ParticipantIdentifier("income"))
        XCTAssertFalse(first === (try spool.folders(of: ParticipantIdentifier("income"))))
    }

    func testWhatAnOperatorSetIsKept() throws {
        do {
            let spool = try XCTUnwrap(try Spool.open(path: path))
            let folders = try spool.folders(of: ParticipantIdentifier("income"))
            try folders.drop.change(owner: nil, group: nil, mode: 0o2730)
        }
        let spool = try XCTUnwrap(try Spool.open(path: path))
        _ = try spool.folders(of: ParticipantIdentifier("income"))
        XCTAssertEqual(mode("participants/income/drop"), 0o2730)
    }

    func testTheGroupOfAPickupFolderIsThatOfItsDeliveries() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can give a folder to another group")  // reason: needs root
        }
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let pickup = try spool.folders(of: ParticipantIdentifier("income")).pickup
        try pickup.change(owner: nil, group: OtherAccount.identifier, mode: 0o2770)
        spool.forget(ParticipantIdentifier("income"))
        XCTAssertEqual(try spool.folders(of: ParticipantIdentifier("income")).group, OtherAccount.identifier)
    }

    func testALinkInTheWayIsNotFollowed() throws {
        let spool = try XCTUnwrap(try Spool.open(path: path))
        _ = try folder.makeFolder("elsewhere")
        try ScratchFolder.symbolicLink("\(path)/taken/income", to: folder.path(of: "elsewhere"))
        XCTAssertEqual(
            causeOfFailure { _ = try spool.folders(of: ParticipantIdentifier("income")) }, .notADirectory)
    }

    func testAFolderOnAnotherMountIsRefused() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can mount anything")  // reason: mount(2) needs root
        }
        let spool = try XCTUnwrap(try Spool.open(path: path))
        let participant = ParticipantIdentifier("income")
        let drop = try spool.folders(of: participant).drop.path
        for (source, kind, flags) in [("none", "tmpfs", 0), (drop, nil, 4_096 /* MS_BIND */)]
            as [(String, String?, Int)]
        {
            spool.forget(participant)
            guard mount(source, drop, kind, UInt(flags), nil) == 0 else {
                throw XCTSkip("nothing can be mounted here")  // reason: containers may forbid mount(2)
            }
            defer { umount2(drop, 2) }
            do {
                _ = try spool.folders(of: participant)
                XCTFail("\(kind ?? "a bind mount") is another mount")
            } catch {
                XCTAssertEqual(
                    "\(error)",
                    "\(drop): cannot use it together with the rest of the spool: Invalid cross-device link; "
                        + "unmount what is mounted there: one mount must hold the whole spool")
            }
        }
        XCTAssertNotNil(try spool.folders(of: participant))
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
