import Dispatch
import Files
import Recording
import Synchronization

/// The committer's queue: gathers what workers and programs hand in while a group is being committed,
/// and commits it all as the next group.
///
/// A second queue works ahead: while one group is being closed and placed, it makes the bodies of the next one
/// durable, so that the disk and the committer do not wait for each other. Groups are committed in the order in
/// which they were handed in, one at a time.
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

    /// A group whose turn it is.
    struct Turn {
        var items: [Commit.Item]
        /// What came of the sync ahead; nil when there was none.
        var sync: Result<Void, FileError>?
    }

    struct Inbox {
        /// Handed in, in no group yet.
        var items: [Commit.Item] = []
        /// The group that could not be committed: it comes first.
        var postponed: [Commit.Item] = []
        /// The group whose bodies are durable already.
        var next: Turn?
        /// Whether the committer has work, or waits to try again.
        var isScheduled = false
        /// Whether the committer closes and places a group, so that the next may be synced.
        var isClosing = false
        /// Whether the next group is being synced.
        var isAhead = false
        /// Whether the committer waits for that.
        var isAwaited = false
        /// How many items are worth a group, while many more wait.
        var wanted = 0
        /// Whether the committer waits for so many, and how often it has done so.
        var isFilling = false
        var fillings = 0
        /// Whether that has lasted long enough.
        var hasFilled = false
        /// How many syncs beside the groups have been asked for and have not come back.
        var syncsBeside = 0
        /// How many groups are committed whose outcome nobody has taken note of.
        var unnoted = 0
        /// Why a sync behind the groups failed: nothing may be committed after it.
        var failure: FileError?
        /// Who wants to know that the committer goes on.
        var pulses: [@Sendable () -> Void] = []
    }

    /// How long to wait before a group that could not be committed is tried again.
    private static let pause = DispatchTimeInterval.milliseconds(500)
    /// Fewer are not synced ahead: for them the committer is as quick alone.
    private static let fewest = 32
    /// How long a group may be filled up.
    private static let filling = DispatchTimeInterval.milliseconds(30)

    let queue = DispatchQueue(label: "luova.committer")
    private let ahead = DispatchQueue(label: "luova.ahead")
    let inbox = Mutex<Inbox>(Inbox())
    let commit: Commit
    private let stages: StageClock
    private let finish: @Sendable (Outcome) -> Void

    /// - Parameter finish: called on the committer's queue after each group that `commit` does not answer for, in the
    ///   order of the groups.
    init(_ commit: Commit, stages: StageClock, finish: @escaping @Sendable (Outcome) -> Void) {
        self.commit = commit
        self.stages = stages
        self.finish = finish
    }

    /// Hands items in. Returns at once.
    func submit(_ items: [Commit.Item]) {
        let schedule = inbox.withLock { inbox in
            inbox.items += items
            defer { inbox.isScheduled = true }
            // Nobody else would ask for an empty group.
            if inbox.isFilling, items.isEmpty || inbox.items.count >= inbox.wanted {
                inbox.isFilling = false
                return true
            }
            return !inbox.isScheduled
        }
        if schedule { queue.async { self.run() } } else { workAhead() }
    }

    /// Commits items here and now, on the caller's thread, where the committer rests: somebody waits for them, and
    /// to wake its thread takes longer than anything but the disk. Where it does not, hands them in, as `submit`
    /// does.
    ///
    /// - Parameter finish: called instead of the `finish` of all, in the same order.
    /// - Returns: whether they were committed, or tried; else they were handed in.
    func commit(_ items: [Commit.Item], finish: (Outcome) -> Void) -> Bool {
        let rests = inbox.withLock { inbox in
            guard !inbox.isScheduled else { return false }
            inbox.items += items
            inbox.isScheduled = true
            return true
        }
        guard rests else {
            submit(items)
            return false
        }
        return queue.sync {
            guard let turn = nextTurn() else { return false }
            // What came meanwhile is not the caller's.
            if end(turn, finish) { queue.async { self.run() } }
            return true
        }
    }

    /// Says how many items are worth a group now: a group costs the disk nearly the same whether it is small or large.
    /// It is waited for a moment only, and 0 stands for not at all.
    func fill(to wanted: Int) { inbox.withLock { $0.wanted = wanted } }

    /// Makes durable what was placed, beside the groups: the next one records it. Returns at once; `done` is called on a
    /// queue of its own when it has come back, and this may be idle.
    func synchronizeLooseEnds(_ done: @escaping @Sendable () -> Void) {
        inbox.withLock { $0.syncsBeside += 1 }
        ahead.async {
            do throws(FileError) {
                try self.commit.synchronizeLooseEnds()
            } catch {
                self.inbox.withLock { $0.failure = error }
                self.submit([])
            }
            self.inbox.withLock { $0.syncsBeside -= 1 }
            done()
        }
    }

    /// Whether nothing is handed in, being committed, or being synced beside that, and every outcome has been taken note of.
    var isIdle: Bool { inbox.withLock { !$0.isScheduled && $0.unnoted == 0 && $0.syncsBeside == 0 } }

    /// Who asks whether this is idle knows what came of one more committed group.
    func noted() {
        inbox.withLock { inbox in
            precondition(inbox.unnoted > 0, "an outcome is taken note of once")
            inbox.unnoted -= 1
        }
    }

    /// On the committer's queue, until nothing is left.
    private func run() { while let turn = nextTurn(), end(turn, finish) {} }

    /// Commits a group and says what came of it, after the committer has become idle where nothing is left.
    ///
    /// - Returns: whether there is more to commit at once.
    private func end(_ turn: consuming Turn, _ finish: (Outcome) -> Void) -> Bool {
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

    /// The group whose turn it is; nil while its bodies are being synced: then the committer is woken.
    private func nextTurn() -> Turn? {
        var wait: Int?
        let turn = inbox.withLock { inbox -> Turn? in
            if inbox.isAhead {
                inbox.isAwaited = true
                return nil
            }
            if let failure = inbox.failure { return Turn(items: [], sync: .failure(failure)) }
            if !inbox.postponed.isEmpty {
                defer { inbox.postponed = [] }
                return Turn(items: inbox.postponed)
            }
            if let next = inbox.next {
                inbox.next = nil
                return next
            }
            if inbox.items.count < inbox.wanted, !inbox.hasFilled {
                inbox.isFilling = true
                inbox.fillings += 1
                wait = inbox.fillings
                return nil
            }
            inbox.hasFilled = false
            // What is more than that is synced ahead.
            let count = inbox.wanted > 0 ? min(inbox.wanted, inbox.items.count) : inbox.items.count
            defer { inbox.items.removeFirst(count) }
            return Turn(items: Array(inbox.items[..<count]))
        }
        if let wait {
            queue.asyncAfter(deadline: .now() + CommitQueue.filling) {
                let isStill = self.inbox.withLock { inbox in
                    guard inbox.isFilling, inbox.fillings == wait else { return false }
                    inbox.isFilling = false
                    inbox.hasFilled = true
                    return true
                }
                if isStill { self.run() }
            }
        }
        return turn
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

    /// Begins to make the next group's bodies durable, if there is one worth it and the committer is busy with
    /// what comes after its own sync.
    private func workAhead() {
        let items = inbox.withLock { inbox -> [Commit.Item]? in
            guard inbox.isClosing, !inbox.isAhead, inbox.next == nil,
                inbox.items.count >= max(CommitQueue.fewest, inbox.wanted)
            else {
                return nil
            }
            inbox.isAhead = true
            defer { inbox.items = [] }
            return inbox.items
        }
        guard let items else { return }
        ahead.async {
            let sync: Result<Void, FileError>
            do throws(FileError) {
                sync = .success(try self.commit.synchronizeAhead())
            } catch {
                sync = .failure(error)
            }
            let wakes = self.inbox.withLock { inbox in
                inbox.next = Turn(items: items, sync: sync)
                inbox.isAhead = false
                defer { inbox.isAwaited = false }
                return inbox.isAwaited
            }
            if wakes { self.queue.async { self.run() } }
        }
    }
}
