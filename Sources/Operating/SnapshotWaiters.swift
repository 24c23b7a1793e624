/// Who waits for the look that is being taken: all of them get the same one. So many at most, and for so long; where the
/// service hangs, whoever comes later is told so at once. Pure but for whom it keeps.
struct SnapshotWaiters {
    /// Hears of what was seen; of nothing when the service does not answer.
    typealias Waiter = @Sendable (Snapshot?) -> Void

    /// So many may wait at a time.
    static let most = 64
    /// So long a look is waited for, in nanoseconds.
    static let patience: Int64 = 5_000_000_000

    private var waiters: [Waiter] = []
    /// When the look that is being taken began, on the monotonic clock; nil between looks.
    private var begun: Int64?

    /// How many wait.
    var count: Int { waiters.count }

    /// When those who wait are to be told, if nothing was seen until then; nil when nobody waits.
    var limit: Int64? { waiters.isEmpty ? nil : begun.map { $0 + SnapshotWaiters.patience } }

    /// A look begins.
    mutating func begin(_ now: Int64) { begun = begun ?? now }

    /// Somebody wants to know what is seen. False when that one cannot wait: a look is overdue, or too many wait.
    mutating func add(_ waiter: @escaping Waiter, _ now: Int64) -> Bool {
        guard waiters.count < SnapshotWaiters.most, begun.map({ now - $0 < SnapshotWaiters.patience }) ?? true else {
            return false
        }
        waiters.append(waiter)
        return true
    }

    /// The look has come to its end: those who hear what was seen.
    mutating func end() -> [Waiter] {
        begun = nil
        return giveUp()
    }

    /// Those who have waited for the look that is being taken, and wait no longer.
    mutating func giveUp() -> [Waiter] {
        defer { waiters = [] }
        return waiters
    }
}
