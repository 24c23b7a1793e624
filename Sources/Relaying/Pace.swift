import Files

/// How many files may be in hand at once: as many as are finished in a fifth of a second, by what was finished
/// lately. So a message that comes to a busy service waits about as long for those before it, whether the disk is
/// fast or slow and the files are small or large. Belongs to the control queue.
struct Pace {
    /// The bounds: enough to keep workers and disk busy, and what memory is planned for.
    static let bounds = 32...2_048
    private static let patience = 0.2
    /// How long it is counted before a look, in nanoseconds.
    private static let window: Int64 = 100_000_000

    /// The most files in hand.
    private(set) var limit = 256
    private var count = 0
    private var since: Int64?

    /// Learns that files were finished.
    ///
    /// - Parameters:
    ///   - isPressed: whether others waited all the time; if not, nothing is known of how fast it could go.
    ///   - now: on the monotonic clock.
    mutating func finished(_ number: Int, isPressed: Bool, now: Int64) {
        guard isPressed, let begin = since else {
            count = 0
            since = isPressed ? now : nil
            return
        }
        count += number
        let elapsed = now - begin
        guard number > 0, elapsed >= Pace.window else { return }
        let possible = Double(count) / (Double(elapsed) / 1e9) * Pace.patience
        // Half of the way, so that one slow write to the disk does not decide.
        let wanted = Int(min((Double(limit) + possible) / 2, Double(Pace.bounds.upperBound)))
        limit = max(wanted, Pace.bounds.lowerBound)
        count = 0
        since = now
    }
}
