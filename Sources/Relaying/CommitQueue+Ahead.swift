import Dispatch
import Files
import Synchronization

// Syncs that no group waits for: of the next group's bodies, and of what was placed.
extension CommitQueue {
    /// A sync that is quicker than this, in nanoseconds, is nothing beside the work for a group's messages: on tmpfs, and
    /// on disks with a cache that outlives the power.
    static let quick: Int64 = 200_000
    /// So many are worth a group then.
    static let fewWanted = 128

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

    /// Begins to make the next group's bodies durable, if there is one worth it and the committer is busy with
    /// what comes after its own sync.
    func workAhead() {
        let items = inbox.withLock { inbox -> [Commit.Item]? in
            guard inbox.isClosing, !inbox.isAhead, inbox.next == nil, !inbox.syncsAreQuick,
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
            let begun = Clock.monotonic()
            do throws(FileError) {
                sync = .success(try self.commit.synchronizeAhead())
            } catch {
                sync = .failure(error)
            }
            let took = Clock.monotonic() - begun
            let wakes = self.inbox.withLock { inbox in
                inbox.next = Turn(items: items, sync: sync)
                inbox.syncTime = took
                inbox.isAhead = false
                defer { inbox.isAwaited = false }
                return inbox.isAwaited
            }
            if wakes { self.queue.async { self.run() } }
        }
    }
}
