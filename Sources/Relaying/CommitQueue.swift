import Dispatch
import Files
import Recording
import Synchronization

/// The committer's queue: gathers what workers and programs hand in while a group is being committed,
/// and commits it all as the next group.
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

    private struct Inbox {
        var items: [Commit.Item] = []
        var isScheduled = false
    }

    /// How long to wait before a group that could not be committed is tried again.
    private static let pause = DispatchTimeInterval.milliseconds(500)

    private let queue = DispatchQueue(label: "luova.committer")
    private let inbox = Mutex<Inbox>(Inbox())
    private let commit: Commit
    private let finish: @Sendable (Outcome) -> Void
    private let rest: @Sendable () -> Void

    /// - Parameters:
    ///   - finish: called on the committer's queue after each group.
    ///   - rest: called there when nothing is left to commit.
    init(_ commit: Commit, finish: @escaping @Sendable (Outcome) -> Void, rest: @escaping @Sendable () -> Void) {
        self.commit = commit
        self.finish = finish
        self.rest = rest
    }

    /// Hands items in. Returns at once.
    func submit(_ items: [Commit.Item]) {
        let schedule = inbox.withLock { inbox in
            inbox.items += items
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if schedule { queue.async { self.run() } }
    }

    /// Whether nothing is handed in or being committed.
    var isIdle: Bool { inbox.withLock { !$0.isScheduled } }

    private func run() {
        while true {
            let items = inbox.withLock { inbox in
                defer { inbox.items = [] }
                return inbox.items
            }
            do throws(Commit.Failure) {
                finish(.committed(try commit.commit(items)))
            } catch {
                switch error {
                case .later(let cause):
                    // In front of what came meanwhile, and still scheduled: it is not idle.
                    inbox.withLock { $0.items = items + $0.items }
                    queue.asyncAfter(deadline: .now() + CommitQueue.pause) { self.run() }
                    return finish(.postponed(cause))
                // Never again: the process is about to end.
                case .final(let cause): return finish(.failed(cause))
                }
            }
            let isDone = inbox.withLock { inbox in
                if inbox.items.isEmpty { inbox.isScheduled = false }
                return inbox.items.isEmpty
            }
            if isDone { return rest() }
        }
    }
}
