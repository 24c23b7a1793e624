/// How long many things took: counts in classes whose width is at most 1/128 of the value, so that
/// every quantile is right to 0.8 % and memory is bounded whatever is added.
struct Histogram {
    /// Each doubling of the value has so many classes.
    private static let classes = 128
    private static let bits = 7

    private var counts: [Int] = []
    /// How many values there are.
    private(set) var count = 0
    /// The largest value, exact.
    private(set) var largest: Int64 = 0

    /// Adds a value in nanoseconds; what is below zero counts as zero.
    mutating func add(_ value: Int64) {
        let value = max(0, value)
        let place = Histogram.place(of: value)
        if place >= counts.count { counts += [Int](repeating: 0, count: place + 1 - counts.count) }
        counts[place] += 1
        count += 1
        largest = max(largest, value)
    }

    /// Adds all values of another.
    mutating func add(_ other: Histogram) {
        if other.counts.count > counts.count {
            counts += [Int](repeating: 0, count: other.counts.count - counts.count)
        }
        for (place, number) in other.counts.enumerated() { counts[place] += number }
        count += other.count
        largest = max(largest, other.largest)
    }

    /// The value that a share of all values does not exceed: the upper end of its class; 0 when there is none.
    func quantile(_ share: Double) -> Int64 {
        let wanted = max(1, Int((Double(count) * share).rounded(.up)))
        var seen = 0
        for (place, number) in counts.enumerated() {
            seen += number
            if seen >= wanted { return min(largest, Histogram.end(of: place)) }
        }
        return largest
    }

    /// A quantile in milliseconds.
    func milliseconds(_ share: Double) -> Double { Double(quantile(share)) / 1e6 }

    /// Values below 256 have a class each; from there on each doubling has 128.
    private static func place(of value: Int64) -> Int {
        let doublings = max(0, Int64.bitWidth - value.leadingZeroBitCount - bits - 1)
        return doublings * classes + Int(value >> Int64(doublings))
    }

    private static func end(of place: Int) -> Int64 {
        let doublings = max(0, place / classes - 1)
        return (Int64(place - doublings * classes) + 1) << Int64(doublings) - 1
    }
}
