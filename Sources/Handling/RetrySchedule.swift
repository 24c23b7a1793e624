/// When a program is tried again. Durations in nanoseconds.
public struct RetrySchedule: Equatable, Sendable {
    /// The wait after the first failed try; each further wait is twice as long.
    public var first: Int64
    /// The longest wait.
    public var limit: Int64
    /// How long after acceptance it is given up.
    public var giveUp: Int64

    /// States a schedule.
    public init(first: Int64, limit: Int64, giveUp: Int64) {
        self.first = first
        self.limit = limit
        self.giveUp = giveUp
    }

    /// How long to wait after so many failed tries, at least one.
    public func wait(afterTries tries: Int) -> Int64 {
        var wait = max(first, 1_000_000)
        var left = tries - 1
        while left > 0, wait < limit {
            wait = wait > limit / 2 ? limit : wait * 2
            left -= 1
        }
        return min(wait, max(limit, 1_000_000))
    }

    /// Whether a message that was accepted at a time is given up at another, both since 1970.
    public func isOver(acceptedAt: Int64, now: Int64) -> Bool { now - acceptedAt >= giveUp }
}
