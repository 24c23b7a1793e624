import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

/// A committer's queue on a spool of its own, which is empty.
struct CommitQueueTrial {
    let folder: TemporaryFolder
    let queue: CommitQueue

    init(finish: @escaping @Sendable (CommitQueue.Outcome) -> Void) throws {
        folder = try TemporaryFolder()
        let spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        let ledger = try Ledger(folder: spool.ledger)
        let index = try DuplicateIndex(folder: spool.ledger, window: 1_000_000_000, now: ledger.lastTime)
        let custody = CustodyKeeper(tokens: TokenSource(startedAt: 1))
        let commit = Commit(spool: spool, ledger: ledger, index: index, custody: custody)
        queue = CommitQueue(commit, stages: StageClock(), finish: finish)
    }
}
