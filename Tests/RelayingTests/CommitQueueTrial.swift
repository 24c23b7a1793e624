import Foundation
import Recording
import Spooling
import Support
import Synchronization
import XCTest

@testable import Relaying

/// A committer's queue on a spool of its own, which is empty, and what it told.
final class CommitQueueTrial: Sendable {
    /// That a group came to its end, but for those that `commit` answered for.
    struct Told {
        let outcome: CommitQueue.Outcome
        let thread: pthread_t
    }

    let folder: TemporaryFolder
    let queue: CommitQueue
    private let all = Told.List()

    init() throws {
        folder = try TemporaryFolder()
        let spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        let ledger = try Ledger(folder: spool.ledger)
        let index = try DuplicateIndex(folder: spool.ledger, window: 1_000_000_000, now: ledger.lastTime)
        let custody = CustodyKeeper(tokens: TokenSource(startedAt: 1))
        let commit = Commit(spool: spool, ledger: ledger, index: index, custody: custody)
        queue = CommitQueue(commit, stages: StageClock()) { [all] in all.add($0) }
    }

    /// In the order of the groups.
    var told: [Told] { all.copy }

    static func isCommitted(_ outcome: CommitQueue.Outcome) -> Bool {
        if case .committed = outcome { true } else { false }
    }
}

extension CommitQueueTrial.Told {
    /// Written on the committer's queue, read by a test.
    final class List: Sendable {
        private let all = Mutex<[CommitQueueTrial.Told]>([])

        func add(_ outcome: CommitQueue.Outcome) {
            all.withLock { $0.append(CommitQueueTrial.Told(outcome: outcome, thread: pthread_self())) }
        }

        var copy: [CommitQueueTrial.Told] { all.withLock { $0 } }
    }
}
