import Dispatch
import Recording
import Synchronization

// Who wants to know that the committer goes on, and how far it is.
extension CommitQueue {
    /// Calls `done` on the committer's queue when that comes to it: after the group at hand, if there is one. Never,
    /// when a call to the disk does not return.
    func pulse(_ done: @escaping @Sendable () -> Void) {
        let isBusy = inbox.withLock { inbox in
            if inbox.isScheduled { inbox.pulses.append(done) }
            return inbox.isScheduled
        }
        if !isBusy { queue.async(execute: done) }
    }

    /// Calls `done` as `pulse` does, with what the ledger's lines of this process come to, and the last line's number.
    func observe(_ done: @escaping @Sendable (LedgerTally, UInt64) -> Void) {
        pulse { done(self.commit.ledger.tally, self.commit.ledger.nextSequence - 1) }
    }

    /// Answers those who wait for the committer. Nobody, after the disk has failed: the process is about to end.
    func beat(after outcome: Outcome) {
        if case .failed = outcome { return }
        let pulses = inbox.withLock { inbox in
            defer { inbox.pulses = [] }
            return inbox.pulses
        }
        for done in pulses { done() }
    }
}
