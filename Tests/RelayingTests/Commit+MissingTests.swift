// Somebody removes what a group needs: who has lost something waits, and all others are decided.

import Files
import Foundation
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class CommitMissingTests: XCTestCase {
    private var trial: RecoveryTrial!
    private var commit: Commit!

    override func setUpWithError() throws {
        trial = try RecoveryTrial()
        commit = try trial.emptyCommit()
    }

    override func tearDown() {
        commit = nil
        trial.remove()
    }

    private func folders(_ name: String) throws -> ParticipantFolders {
        try trial.spool.folders(of: ParticipantIdentifier(name))
    }

    /// Commits a group that cannot be committed as a whole, and then without what is gone.
    private func commitTwice(
        _ items: [Commit.Item], isSynced: Bool = false, line: UInt = #line
    ) throws -> Commit.Result {
        do throws(Commit.Failure) {
            _ = try commit.commit(items, isSynced: isSynced) {}
            XCTFail("what is gone was decided", line: line)
        } catch {
            guard case .later = error else { XCTFail("\(error)", line: line); throw error }
        }
        return try commit.commit(items, isSynced: false) {}
    }

    private func decided() throws -> [String] {
        var names: [String] = []
        try LedgerReader(folder: trial.spool.ledger).forEach(from: 1) {
            if let file = $0.file { names.append(file) }
            return true
        }
        return names
    }

    func testOnlyTheSenderWhoseFolderIsGoneWaits() throws {
        for count in [1, 5] {
            let lost = (0..<count).map { "lost-\(count)-\($0)" }
            let items = try trial.inspect("alice", lost) + trial.inspect("bob", ["\(count)"])
            let taken = try folders("alice").taken.path
            try FileManager.default.removeItem(atPath: taken)
            let result = try commitTwice(items)
            XCTAssertEqual(result.stranded.map { $0.0.name.description }, lost)
            XCTAssertEqual(result.finished.count, count + 1)
            XCTAssertEqual(try decided().filter { $0.hasPrefix("lost") }, [])
            XCTAssertTrue(try decided().contains("\(count)"))
            XCTAssertEqual(try TemporaryFolder.names(in: folders("alice").drop).count, lost.count)
            for name in lost { try folders("alice").drop.remove(fileName(name)) }
            XCTAssertEqual(mkdir(taken, 0o700), 0)
            XCTAssertTrue(try trial.spool.refresh(ParticipantIdentifier("alice")))
        }
    }

    func testNothingIsAcceptedWhoseFolderIsGoneAlsoWhereNoBodyIsOpenedOnceMore() throws {
        try trial.folder.write(
            #"<routes xmlns="urn:luova:routes:1"><partner id="alice" receipts="none"/><system id="bob"/></routes>"#,
            to: "routes/table.xml")
        let many = (0...Commit.fewBodies).map { "\($0)" }
        for (names, isSynced) in [(many, false), (["one"], true)] {
            let items = try trial.inspect("alice", names)
            let taken = try folders("alice").taken.path
            try FileManager.default.removeItem(atPath: taken)
            XCTAssertEqual(try commitTwice(items, isSynced: isSynced).stranded.count, names.count)
            for name in names { try folders("alice").drop.remove(fileName(name)) }
            XCTAssertEqual(mkdir(taken, 0o700), 0)
            XCTAssertTrue(try trial.spool.refresh(ParticipantIdentifier("alice")))
        }
        XCTAssertEqual(try decided(), [])
    }

    func testOnlyTheFileWhoseCopyIsGoneWaits() throws {
        let items = try trial.inspect("alice", ["lost", "kept"])
        let taken = try folders("alice").taken
        let first = try XCTUnwrap(try TemporaryFolder.names(in: taken).min())
        try taken.remove(fileName(first))
        XCTAssertEqual(try commitTwice(items).stranded.map { $0.0.name.description }, ["lost"])
        XCTAssertEqual(try decided(), ["kept"])
        let again = try inspectAgain("lost")
        _ = try commit.commit(again, isSynced: false) {}
        XCTAssertEqual(try decided(), ["kept", "lost"])
    }

    private func inspectAgain(_ name: String) throws -> [Commit.Item] {
        try folders("alice").drop.remove(fileName(name))
        return try trial.inspect("alice", [name])
    }

    func testABodyThatIsGoneAfterItWasAcceptedIsTold() throws {
        let alice = try folders("alice")
        let delivery = DeliveryIdentifier(sequence: 7)
        let move = Move(
            sequence: 7,
            step: .deliver(
                fileName("c.t-1"), from: alice.taken, to: try folders("bob"), as: fileName("note.7.xml"), delivery))
        let custody = CustodyKeeper(tokens: TokenSource(startedAt: 0))
        XCTAssertEqual(Delivery(custody: custody).carryOut([move]).lost.map(\.0), [delivery])
        let again = Delivery(custody: custody).carryOut([move], again: 1)
        XCTAssertEqual(again.lost.count, 0, "it may have been moved before")
        let words = Commit.words(ofLost: delivery, in: alice.taken).text
        XCTAssertTrue(words.contains("taken/alice"), words)
        XCTAssertTrue(words.contains("\(delivery)"), words)
    }
}
