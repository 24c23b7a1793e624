// Groups without messages in them: what is left over, what operators want, and a disk that fails.

import Files
import Foundation
import Messages
import Routing
import Spooling
import Support
import XCTest

@testable import Recording
@testable import Relaying

final class CommitTests: XCTestCase {
    private var trial: RecoveryTrial!

    override func setUpWithError() throws { trial = try RecoveryTrial() }
    override func tearDown() { trial.remove() }

    private func commit(_ index: DuplicateIndex? = nil) throws -> Commit {
        let now = Timestamp(nanoseconds: Clock.realtime())
        return Commit(
            spool: trial.spool, ledger: try Ledger(folder: trial.spool.ledger),
            index: try index ?? DuplicateIndex(folder: trial.spool.ledger, window: 1_000_000_000, now: now),
            custody: CustodyKeeper(tokens: TokenSource(startedAt: 0)))
    }

    private func purge(_ file: RefusedFile) throws -> Commit.Item {
        let table = try WrittenFolder(with: [
            "table.xml": """
            <routes xmlns="urn:luova:routes:1"><partner id="alice"/>
            <retention id="r" keeps="refused" for="1d" basis="an act"/></routes>
            """
        ])
        let row = try XCTUnwrap(RoutingTable.load(folder: table.path).retention.rows.first)
        return .operation(
            Operation(
                step: .purge(file, row),
                intervention: Intervention(by: Operator(user: 0, name: "root"), comment: nil), done: { _ in }))
    }

    #if DEBUG
        func testAFileThatIsRemovedIsRememberedUntilItIsGone() throws {
            try trial.accept {
                $0.event = .refused
                $0.reason = .invalid
                $0.taken = []
                $0.receivers = []
            }
            let record = try XCTUnwrap(try LedgerReader(folder: trial.spool.ledger).record(1))
            let file = try XCTUnwrap(RefusedFile(record))
            let refused = try trial.spool.folders(of: file.sender).refused
            try refused.create(file.name, mode: 0o640).write(trial.body[...])
            let commit = try commit()
            XCTAssertTrue(FaultSeam.install("unlink@refused/=EACCES"))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            XCTAssertEqual(try commit.commit([try purge(file)], isSynced: false) {}.leftOver, 1)
            XCTAssertEqual(commit.claimed, [1])
            let again = try commit.commit([try purge(file)], isSynced: false) {}
            guard case .refused? = again.operations.first?.outcome else { return XCTFail("it is on its way out") }
            XCTAssertTrue(FaultSeam.install(""))
            XCTAssertEqual(try commit.commit([], isSynced: false) {}.leftOver, 0)
            XCTAssertEqual(commit.claimed, [])
            XCTAssertEqual(commit.unfetched, [])
            let last = try commit.commit([try purge(file)], isSynced: false) {}
            guard case .refused? = last.operations.first?.outcome else { return XCTFail("it is gone") }
        }

        func testAfterTheLedgersFolderCouldNotBeMadeDurableNothingIsAcknowledged() throws {
            let now = Timestamp(nanoseconds: Clock.realtime())
            try trial.accept()
            let index = try DuplicateIndex(
                folder: trial.spool.ledger, window: 1_000_000_000, now: now, runCapacity: 1)
            let commit = try commit(index)
            let record = try XCTUnwrap(try LedgerReader(folder: trial.spool.ledger).record(1))
            let key = DuplicateKey(sender: ParticipantIdentifier("alice"), type: MessageType("note"), messageID: [7])
            commit.unindexed = [key: Acceptance(record)]
            XCTAssertTrue(FaultSeam.install("fsync@/ledger=EIO"))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            do throws(Commit.Failure) {
                _ = try commit.commit([], isSynced: false) {}
                XCTFail("its segments stand in that folder too")
            } catch {
                guard case .final = error else { return XCTFail("\(error)") }
            }
        }
    #endif

    func testWhatIsTriedAgainInVainIsWorthNoLine() throws {
        try trial.accept()
        try trial.put(trial.body, "c.t-1")
        try trial.reopen()
        let pickup = "\(trial.spool.root.path)/participants/bob/pickup"
        try FileManager.default.removeItem(atPath: pickup)
        let ledger = try Ledger(folder: trial.spool.ledger)
        let now = Timestamp(nanoseconds: Clock.realtime())
        let index = try DuplicateIndex(folder: trial.spool.ledger, window: 1_000_000_000, now: now)
        let custody = CustodyKeeper(tokens: TokenSource(startedAt: 0))
        let commit = Commit(spool: trial.spool, ledger: ledger, index: index, custody: custody)
        XCTAssertEqual(commit.adopt(try trial.plan()).leftOver, 1)
        func flush() throws -> Commit.Result { try commit.commit([], isSynced: false) {} }
        while try flush().hasLooseEnds {}
        let next = ledger.nextSequence
        for _ in 0..<3 { XCTAssertEqual(try flush().leftOver, 1) }
        XCTAssertEqual(ledger.nextSequence, next)
        XCTAssertEqual(mkdir(pickup, 0o770), 0)
        trial.spool.reopenMissing()
        let result = try flush()
        XCTAssertEqual(result.leftOver, 0)
        XCTAssertTrue(result.hasLooseEnds)
        XCTAssertNil(result.closed)
        XCTAssertFalse(try flush().hasLooseEnds)
        XCTAssertEqual(ledger.nextSequence, next + 2, "that it was delivered, and the end of the group")
    }
}
