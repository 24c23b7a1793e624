import Messages

/// How many files of each sender were decided and refused in the last hour, counted by five minutes.
struct RefusalWindow {
    /// What was decided of one sender's files.
    struct Count: Equatable {
        var decided: UInt64 = 0
        var refused: UInt64 = 0
    }

    private static let width: Int64 = 300_000_000_000
    private static let most: Int64 = 12

    private var parts: [Int64: [ParticipantIdentifier: Count]] = [:]

    /// Counts files of a sender.
    mutating func add(_ count: Count, of sender: ParticipantIdentifier, at time: Timestamp) {
        if count == Count() { return }
        let number = time.nanoseconds / RefusalWindow.width
        parts[number, default: [:]][sender, default: Count()].decided += count.decided
        parts[number, default: [:]][sender, default: Count()].refused += count.refused
    }

    /// What there was of each sender in the hour before a moment; forgets what is older, and what is as far ahead of it
    /// because the clock was set back.
    mutating func hour(before time: Timestamp) -> [ParticipantIdentifier: Count] {
        let last = time.nanoseconds / RefusalWindow.width
        parts = parts.filter { abs($0.key - last) < RefusalWindow.most }
        var sums: [ParticipantIdentifier: Count] = [:]
        for part in parts.values {
            for (sender, count) in part {
                sums[sender, default: Count()].decided += count.decided
                sums[sender, default: Count()].refused += count.refused
            }
        }
        return sums
    }
}
