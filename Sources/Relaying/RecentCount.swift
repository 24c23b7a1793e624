/// How many of something there were lately: counted in pieces of ten seconds, over a quarter of an hour.
struct RecentCount {
    private static let piece: Int64 = 10_000_000_000
    private static let pieces = 91

    private var counts = [Int](repeating: 0, count: pieces)
    /// The number of the piece that is being counted, on the monotonic clock.
    private var current: Int64 = 0

    /// Counts some. O(1) amortized.
    mutating func add(_ count: Int, now: Int64) {
        advance(to: now)
        counts[Int(current % Int64(RecentCount.pieces))] += count
    }

    /// How many there were in the last whole minutes, up to 15, and what has been counted since the last full piece.
    mutating func count(minutes: Int, now: Int64) -> Int {
        advance(to: now)
        return (0...Int64(minutes * 6)).reduce(0) { sum, back in
            let number = current - back
            return number < 0 ? sum : sum + counts[Int(number % Int64(RecentCount.pieces))]
        }
    }

    private mutating func advance(to now: Int64) {
        let number = now / RecentCount.piece
        guard number > current else { return }
        for piece in max(current + 1, number - Int64(RecentCount.pieces) + 1)...number {
            counts[Int(piece % Int64(RecentCount.pieces))] = 0
        }
        current = number
    }
}
