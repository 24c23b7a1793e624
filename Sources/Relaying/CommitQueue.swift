import Dispatch
import Files
import Recording
import Synchronization

/// The committer's queue: gathers what workers and programs hand in while a group is being committed,
/// and commits it all as the next group.
///
/// A second queue works ahead: while one group is being closed and placed, it makes the bodies of the next one
/// durable, so that the disk and the committer do not wait for each other. Where syncs are quick there is nothing to
/// wait for, and who hands in commits. Groups are committed in the order in which they were handed in, one at a time.
final class CommitQueue: Sendable {
    /// What came of a group.
    enum Outcome: Sendable {
        /// It is committed.
        case committed(Commit.Result)
        /// It could not be, and is tried again soon; nothing of it is decided.
        case postponed(FileError)
        /// The disk has failed. Nothing is committed any more.
        case failed(LedgerError)
    }

    /// How long to wait before a group that could not be committed is tried again.
    private static let pause = DispatchTimeInterval.milliseconds(500)
    /// Fewer are not synced ahead: for them the committer is as quick alone.
    static let fewest = 32

    let queue = DispatchQueue(label: "luova.committer")
    let ahead = DispatchQueue(label: "luova.ahead")
    let inbox = Mutex<Inbox>(Inbox())
    let commit: Commit
    private let stages: StageClock
    let finish: @Sendable (Outcome) -> Void

    /// - Parameter finish: called on the committer's queue after each group that `commit` does not answer for, in the
    ///   order of the groups.
    init(_ commit: Commit, stages: StageClock, finish: @escaping @Sendable (Outcome) -> Void) {
        self.commit = commit
        self.stages = stages
        self.finish = finish
    }

    /// Hands items in. Returns at once.
    func submit(_ items: [Commit.Item]) {
        if add(items, isAnnounced: false) { queue.async { self.run() } }
    }

    /// Takes items in.
    ///
    /// - Returns: whether the caller is to set the committer to work.
    func add(_ items: [Commit.Item], isAnnounced: Bool) -> Bool {
        let wakes = inbox.withLock { $0.add(items, isAnnounced: isAnnounced) }
        if !wakes { workAhead() }
        return wakes
    }

    /// Says how many items are worth a group now: a group costs the disk nearly the same whether it is small or large.
    /// It is waited for a moment only, and 0 stands for not at all. Where syncs are quick, fewer are enough.
    func fill(to wanted: Int) { inbox.withLock { $0.mostWanted = wanted } }

    /// How many items a worker had better hand in at a time, at most.
    var worthwhile: Int { inbox.withLock { $0.syncsAreQuick } ? CommitQueue.fewWanted : Relay.mostInGroup }

    /// Whether nothing is handed in, being committed, or being synced beside that, and every outcome has been taken note of.
    var isIdle: Bool { inbox.withLock { !$0.isScheduled && $0.unnoted == 0 && $0.syncsBeside == 0 } }

    /// Who asks whether this is idle knows what came of one more committed group.
    func noted() {
        inbox.withLock { inbox in
            precondition(inbox.unnoted > 0, "an outcome is taken note of once")
            inbox.unnoted -= 1
        }
    }

    /// Commits a group and says what came of it, after the committer has become idle where nothing is left.
    ///
    /// - Returns: whether there is more to commit at once.
    func end(_ turn: consuming Turn, _ finish: (Outcome) -> Void) -> Bool {
        let outcome = perform(turn)
        let goesOn = goesOn(after: outcome)
        finish(outcome)
        beat(after: outcome)
        return goesOn
    }

    /// Whether there is more to commit at once; else the committer rests, or waits to try again.
    private func goesOn(after outcome: Outcome) -> Bool {
        guard case .committed = outcome else { return false }
        return inbox.withLock { inbox in
            inbox.isClosing = false
            inbox.unnoted += 1
            guard inbox.items.isEmpty, inbox.next == nil, !inbox.isAhead, inbox.failure == nil else { return true }
            inbox.isScheduled = false
            return false
        }
    }

    /// Commits a group. One that could not be written is tried again later, by itself.
    private func perform(_ turn: consuming Turn) -> Outcome {
        let items = turn.items
        let begun = Clock.monotonic()
        do throws(Commit.Failure) {
            if case .failure(let error) = turn.sync { throw .final(.file(error)) }
            let result = try commit.commit(items, isSynced: turn.sync != nil) {
                inbox.withLock { $0.isClosing = true }
                workAhead()
            }
            if let took = result.syncTime { inbox.withLock { $0.syncTime = took } }
            stages.committed(items, since: begun, at: result.committedAt, isAhead: turn.sync != nil)
            // Closing an original that is gone frees it, which is work for the disk.
            if items.count >= CommitQueue.fewest { ahead.async { _ = items } }
            return .committed(result)
        } catch {
            switch error {
            case .later(let cause):
                inbox.withLock { inbox in
                    inbox.postponed = items
                    inbox.isClosing = false
                }
                queue.asyncAfter(deadline: .now() + CommitQueue.pause) { self.run() }
                // It waits for room or a right, and goes on: a new start would find the same disk.
                return .postponed(cause)
            // Never again: the process is about to end.
            case .final(let cause): return .failed(cause)
            }
        }
    }
}
