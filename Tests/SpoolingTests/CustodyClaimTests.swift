// Originals on their way out of the drop, after their copy is committed: never a newer file by mistake.

import Files
import Foundation
import Spooling
import Support
import XCTest

final class CustodyClaimTests: XCTestCase {
    private var trial: DropTrial!
    private let original = fileName("m.xml")

    override func setUpWithError() throws {
        trial = try DropTrial()
        try trial.put("<m/>")
    }

    override func tearDown() { trial.folder.remove() }

    private func claim(_ isSame: (FileStatus) -> Bool) throws -> CustodyKeeper.Claim {
        try trial.keeper.claim(original, from: trial.drop, taken: trial.taken, sequence: 7, isSame: isSame)
    }

    func testAnOriginalLeavesTheDrop() throws {
        let status = try XCTUnwrap(try trial.status())
        XCTAssertEqual(try claim { $0.isSameFile(as: status) }, .done)
        XCTAssertEqual(try trial.namesInDrop(), [])
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAnOriginalStaysWhereItIsWhileItsWayOutIsMissing() throws {
        try FileManager.default.removeItem(atPath: trial.taken.path)
        XCTAssertEqual(failure { _ = try claim { _ in true } }, .noSuchFile)
        XCTAssertEqual(try trial.namesInDrop(), ["m.xml"])
        try trial.drop.remove(original)
        XCTAssertEqual(try claim { _ in true }, .done, "it is gone")
    }

    private func failure(_ body: () throws -> Void) -> Errno? {
        do { try body() } catch { return (error as? FileError)?.cause }
        return nil
    }

    func testAnOriginalIsKeptWhereThatIsWanted() throws {
        let refused = try trial.folder.makeFolder("refused")
        let claim = try trial.keeper.claim(
            original, from: trial.drop, taken: trial.taken, sequence: 7, keeping: (refused, fileName("1.m.xml"))
        ) { _ in true }
        XCTAssertEqual(claim, .done)
        XCTAssertEqual(try trial.namesInDrop(), [])
        XCTAssertEqual(try trial.namesInTaken(), [])
        XCTAssertEqual(try trial.folder.read("refused/1.m.xml"), "<m/>")
    }

    func testKeepingReplacesNothing() throws {
        let refused = try trial.folder.makeFolder("refused")
        try trial.folder.write("<other/>", to: "refused/1.m.xml")
        let cause = causeOfFailure {
            _ = try trial.keeper.claim(
                original, from: trial.drop, taken: trial.taken, sequence: 7, keeping: (refused, fileName("1.m.xml"))
            ) { _ in true }
        }
        XCTAssertEqual(cause, .fileExists)
        XCTAssertEqual(try trial.folder.read("refused/1.m.xml"), "<other/>")
        // It is in our hands still, for the next start.
        XCTAssertEqual(try trial.namesInTaken().count, 1)
    }

    func testAnOriginalThatIsGoneIsDone() throws {
        try trial.drop.remove(original)
        XCTAssertEqual(
            try claim { _ in
                XCTFail("there is nothing to compare")
                return true
            }, .done)
    }

    func testAnotherFileOfThatNameIsANewMessage() throws {
        let status = try XCTUnwrap(try trial.status())
        try trial.put("<new/>", ".n")
        try trial.drop.rename(fileName(".n"), to: trial.drop, original, replacing: true)
        XCTAssertEqual(try claim { $0.isSameFile(as: status) }, .newMessage)
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<new/>")
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testAFileThatWasRewrittenInPlaceIsANewMessage() throws {
        try ScratchFolder.setModified(trial.folder.path(of: "drop/m.xml"), 1_000)
        let file = try trial.openUnleased()
        try trial.put("<M/>")
        let status = file.status
        let untouched = try file.isUntouched()
        XCTAssertFalse(untouched)
        XCTAssertEqual(try claim { $0.isSameFile(as: status) && untouched }, .newMessage)
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<M/>")
    }

    func testWhatIsComparedIsWhatWasRenamed() throws {
        let before = try XCTUnwrap(try trial.status())
        var compared: FileStatus?
        _ = try claim {
            compared = $0
            return false
        }
        XCTAssertEqual(compared?.inode, before.inode)
        XCTAssertEqual(compared?.modified, before.modified)
    }

    func testANewMessageWhoseNameIsInUseOnceMoreStaysInOurHands() throws {
        let trial = try XCTUnwrap(self.trial)
        let answer = try claim { _ in
            // The sender is quick: a third file under the same name.
            try? trial.put("<third/>")
            return false
        }
        guard case .newMessageTaken(let kept) = answer else { return XCTFail("\(answer)") }
        XCTAssertEqual(kept.kind, .moved)
        XCTAssertEqual(kept.rest, Array("m.xml".utf8))
        XCTAssertEqual(try trial.namesInTaken(), [kept.fileName.description])
        XCTAssertEqual(try trial.folder.read("taken/\(kept.fileName.description)"), "<m/>")
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<third/>")
    }

    func testANewerFileIsKeptWhileTheOldOneGoes() throws {
        let trial = try XCTUnwrap(self.trial)
        let answer = try claim { _ in
            try? trial.put("<newer/>")
            return true
        }
        XCTAssertEqual(answer, .done)
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<newer/>")
        XCTAssertEqual(try trial.namesInTaken(), [])
    }

    func testTheLongestNameComesBackWhole() throws {
        let long = String(repeating: "n", count: FileName.longest)
        try trial.put("<long/>", long)
        let claim = try trial.keeper.claim(fileName(long), from: trial.drop, taken: trial.taken, sequence: 7) { _ in
            false
        }
        XCTAssertEqual(claim, .newMessage)
        XCTAssertEqual(try trial.namesInDrop(), ["m.xml", long])
    }

    func testAFolderWhoseNameIsInUseIsBackUnderANameThatIsLeftAlone() throws {
        try trial.drop.remove(original)
        try trial.drop.makeDirectory(fileName("m.xml"), mode: 0o755)
        let claim = try claim { _ in
            try? trial.put("<newer/>")
            return false
        }
        XCTAssertEqual(claim, .newMessage)
        XCTAssertEqual(try trial.folder.read("drop/m.xml"), "<newer/>")
        XCTAssertEqual(try trial.namesInTaken(), [])
        let other = try XCTUnwrap(try trial.namesInDrop().first)
        XCTAssertTrue(SpoolLayout.isTemporary(fileName(other)), other)
    }
}
