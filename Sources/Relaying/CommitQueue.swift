import Dispatch
import Recording
import Synchronization

/// The committer's queue: gathers what workers and programs hand in while a group is being committed,
/// and commits it all as the next group.
final class CommitQueue: Sendable {
    private struct Inbox {
        var items: [Commit.Item] = []
        var isScheduled = false
    }

    private let queue = DispatchQueue(label: "luova.committer")
    private let inbox = Mutex<Inbox>(Inbox())
    private let commit: Commit
    private let finish: @Sendable (Result<Commit.Result, LedgerError>) -> Void
    private let rest: @Sendable () -> Void

    /// - Parameters:
    ///   - finish: called on the committer's queue after each group.
    ///   - rest: called there when nothing is left to commit.
    init(
        _ commit: Commit, finish: @escaping @Sendable (Result<Commit.Result, LedgerError>) -> Void,
        rest: @escaping @Sendable () -> Void
    ) {
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
            do throws(LedgerError) {
                finish(.success(try commit.commit(items)))
            } catch {
                // Never again: the disk has failed, and the process is about to end.
                return finish(.failure(error))
            }
            let isDone = inbox.withLock { inbox in
                if inbox.items.isEmpty { inbox.isScheduled = false }
                return inbox.items.isEmpty
            }
            if isDone { return rest() }
        }
    }
}
