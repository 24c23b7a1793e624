// The main job on the built daemon: what becomes of a file, and what its sender is told.

import Files
import Messages
import Support
import XCTest

final class DeliveryEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    func testAnAcceptedMessageReachesItsReceiverByteForByte() throws {
        let note = Playground.note("n-1", text: "äö & €".replacingOccurrences(of: "&", with: "&amp;"))
        try playground.drop(note, as: "a.xml")
        try playground.drain()
        let delivered = try XCTUnwrap(playground.pickup("bob").first)
        XCTAssertTrue(delivered.hasPrefix("note.0") && delivered.hasSuffix(".xml"), delivered)
        XCTAssertEqual(try playground.read(delivered, of: "bob"), note)
        XCTAssertEqual(playground.names("participants/alice/drop"), [])
        XCTAssertEqual(playground.names("taken/alice"), [])
        let status = WholeFile.status("\(playground.spool)/participants/bob/pickup/\(delivered)")
        XCTAssertEqual(status?.mode, 0o640)
    }

    func testAReceiptIsItselfAValidMessageOfTheSameSyntax() throws {
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        try playground.drop(#"{"Note":{"Id":"n-2","Text":"x","Colour":"red"}}"#, as: "b.json")
        try playground.drain()
        let receipts = playground.pickup("alice")
        XCTAssertEqual(receipts.count, 2)
        for receipt in receipts {
            let path = "\(playground.spool)/participants/alice/pickup/\(receipt)"
            // The shipped contract judges it: the only thing wrong with it is who it comes from.
            let (_, output, _) = try playground.luova(
                ["explain", "--routes", ProjectFiles.routes, "--from", "payments", "--json", path])
            XCTAssertTrue(output.contains(#""reason":"not-permitted","message":"receipt""#), output)
        }
        let refusal = try playground.read(try XCTUnwrap(receipts.first { $0.hasSuffix(".json") }), of: "alice")
        XCTAssertTrue(refusal.contains(#""Outcome":"refused","Reason":"invalid""#), refusal)
        XCTAssertTrue(refusal.contains(#""Place":"/Note/Colour""#), refusal)
    }

    func testTheDigestInTheReceiptIsWhatSha256sumPrints() throws {
        let note = Playground.note("n-1")
        try playground.drop(note, as: "a.xml")
        try playground.drain()
        let receipt = try playground.read(try XCTUnwrap(playground.pickup("alice").first), of: "alice")
        let digest = String(decoding: Digest(of: Array(note.utf8)).hexadecimal, as: UTF8.self)
        XCTAssertTrue(receipt.contains("<Sha256>\(digest)</Sha256>"), receipt)
    }

    func testTheSameMessageAgainIsADuplicateAndOtherBytesUnderItsIdAreRefused() throws {
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        try playground.drain()
        try playground.drop(Playground.note("n-1"), as: "b.xml")
        try playground.drop(Playground.note("n-1", text: "other"), as: "c.xml")
        try playground.drain()
        XCTAssertEqual(playground.pickup("bob").count, 1)
        XCTAssertEqual(try playground.events("duplicate").count, 1)
        XCTAssertEqual(try playground.events("refused").first?["reason"] as? String, "id-reused")
        XCTAssertEqual(playground.names("refused/alice").count, 1)
    }

    func testTwoOfTheSameInOneGroupAreDecidedInLedgerOrder() throws {
        for number in 0..<20 { try playground.drop(Playground.note("same"), as: "\(number).xml") }
        try playground.drain()
        XCTAssertEqual(try playground.events("accepted").count, 1)
        XCTAssertEqual(try playground.events("duplicate").count, 19)
        XCTAssertEqual(playground.pickup("bob").count, 1)
    }

    func testSeveralReceiversGetACopyEach() throws {
        try playground.write(
            rows: Playground.rows.replacingOccurrences(of: #"to="bob""#, with: #"to="bob carol""#)
                + #"<system id="carol"/>"#)
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        try playground.drain()
        let bob = try XCTUnwrap(playground.pickup("bob").first)
        let carol = try XCTUnwrap(playground.pickup("carol").first)
        XCTAssertNotEqual(bob, carol)
        XCTAssertEqual(try playground.read(bob, of: "bob"), try playground.read(carol, of: "carol"))
        XCTAssertEqual(try playground.events("delivered").count, 2)
    }

    func testTemporaryNamesAndFoldersAreLeftAlone() throws {
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        let drop = "\(playground.spool)/participants/alice/drop"
        for name in [".hidden", "a.part", "b.filepart", "c.partial", "d.tmp", "e.writing"] {
            try WholeFile.write(Array(Playground.note(name).utf8), to: "\(drop)/\(name)")
        }
        try WholeFile.makeDirectories("\(drop)/folder")
        try playground.drain()
        XCTAssertEqual(playground.names("participants/alice/drop").count, 7)
        XCTAssertEqual(try playground.events("accepted").count, 1)
        XCTAssertEqual(try playground.events("refused").count, 0)
    }

    func testWhatIsNoPlainFileIsRefusedAndNothingElseIsTouched() throws {
        let drop = "\(playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        let outside = playground.folder.path(of: "outside.xml")
        try WholeFile.write(Array(Playground.note("secret").utf8), to: outside)
        try ScratchFolder.symbolicLink("\(drop)/link.xml", to: outside)
        try ScratchFolder.hardLink("\(drop)/hard.xml", to: outside)
        XCTAssertEqual(mkfifo("\(drop)/pipe.xml", 0o666), 0)
        try playground.drain()
        let reasons = try playground.events("refused").map { $0["reason"] as? String ?? "" }.sorted()
        XCTAssertEqual(reasons, ["linked", "not-a-file", "not-a-file"])
        XCTAssertEqual(WholeFile.status(outside)?.owner, Account.current)
        XCTAssertEqual(try playground.folder.read("outside.xml"), Playground.note("secret"))
        XCTAssertEqual(playground.pickup("bob"), [])
    }

    func testNamesThatAreNoTextAreBytesAndShownEscaped() throws {
        let drop = "\(playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        let folder = try Directory(path: drop)
        let name = try XCTUnwrap(FileName([0xFF, 0x0A, 0x20] + Array("-x".utf8)))
        try folder.create(name, mode: 0o644).write(Array(Playground.note("n-1").utf8)[...])
        try playground.drain()
        XCTAssertEqual(try playground.events("accepted").first?["file"] as? String, "%FF%0A%20-x")
    }

    func testAPersonalIdentityCodeInANameOrIdIsMasked() throws {
        try playground.drop(Playground.note("order-131052-308T"), as: "131052-308T.xml")
        try playground.drop(Playground.note("order-131052-309U"), as: "other.xml")
        try playground.drain()
        let accepted = try playground.events("accepted")
        XCTAssertEqual(accepted.count, 2, "ids that look the same once masked are still two")
        XCTAssertFalse("\(try playground.ledger())".contains("131052-30"))
    }

    func testAnIncompleteDocumentIsLeftForItsSenderAndThenRefused() throws {
        try playground.drop("<Note xmlns=\"urn:test:note\"><Id>n-1</Id><Te", as: "a.xml")
        try playground.drain()
        XCTAssertEqual(playground.names("participants/alice/drop"), ["a.xml"])
        try ScratchFolder.setModified(playground.dropPath("a.xml"), Clock.realtime() - 61_000_000_000)
        try playground.drain()
        XCTAssertEqual(try playground.events("refused").first?["reason"] as? String, "incomplete")
    }

    func testATimeThatOnlyASenderCanThinkOfIsNoObstacle() throws {
        for custody in ["copy", "move"] {
            try playground.write(
                rows: Playground.rows.replacingOccurrences(of: "<partner", with: "<partner custody=\"\(custody)\""))
            for (name, seconds) in [("future", 13_000_000_000), ("end", Int.max), ("past", Int.min)] {
                try playground.drop(Playground.note("\(name)-\(custody)"), as: name)
                try ScratchFolder.setModified(playground.dropPath(name), seconds: seconds)
                try playground.drop("<Note xmlns=\"urn:test:note\"><Id>n-1</Id><Te", as: "half-\(name)")
                try ScratchFolder.setModified(playground.dropPath("half-\(name)"), seconds: seconds)
            }
            try playground.drain()
        }
        XCTAssertEqual(playground.pickup("bob").count, 6)
        try playground.verify()
    }

    func testFoldersWithoutEndAreNotReportedWithoutEnd() throws {
        let drop = "\(playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        for number in 0..<1_100 { XCTAssertEqual(mkdir("\(drop)/\(number)", 0o755), 0) }
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        let (code, _, log) = try playground.luova(
            ["run", "--routes", playground.routes, "--spool", playground.spool, "--drain"])
        XCTAssertEqual(code, 0)
        XCTAssertEqual(log.split(separator: "\n").count { $0.contains("is a folder") }, 1_024)
        XCTAssertEqual(playground.pickup("bob").count, 1)
    }

    func testTheDemonstrationGivesEverySampleTheOutcomeItsFolderNames() throws {
        let (code, output, error) = try playground.luova(["demo"])
        XCTAssertEqual(code, 0, output + error)
        XCTAssertTrue(output.contains(" 0 with another outcome"), output)
    }
}
