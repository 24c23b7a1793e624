import Messages

/// The time by which quotas are counted: that of the ledger, as long as nobody sets the clock back.
///
/// While the clock is behind what this one has shown, as it may be after it was set back, this one goes on at half its
/// speed until the clock has caught up. So it never goes back, which would open a quota twice; and never stands still,
/// which would close it for as long as the clock is behind. Pure.
struct QuotaClock {
    /// The time now.
    private(set) var now: Timestamp
    /// What the monotonic clock said then, in nanoseconds.
    private var readAt: Int64

    /// - Parameter time: what it shows at the start at least.
    init(from time: Timestamp, monotonic: Int64) {
        now = time
        readAt = monotonic
    }

    /// Goes on to what the clocks say.
    mutating func advance(clock: Timestamp, monotonic: Int64) {
        if clock >= now {
            now = clock
        } else {
            let slow = Timestamp(nanoseconds: now.nanoseconds + (monotonic - readAt) / 2)
            now = max(clock, slow)
        }
        readAt = monotonic
    }
}
