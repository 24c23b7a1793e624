import Files
import Recording

// What the committer's queue knows of the groups to come. Under its lock.
extension CommitQueue {
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
        /// How many callers of `handIn` or `commit` have been announced and have not called.
        var announced = 0
        /// How many items are worth a group where a sync takes long, while many more wait; 0 where nothing waits.
        var mostWanted = 0
        /// How long the last sync of many bodies took, in nanoseconds.
        var syncTime = Int64.max
        /// Since when the committer waits for more items, on the monotonic clock; nil while it does not.
        private var fillingSince: Int64?
        /// Whether it will be looked how long that has lasted.
        private var isTimed = false
        /// Whether that has ended, and the group has not been taken yet.
        private var hasFilled = false
        /// How many syncs beside the groups have been asked for and have not come back.
        var syncsBeside = 0
        /// How many groups are committed whose outcome nobody has taken note of.
        var unnoted = 0
        /// Why a sync behind the groups failed: nothing may be committed after it.
        var failure: FileError?
        /// Who wants to know that the committer goes on.
        var pulses: [@Sendable () -> Void] = []

        /// Whether nothing is saved by syncs that are fewer, or ahead of their turn.
        var syncsAreQuick: Bool { syncTime < CommitQueue.quick }
        /// How many items are worth a group.
        var wanted: Int { syncsAreQuick ? min(mostWanted, CommitQueue.fewWanted) : mostWanted }

        /// Whether a group is worth waiting for. Where syncs take long, also for names that nobody has been given yet.
        private var mayFill: Bool { announced > 0 || !syncsAreQuick }

        /// Takes items in.
        ///
        /// - Parameter isAnnounced: whether one who was announced hands them in.
        /// - Returns: whether the committer is to be set to work.
        mutating func add(_ new: [Commit.Item], isAnnounced: Bool) -> Bool {
            items += new
            if isAnnounced {
                precondition(announced > 0, "who hands in was announced")
                announced -= 1
            }
            defer { isScheduled = true }
            // Nobody else would ask for an empty group.
            if fillingSince != nil { return (new.isEmpty || items.count >= wanted || !mayFill) && stopFilling() }
            return !isScheduled
        }

        /// One who was announced has nothing to hand in.
        ///
        /// - Returns: whether the committer waited for that, and is to be set to work.
        mutating func withdraw() -> Bool {
            precondition(announced > 0, "who hands nothing in was announced")
            announced -= 1
            return fillingSince != nil && !mayFill && stopFilling()
        }

        /// The run that follows takes what is there, whoever is announced meanwhile.
        private mutating func stopFilling() -> Bool {
            fillingSince = nil
            hasFilled = true
            return true
        }

        /// Says that a wait for more will be looked at, where none is being timed already.
        ///
        /// - Returns: how long it may last yet, in nanoseconds; nil where it is not to be timed.
        mutating func timeFilling(at now: Int64) -> Int64? {
            guard let fillingSince, !isTimed else { return nil }
            isTimed = true
            return max(0, fillingSince + CommitQueue.filling - now)
        }

        /// Looks how long the wait for more has lasted.
        ///
        /// - Returns: whether it was long enough, and the committer is to be set to work; else it may have begun anew.
        mutating func lookAtFilling(at now: Int64) -> Bool {
            isTimed = false
            guard let fillingSince, now >= fillingSince + CommitQueue.filling else { return false }
            return stopFilling()
        }

        /// The group whose turn it is; nil where the committer waits for a sync, or for more.
        mutating func takeTurn() -> Turn? {
            if isAhead {
                isAwaited = true
                return nil
            }
            if let failure { return Turn(items: [], sync: .failure(failure)) }
            if !postponed.isEmpty {
                defer { postponed = [] }
                return Turn(items: postponed)
            }
            if let turn = next {
                next = nil
                return turn
            }
            if items.count < wanted, mayFill, !hasFilled {
                fillingSince = Clock.monotonic()
                return nil
            }
            hasFilled = false
            // What is more than that is synced ahead.
            let count = wanted > 0 && !syncsAreQuick ? min(wanted, items.count) : items.count
            defer { items.removeFirst(count) }
            return Turn(items: Array(items[..<count]))
        }

        /// Leaves what is there to the next one who hands in, where they soon do and nothing but their work takes time.
        ///
        /// - Returns: whether it was left.
        mutating func leave() -> Bool {
            guard wanted > 0, announced > 0, syncsAreQuick, next == nil, !isAhead, failure == nil else { return false }
            fillingSince = Clock.monotonic()
            return true
        }
    }
}
