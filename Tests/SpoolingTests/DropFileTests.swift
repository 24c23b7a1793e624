// Looking at a name in a drop folder: what is taken, what is left alone, what can never be a message.

import Files
import Messages
import Spooling
import Support
import XCTest

final class DropFileTests: XCTestCase {
    private var trial: DropTrial!

    override func setUpWithError() throws { trial = try DropTrial() }

    override func tearDown() { trial.folder.remove() }

    func testAPlainFileIsReady() throws {
        try trial.put("<m/>")
        XCTAssertEqual(try trial.look(), .ready(leased: true))
        XCTAssertEqual(try trial.look(rules: DropTrial.rules(owner: Account.current)), .ready(leased: true))
    }

    func testALeaseNeedsNoQuietTime() throws {
        try trial.put("<m/>")
        XCTAssertEqual(try trial.look(rules: DropTrial.rules(settle: .max)), .ready(leased: true))
    }

    func testAnEmptyFileIsReady() throws {
        // Whether an empty message is right is not asked here.
        try trial.put("")
        XCTAssertEqual(try trial.look(), .ready(leased: true))
    }

    func testNothingIsGone() throws {
        XCTAssertEqual(try trial.look("nothing"), .gone)
    }

    func testAFolderIsLeft() throws {
        try trial.drop.makeDirectory(fileName("inner"), mode: 0o700)
        XCTAssertEqual(try trial.look("inner"), .folder)
    }

    func testALinkIsNoFile() throws {
        try trial.folder.write("<m/>", to: "elsewhere")
        try ScratchFolder.symbolicLink(trial.folder.path(of: "drop/m.xml"), to: trial.folder.path(of: "elsewhere"))
        try ScratchFolder.symbolicLink(trial.folder.path(of: "drop/n.xml"), to: "nothing")
        XCTAssertEqual(try trial.look(), .refused(.notAFile))
        XCTAssertEqual(try trial.look("n.xml"), .refused(.notAFile))
    }

    func testAPipeIsNoFile() throws {
        try makeNamedPipe(trial.folder.path(of: "drop/m.xml"))
        XCTAssertEqual(try trial.look(), .refused(.notAFile))
    }

    func testAFileWithASecondNameIsLinked() throws {
        try trial.put("<m/>")
        try ScratchFolder.hardLink(trial.folder.path(of: "second"), to: trial.folder.path(of: "drop/m.xml"))
        XCTAssertEqual(try trial.look(), .refused(.linked))
    }

    func testASecondNameMayGoInTime() throws {
        try trial.put("<m/>", ".m.xml")
        try ScratchFolder.hardLink(trial.folder.path(of: "drop/m.xml"), to: trial.folder.path(of: "drop/.m.xml"))
        let rules = DropTrial.rules(settle: 1_000)
        XCTAssertEqual(try trial.look(rules: rules, later: 999), .notYet)
        XCTAssertEqual(try trial.look(rules: rules, later: 1_000), .refused(.linked))
        try trial.drop.remove(fileName(".m.xml"))
        XCTAssertEqual(try trial.look(rules: rules), .ready(leased: true))
    }

    func testASecondNameIsWaitedForOnceHoweverOftenTheFileChanges() throws {
        try trial.put("<m/>")
        try ScratchFolder.hardLink(trial.folder.path(of: "second"), to: trial.folder.path(of: "drop/m.xml"))
        var rules = DropTrial.rules(settle: 1_000)
        XCTAssertEqual(try trial.look(rules: rules, later: 1), .notYet)
        // Of another time: it was written since.
        rules.lastChange = 1
        XCTAssertEqual(try trial.look(rules: rules, later: 1), .refused(.linked))
    }

    func testAnotherAccountsFileIsRefused() throws {
        try trial.put("<m/>")
        let rules = DropTrial.rules(owner: Account.current + 1)
        XCTAssertEqual(try trial.look(rules: rules), .refused(.wrongOwner))
        XCTAssertEqual(try trial.look(rules: DropTrial.rules(owner: .max)), .refused(.wrongOwner))
    }

