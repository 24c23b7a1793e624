// Groups without anything in them.

import Files
import Foundation
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class CommitTests: XCTestCase {
    private var trial: RecoveryTrial!

    override func setUpWithError() throws { trial = try RecoveryTrial() }
    override func tearDown() { trial.remove() }

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
