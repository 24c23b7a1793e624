// Reading a drop file once, and noticing what its sender does meanwhile and afterwards.

import Files
import Glibc
import Messages
import Spooling
import Support
import XCTest

final class DropFileReadingTests: XCTestCase {
    private var trial: DropTrial!
    private var wait = DiskWait()

    override func setUpWithError() throws {
        trial = try DropTrial()
        try trial.put("<m>text</m>")
    }

    override func tearDown() { trial.folder.remove() }

    private func path() -> String { trial.folder.path(of: "drop/m.xml") }

    func testTheFileIsReadWholeWithANULBehindIt() throws {
        let file = try trial.open()
        var buffer = [UInt8](repeating: 0xEE, count: 100)
        XCTAssertEqual(try file.read(into: &buffer, noting: &wait), 11)
        XCTAssertEqual(Array(buffer[..<12]), Array("<m>text</m>\0".utf8))
        XCTAssertEqual(buffer[12], 0xEE)
    }

    func testABufferThatIsTooSmallGrows() throws {
        let file = try trial.open()
        var buffer: [UInt8] = []
        XCTAssertEqual(try file.read(into: &buffer, noting: &wait), 11)
        XCTAssertEqual(buffer, Array("<m>text</m>\0".utf8))
    }

    func testAnEmptyFileHasNoBytes() throws {
        try trial.put("", "empty")
        let file = try trial.open("empty")
        var buffer: [UInt8] = [1, 2]
        XCTAssertEqual(try file.read(into: &buffer, noting: &wait), 0)
        XCTAssertEqual(buffer, [0, 2])
    }

    func testAFileThatWasTouchedMeanwhileIsNotRead() throws {
        var buffer: [UInt8] = []
        do {
            let file = try trial.openUnleased()
            try ScratchFolder.setModified(path(), 1_000)
            XCTAssertNil(try file.read(into: &buffer, noting: &wait))
        }
        do {
            let file = try trial.openUnleased()
            // Some kernels tell times no finer than this.
            ScratchFolder.pause(nanoseconds: 12_000_000)
            XCTAssertEqual(chmod(path(), 0o600), 0)
            XCTAssertNil(try file.read(into: &buffer, noting: &wait))
        }
        XCTAssertEqual(try trial.open().read(into: &buffer, noting: &wait), 11)
    }

    func testAFileThatGrowsOrShrinksMeanwhileIsNotRead() throws {
        var buffer: [UInt8] = []
        for length: Int64 in [5, 50] {
            let file = try trial.openUnleased()
            XCTAssertEqual(truncate(path(), off_t(length)), 0)
            XCTAssertNil(try file.read(into: &buffer, noting: &wait))
        }
    }

    func testAFileThatNobodyTouchedIsUntouched() throws {
        let file = try trial.open()
        var buffer: [UInt8] = []
        _ = try file.read(into: &buffer, noting: &wait)
        XCTAssertTrue(try file.isUntouched())
        XCTAssertTrue(try file.isUnwritten())
        // Its own moves do not count.
        try trial.drop.rename(fileName("m.xml"), to: trial.taken, fileName("m"))
        XCTAssertTrue(try file.isUntouched())
    }

    func testAWriterThatWaitsIsNoticed() throws {
        let file = try trial.open()
        XCTAssertEqual(Glibc.open(path(), O_WRONLY | O_NONBLOCK), -1)
        XCTAssertFalse(try file.isUntouched())
        XCTAssertFalse(try file.isUnwritten())
    }

    func testASecondNameIsNoticed() throws {
        let file = try trial.open()
        try ScratchFolder.hardLink(trial.folder.path(of: "second"), to: path())
        XCTAssertFalse(try file.isUntouched())
    }

    func testAFileThatIsRemovedIsNoticed() throws {
        let file = try trial.open()
        try trial.drop.remove(fileName("m.xml"))
        XCTAssertFalse(try file.isUntouched())
    }

    func testAFileThatWasRewrittenInPlaceIsNoticed() throws {
        try ScratchFolder.setModified(path(), 1_000)
        let file = try trial.openUnleased()
        try trial.folder.write("<m>TEXT</m>", to: "drop/m.xml")
        XCTAssertFalse(try file.isUntouched())
        XCTAssertFalse(try file.isUnwritten())
    }

    func testAFileInTakenIsOpenedAgain() throws {
        try trial.drop.rename(fileName("m.xml"), to: trial.taken, fileName("m.t-1.m.xml"))
        let file = try trial.openTaken("m.t-1.m.xml")
        XCTAssertTrue(file.isLeased)
        var buffer: [UInt8] = []
        XCTAssertEqual(try file.read(into: &buffer, noting: &wait), 11)
        XCTAssertEqual(try trial.lookInTaken("nothing"), .gone)
    }

    func testWhatIsOursInTakenIsWelcomeWhoeverMustOwnWhatIsSent() throws {
        try trial.drop.rename(fileName("m.xml"), to: trial.taken, fileName("m.t-1.m.xml"))
        let rules = DropTrial.rules(owner: Account.current + 1)
        XCTAssertEqual(try trial.lookInTaken("m.t-1.m.xml", rules), .ready(leased: true))
    }

    func testAnotherAccountsFileInTakenIsRefused() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can give a file away")  // reason: needs root
        }
        try trial.giveAway("m.xml")
        try trial.drop.rename(fileName("m.xml"), to: trial.taken, fileName("m.t-1.m.xml"))
        XCTAssertEqual(
            try trial.lookInTaken("m.t-1.m.xml", DropTrial.rules(owner: OtherAccount.identifier + 1)),
            .refused(.wrongOwner))
    }

    func testAFileInTakenThatIsStillBeingWrittenIsLeft() throws {
        let writer = Glibc.open(path(), O_WRONLY)
        defer { close(writer) }
        try trial.drop.rename(fileName("m.xml"), to: trial.taken, fileName("m.t-1.m.xml"))
        XCTAssertEqual(try trial.lookInTaken("m.t-1.m.xml"), .notYet)
    }
}