    func testAFileThatIsTooLargeIsRefused() throws {
        try trial.put(String(repeating: "x", count: 1_000))
        XCTAssertEqual(try trial.look(), .ready(leased: true))
        try trial.put(String(repeating: "x", count: 1_001))
        XCTAssertEqual(try trial.look(), .refused(.tooLarge))
    }

    func testARefusalSaysWhatToDoAndNamesNoValue() throws {
        try trial.put(String(repeating: "x", count: 1_001))
        let answer = try DropFile.open(fileName("m.xml"), in: trial.drop, rules: DropTrial.rules(), now: 0)
        guard case .refused(let refusal, let status) = consume answer else { return XCTFail("it is too large") }
        XCTAssertEqual(refusal.errors.count, 1)
        XCTAssertEqual(refusal.errors.first?.code, .file)
        XCTAssertEqual(
            refusal.errors.first?.text,
            "the file has 1001 bytes, and the service allows 1000; send less in one file, or ask the operator to raise "
                + "its max-size")
        XCTAssertEqual(status.size, 1_001)
    }

    func testARefusalOfAnotherAccountSaysWhatToDo() throws {
        try trial.put("<m/>")
        let answer = try DropFile.open(fileName("m.xml"), in: trial.drop, rules: DropTrial.rules(owner: .max), now: 0)
        guard case .refused(let refusal, _) = consume answer else { return XCTFail("it is another account's") }
        XCTAssertEqual(
            refusal.errors.first?.text,
            "the file belongs to another account than this sender's; send it again with the right account, or ask the "
                + "operator which that is")
    }

    func testAFileThatIsBeingWrittenIsNotYetReady() throws {
        try trial.put("<m")
        do {
            let writer = try trial.drop.openOrCreate(fileName("m.xml"), mode: 0o600)
            XCTAssertEqual(try trial.look(), .notYet)
            // Not even when an event said that somebody else closed it, and not after the quiet time.
            XCTAssertEqual(try trial.look(rules: DropTrial.rules(wasClosed: true), later: .max / 4), .notYet)
            try writer.write([0x3E])
        }
        XCTAssertEqual(try trial.look(), .ready(leased: true))
    }

    func testAFileThatCannotBeReadIsRefusedInTheEnd() throws {
        try trial.put("<m/>", mode: 0o000)
        let trial = try XCTUnwrap(self.trial)
        let rules = DropTrial.rules(settle: 1_000)
        func looks() throws -> [Look] {
            [try trial.look(rules: rules, later: 999), try trial.look(rules: rules, later: 1_000)]
        }
        let found = OtherAccount.isReachable ? try OtherAccount.run(looks) : try looks()
        XCTAssertEqual(found, [.notYet, .refused(.unreadable)])
    }

    func testWithoutALeaseAFileIsReadyAfterAQuietTime() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can make files of another account")  // reason: needs root
        }
        try trial.put("<m/>")
        let trial = try XCTUnwrap(self.trial)
        let rules = DropTrial.rules(settle: 1_000)
        let found = try OtherAccount.run {
            [try trial.look(rules: rules, later: 999), try trial.look(rules: rules, later: 1_000)]
        }
        XCTAssertEqual(found, [.notYet, .ready(leased: false)])
    }

    func testWithoutALeaseAClosedFileIsReadyAtOnce() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can make files of another account")  // reason: needs root
        }
        try trial.put("<m/>")
        let trial = try XCTUnwrap(self.trial)
        let rules = DropTrial.rules(settle: 1_000, wasClosed: true)
        XCTAssertEqual(try OtherAccount.run { try trial.look(rules: rules) }, .ready(leased: false))
    }

    func testLookingChangesNothing() throws {
        try trial.put("<m/>")
        let before = try trial.status()
        _ = try trial.look()
        XCTAssertEqual(try trial.status(), before)
    }
}

extension DropTrial {
    /// Looks at the message under these rules.
    fileprivate func look(rules: DropRules, later: Int64 = 0) throws(FileError) -> Look {
        try look("m.xml", rules, later: later)
    }
}
