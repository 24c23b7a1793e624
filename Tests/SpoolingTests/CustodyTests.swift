// Bodies on their way into `taken/`: our own copy, or the original itself.

import Files
import Glibc
import Spooling
import Support
import XCTest

final class CustodyTests: XCTestCase {
    private var trial: DropTrial!
    private var keeper: CustodyKeeper { trial.keeper }
    private let body = Array("<m>text</m>".utf8)

    override func setUpWithError() throws { trial = try DropTrial() }

    override func tearDown() { trial.folder.remove() }

    private func inTaken(_ name: TakenName) throws -> FileStatus {
        try XCTUnwrap(try trial.taken.status(of: name.fileName))
    }

    // A copy.

    func testACopyHoldsTheBytes() throws {
        let name = try keeper.stageCopy([0x20] + body[...], in: trial.taken, group: nil)
        XCTAssertEqual(name.kind, .copy)
        XCTAssertEqual(name.rest, [])
        XCTAssertEqual(try trial.namesInTaken(), [name.text])
        XCTAssertEqual(try trial.taken.open(name.fileName).read(count: 99, at: 0), [0x20] + body)
        XCTAssertEqual(try inTaken(name).mode, 0o640)
    }

    func testACopyOfAPieceHoldsThePiece() throws {
        let name = try keeper.stageCopy(body[3..<7], kind: .receipt, in: trial.taken, group: nil)
        XCTAssertEqual(name.kind, .receipt)
        XCTAssertEqual(try trial.taken.open(name.fileName).read(count: 99, at: 0), Array("text".utf8))
    }

    func testEachCopyHasANameOfItsOwn() throws {
        let names = try (0..<20).map { _ in try keeper.stageCopy(body[...], in: trial.taken, group: nil).text }
        XCTAssertEqual(try trial.namesInTaken(), names.sorted())
        XCTAssertEqual(Set(names).count, 20)
    }

    func testANameThatIsThereIsPassedOver() throws {
        // As when the clock was set back: the same tokens once more.
        let first = try CustodyKeeper(tokens: TokenSource(startedAt: 1_000_000)).stageCopy(
            body[...], in: trial.taken, group: nil)
        let second = try CustodyKeeper(tokens: TokenSource(startedAt: 1_000_000)).stageCopy(
            [1], in: trial.taken, group: nil)
        XCTAssertNotEqual(first, second)
        XCTAssertEqual(try inTaken(first).size, 11)
        XCTAssertEqual(try inTaken(second).size, 1)
    }

    func testACopyBelongsToTheReceiversGroup() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can give a file to another group")  // reason: needs root
        }
        let name = try keeper.stageCopy(body[...], in: trial.taken, group: OtherAccount.identifier)
        XCTAssertEqual(try inTaken(name).group, OtherAccount.identifier)
        XCTAssertEqual(try inTaken(name).owner, Account.current)
        XCTAssertEqual(try inTaken(name).mode, 0o640)
    }

    func testACopyThatCannotBeWrittenLeavesNothing() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let before = limit.rlim_cur
        limit.rlim_cur = 5
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let cause = causeOfFailure { _ = try keeper.stageCopy(body[...], in: trial.taken, group: nil) }
        limit.rlim_cur = before
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        XCTAssertEqual(cause, Errno(EFBIG))
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    // The original.

    func testTheOriginalIsMovedAndSeized() throws {
        try trial.put("<m>text</m>", "my file.xml", mode: 0o666)
        let file = try trial.open("my file.xml")
        let name = try XCTUnwrap(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
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
        let name = try XCTUnwrap(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        XCTAssertEqual(try inTaken(name).owner, 0)
        XCTAssertEqual(try inTaken(name).mode, 0o600)
    }

    func testTheLongestNameIsCutAndComesBackWhole() throws {
        let long = String(repeating: "n", count: FileName.longest)
        try trial.put("<m/>", long)
        let file = try trial.open(long)
        let name = try XCTUnwrap(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        XCTAssertEqual(try trial.namesInTaken(), [name.fileName.description])
        file.putBack(name, from: trial.taken, to: trial.drop)
        XCTAssertEqual(try trial.namesInDrop(), [long])
    }

    func testAMovedBodyIsMadeDeliverable() throws {
        try trial.put("<m/>")
        let file = try trial.open()
        let name = try XCTUnwrap(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        try keeper.makeDeliverable(file, group: nil)
        XCTAssertEqual(try inTaken(name).mode, 0o640)
        guard OtherAccount.isReachable else { return }
        try keeper.makeDeliverable(file, group: OtherAccount.identifier)
        XCTAssertEqual(try inTaken(name).group, OtherAccount.identifier)
    }

    func testWithoutALeaseNothingIsMoved() throws {
        try trial.put("<m/>", mode: 0o644)
        let file = try trial.openUnleased()
        XCTAssertEqual(
            causeOfFailure { _ = try keeper.stageMove(file, from: trial.drop, to: trial.taken) }, .notPermitted)
        XCTAssertEqual(try trial.status()?.mode, 0o644)
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAFileThatIsGoneIsNotMoved() throws {
        try trial.put("<m/>")
        let file = try trial.open()
        try trial.drop.remove(fileName("m.xml"))
        XCTAssertNil(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAFileThatWasRenamedMeanwhileIsGivenBack() throws {
        try trial.put("<m/>", mode: 0o644)
        let file = try trial.open()
        try trial.drop.rename(fileName("m.xml"), to: trial.drop, fileName("n.xml"))
        XCTAssertNil(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        XCTAssertEqual(try trial.namesInDrop(), ["n.xml"])
        XCTAssertEqual(try trial.status("n.xml")?.mode, 0o644)
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testANameThatWasSwappedMeanwhileIsBackInTheDrop() throws {
        try trial.put("<old/>")
        let file = try trial.open()
        try trial.put("<new/>", ".n")
        try trial.drop.rename(fileName(".n"), to: trial.drop, fileName("m.xml"), replacing: true)
        XCTAssertNil(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<new/>")
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAFileWithASecondNameIsBackInTheDrop() throws {
        try trial.put("<m/>")
        let file = try trial.open()
        try ScratchFolder.hardLink(trial.folder.path(of: "second"), to: trial.folder.path(of: "drop/m.xml"))
        XCTAssertNil(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        XCTAssertEqual(try trial.namesInDrop(), ["m.xml"])
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    // Back again.

    func testAnOriginalIsPutBackAsItWas() throws {
        try trial.put("<m/>", mode: 0o664)
        let before = try XCTUnwrap(try trial.status())
        let file = try trial.open()
        let name = try XCTUnwrap(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        file.putBack(name, from: trial.taken, to: trial.drop)
        let after = try XCTUnwrap(try trial.status())
        XCTAssertEqual(after.mode, before.mode)
        XCTAssertEqual(after.owner, before.owner)
        XCTAssertTrue(after.isSameFile(as: before))
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAnOriginalWhoseNameIsInUseStaysInTaken() throws {
        try trial.put("<old/>")
        let file = try trial.open()
        let name = try XCTUnwrap(try keeper.stageMove(file, from: trial.drop, to: trial.taken))
        try trial.put("<new/>")
        file.putBack(name, from: trial.taken, to: trial.drop)
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<new/>")
        XCTAssertEqual(try trial.folder.read("taken/\(name.fileName.description)"), "<old/>")
    }
}
