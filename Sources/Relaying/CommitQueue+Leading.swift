import Dispatch
import Files
import Synchronization

// Who hands files in may commit them: where the committer rests, it borrows the caller's thread. To wake another one takes
// time; what has just been judged is still in the caches of the processor that judged it; and where nobody waits for a disk,
// there are no more threads at work than workers.
extension CommitQueue {
    /// How long a group may be filled up, in nanoseconds.
    static let filling: Int64 = 30_000_000
    /// How long, in nanoseconds, a worker's thread commits what comes: a group of names may wait behind it.
    private static let patience: Int64 = 10_000_000

    /// Says that somebody will call `handIn` or `commit`, once: who waits for more waits for that.
    func announce() { inbox.withLock { $0.announced += 1 } }

    /// Commits items here and now, on the caller's thread, where the committer rests: somebody waits for them, and
    /// to wake its thread takes longer than anything but the disk. Where it does not, hands them in, as `submit` does.
    ///
    /// - Parameter finish: called instead of the `finish` of all, in the same order.
    /// - Returns: whether they were committed, or tried; else they were handed in.
    func commit(_ items: [Commit.Item], finish: (Outcome) -> Void) -> Bool {
        let (rests, wakes) = inbox.withLock { inbox in
            (!inbox.isScheduled, inbox.add(items, isAnnounced: true))
        }
        guard rests else {
            if wakes { queue.async { self.run() } } else { workAhead() }
            return false
        }
        return queue.sync {
            guard let turn = nextTurn() else { return false }
            // What came meanwhile is not the caller's.
            if end(turn, finish) { queue.async { self.run() } }
            return true
        }
    }

    /// Hands items in, or none. Where syncs are quick and the committer rests, they are committed on the caller's thread,
    /// and for a moment what comes meanwhile, too; what is left after that waits for the next caller, or goes to the
    /// committer's own thread where nobody else will call. Where syncs take long, that thread waits for them, and the
    /// caller does not.
    ///
    /// - Parameter mayLead: whether the caller can wait; else this returns at once.
    func handIn(_ items: [Commit.Item], mayLead: Bool) {
        guard items.isEmpty ? inbox.withLock({ $0.withdraw() }) : add(items, isAnnounced: true) else { return }
        guard mayLead, inbox.withLock({ $0.syncsAreQuick }) else { return queue.async { self.run() } }
        let end = Clock.monotonic() + CommitQueue.patience
        queue.sync {
            while let turn = nextTurn(), self.end(turn, finish) {
                if Clock.monotonic() < end { continue }
                if !leaves() { queue.async { self.run() } }
                return
            }
        }
    }

    /// On the committer's queue, until nothing is left to it.
    func run() { while let turn = nextTurn(), end(turn, finish), !leaves() {} }

    /// The group whose turn it is; nil while there is something to wait for: then the committer is woken.
    private func nextTurn() -> Turn? {
        let turn = inbox.withLock { $0.takeTurn() }
        if turn == nil { waitForMore() }
        return turn
    }

    /// Whether what is there waits for the next one who hands in.
    private func leaves() -> Bool {
        guard inbox.withLock({ $0.leave() }) else { return false }
        waitForMore()
        return true
    }

    /// Sees to it that a wait for more items has an end.
    private func waitForMore() {
        guard let wait = inbox.withLock({ $0.timeFilling(at: Clock.monotonic()) }) else { return }
        queue.asyncAfter(deadline: .now() + .nanoseconds(Int(wait))) {
            let isOver = self.inbox.withLock { $0.lookAtFilling(at: Clock.monotonic()) }
            if isOver { self.run() } else { self.waitForMore() }
        }
    }
}
