// The original itself on its way into `taken/`, and back: what is checked on the way, and what is not touched.

import Files
import Glibc
import Spooling
import Support
import XCTest

final class CustodyMoveTests: XCTestCase {
    private var trial: DropTrial!
    private var keeper: CustodyKeeper { trial.keeper }

    override func setUpWithError() throws { trial = try DropTrial() }

    override func tearDown() { trial.folder.remove() }

    private func inTaken(_ name: TakenName) throws -> FileStatus {
        try XCTUnwrap(try trial.taken.status(of: name.fileName))
    }

    func testTheOriginalIsMovedAndSeized() throws {
        try trial.put("<m>text</m>", "my file.xml", mode: 0o666)
        let file = try trial.open("my file.xml")
        let name = try trial.stage(file)
        XCTAssertEqual(name.kind, .moved)
        XCTAssertEqual(name.rest, Array("my file.xml".utf8))
        XCTAssertEqual(try trial.namesInDrop(), [])
        let moved = try inTaken(name)
        XCTAssertTrue(moved.isSameFile(as: file.status))
        XCTAssertEqual(moved.mode, 0o600)
        XCTAssertEqual(moved.owner, Account.current)
        XCTAssertTrue(try file.isUntouched())
    }

    func testASendersFileBecomesOurs() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can seize a file of another account")  // reason: needs root
        }
        try trial.put("<m/>")
        try trial.giveAway("m.xml")
        let file = try trial.open()
        let name = try trial.stage(file)
        XCTAssertEqual(try inTaken(name).owner, 0)
        XCTAssertEqual(try inTaken(name).mode, 0o600)
    }

    func testTheLongestNameIsCutAndComesBackWhole() throws {
        let long = String(repeating: "n", count: FileName.longest)
        try trial.put("<m/>", long)
        let file = try trial.open(long)
        let name = try trial.stage(file)
        XCTAssertEqual(try trial.namesInTaken(), [name.fileName.description])
        file.putBack(name, from: trial.taken, to: trial.drop)
        XCTAssertEqual(try trial.namesInDrop(), [long])
    }

    func testAMovedBodyIsMadeDeliverable() throws {
        try trial.put("<m/>")
        let file = try trial.open()
        let group = OtherAccount.isReachable ? OtherAccount.identifier : file.status.group
        let name = try trial.stage(file, for: group)
        XCTAssertEqual(try inTaken(name).mode, 0o640)
        XCTAssertEqual(try inTaken(name).group, group)
    }

    func testWithoutALeaseNothingIsMoved() throws {
        try trial.put("<m/>", mode: 0o644)
        let file = try trial.openUnleased()
        XCTAssertEqual(
            causeOfFailure { _ = try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil) },
            .notPermitted)
        XCTAssertEqual(try trial.status()?.mode, 0o644)
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAFileThatIsGoneIsNotMoved() throws {
        try trial.put("<m/>")
        let file = try trial.open()
        try trial.drop.remove(fileName("m.xml"))
        XCTAssertEqual(try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil), .back)
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAFileThatWasRenamedMeanwhileIsGivenBack() throws {
        try trial.put("<m/>", mode: 0o644)
        let file = try trial.open()
        try trial.drop.rename(fileName("m.xml"), to: trial.drop, fileName("n.xml"))
        XCTAssertEqual(try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil), .back)
        XCTAssertEqual(try trial.namesInDrop(), ["n.xml"])
        XCTAssertEqual(try trial.status("n.xml")?.mode, 0o644)
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testANameThatWasSwappedMeanwhileIsBackInTheDrop() throws {
        try trial.put("<old/>")
        let file = try trial.open()
        try trial.put("<new/>", ".n")
        try trial.drop.rename(fileName(".n"), to: trial.drop, fileName("m.xml"), replacing: true)
        XCTAssertEqual(try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil), .back)
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<new/>")
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAFileWithASecondNameIsBackInTheDrop() throws {
        try trial.put("<m/>")
        let file = try trial.open()
        try ScratchFolder.hardLink(trial.folder.path(of: "second"), to: trial.folder.path(of: "drop/m.xml"))
        XCTAssertEqual(try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil), .back)
        XCTAssertEqual(try trial.namesInDrop(), ["m.xml"])
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    // Back again.

    func testAnOriginalIsPutBackAsItWas() throws {
        try trial.put("<m/>", mode: 0o640)
        let before = try XCTUnwrap(try trial.status())
        let file = try trial.open()
        let name = try trial.stage(file)
        file.putBack(name, from: trial.taken, to: trial.drop)
        let after = try XCTUnwrap(try trial.status())
        XCTAssertEqual(after.mode, before.mode)
        XCTAssertEqual(after.owner, before.owner)
        XCTAssertTrue(after.isSameFile(as: before))
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAnOriginalWhoseNameIsInUseStaysInTakenAndThatIsTold() throws {
        try trial.put("<old/>", mode: 0o640)
        let file = try trial.open()
        let name = try trial.stage(file)
        try trial.put("<new/>")
        XCTAssertEqual(file.putBack(name, from: trial.taken, to: trial.drop), name)
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<new/>")
        XCTAssertEqual(try trial.folder.read("taken/\(name.fileName.description)"), "<old/>")
        // It is its sender's again.
        XCTAssertEqual(try inTaken(name).mode, 0o640)
    }

    func testAnOriginalIsGivenBackByOneWhoMayOnlyChangeOwners() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can seize a file of another account")  // reason: needs root
        }
        try trial.put("<m/>", mode: 0o640)
        try trial.giveAway("m.xml")
        let file = try trial.open()
        let name = try trial.stage(file)
        // Root could set the mode of any file; the daemon only that of its own, so it does that first.
        XCTAssertNil(file.putBack(name, from: trial.taken, to: trial.drop))
        let after = try XCTUnwrap(try trial.status())
        XCTAssertEqual(after.mode, 0o640)
        XCTAssertEqual(after.owner, OtherAccount.identifier)
        XCTAssertGreaterThan(after.changed, file.status.changed)
    }

    // Rights.

    func testWithoutTheRightToChangeOwnersAFileOfAnotherAccountStaysWhereItIs() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can lease a file of another account")  // reason: needs root
        }
        try trial.put("<m/>")
        try trial.giveAway("m.xml")
        let before = try XCTUnwrap(try trial.status())
        let file = try trial.open()
        let keeper = CustodyKeeper(
            tokens: TokenSource(startedAt: Clock.realtime()), rights: CustodyRights(Capabilities(bits: 1 << 28)))
        XCTAssertEqual(
            causeOfFailure { _ = try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil) },
            .notPermitted)
        // Not renamed for a moment and put back, which its sender could see.
        XCTAssertEqual(try trial.status()?.changed, before.changed)
    }

    func testOurOwnFilesNeedNoRights() throws {
        try trial.put("<m/>")
        let file = try trial.open()
        let keeper = CustodyKeeper(
            tokens: TokenSource(startedAt: Clock.realtime()), rights: CustodyRights(Capabilities(bits: 0)))
        guard case .staged = try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil) else {
            return XCTFail("it is not staged")
        }
    }

    // Races.

    func testNothingInTheDropIsEverOurs() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can seize a file of another account")  // reason: needs root
        }
        try trial.put("<m/>")
        try trial.giveAway("m.xml")
        let file = try trial.open()
        // A second name in the drop itself: the file that leaves under the first must not become ours.
        try ScratchFolder.hardLink(trial.folder.path(of: "drop/n.xml"), to: trial.folder.path(of: "drop/m.xml"))
        XCTAssertEqual(try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil), .back)
        XCTAssertEqual(try trial.status("n.xml")?.owner, OtherAccount.identifier)
        XCTAssertEqual(try trial.namesInDrop(), ["m.xml", "n.xml"])
    }

    func testAWriterWhoWaitsMakesItGoBack() throws {
        try trial.put("<m/>", mode: 0o644)
        let file = try trial.open()
        XCTAssertEqual(Glibc.open(trial.folder.path(of: "drop/m.xml"), O_WRONLY | O_NONBLOCK), -1)
        XCTAssertEqual(try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil), .back)
        XCTAssertEqual(try trial.status()?.mode, 0o644)
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAFolderThatWasSwappedInIsBackInTheDrop() throws {
        try trial.put("<m/>")
        let file = try trial.open()
        try trial.drop.remove(fileName("m.xml"))
        try trial.drop.makeDirectory(fileName("m.xml"), mode: 0o755)
        XCTAssertEqual(try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil), .back)
        XCTAssertEqual(try trial.namesInDrop(), ["m.xml"])
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testWhatStoodInItsPlaceAndCannotGoBackIsLeftInTakenAndThatIsTold() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can become another account")  // reason: needs root
        }
        try trial.put("<m/>")
        try trial.giveAway("m.xml")
        try trial.put("<other/>", ".other")
        // Into this folder everybody may rename, and out of it only owners: so going back fails.
        try trial.taken.change(owner: nil, group: nil, mode: 0o1777)
        try OtherAccount.run {
            let file = try trial.open()
            try trial.drop.rename(fileName(".other"), to: trial.drop, fileName("m.xml"), replacing: true)
            guard case .left(let name) = try keeper.stageMove(file, from: trial.drop, to: trial.taken, group: nil)
            else {
                return XCTFail("it went back")
            }
            XCTAssertEqual(name.rest, Array("m.xml".utf8))
            XCTAssertEqual(try trial.folder.read("taken/\(name.fileName.description)"), "<other/>")
        }
        XCTAssertEqual(try trial.namesInDrop(), [])
    }
}
