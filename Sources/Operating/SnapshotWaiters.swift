/// Who waits for a look: all who came before it began get the same one. Who comes while one is being taken gets the next,
/// since that one may have passed by what he has just been told of. So many at most, and for so long; where the service
/// hangs, whoever comes later is told so at once. Pure but for whom it keeps.
struct SnapshotWaiters {
    /// Hears of what was seen; of nothing when the service does not answer.
    typealias Waiter = @Sendable (Snapshot?) -> Void

    /// So many may wait at a time.
    static let most = 64
    /// So long a look is waited for, in nanoseconds.
    static let patience: Int64 = 5_000_000_000

    private var waiters: [Waiter] = []
    /// Those who have come since the look began that is being taken.
    private var later: [Waiter] = []
    /// When the look that is being taken began, on the monotonic clock; nil between looks.
    private var begun: Int64?

    /// How many wait.
    var count: Int { waiters.count + later.count }

    /// When those who wait are to be told, if nothing was seen until then; nil when nobody waits.
    var limit: Int64? { count == 0 ? nil : begun.map { $0 + SnapshotWaiters.patience } }

    /// A look begins.
    mutating func begin(_ now: Int64) { begun = begun ?? now }

    /// Somebody wants to know what is seen. False when that one cannot wait: a look is overdue, or too many wait.
    mutating func add(_ waiter: @escaping Waiter, _ now: Int64) -> Bool {
        guard count < SnapshotWaiters.most, begun.map({ now - $0 < SnapshotWaiters.patience }) ?? true else {
            return false
        }
        if begun == nil { waiters.append(waiter) } else { later.append(waiter) }
        return true
    }

    /// The look has come to its end: those who hear what was seen. Who is left waits for the next.
    mutating func end() -> [Waiter] {
        defer {
            begun = nil
            (waiters, later) = (later, [])
        }
        return waiters
    }

    /// Those who have waited for long enough, all of them, and wait no longer.
    mutating func giveUp() -> [Waiter] {
        defer { (waiters, later) = ([], []) }
        return waiters + later
    }
}
