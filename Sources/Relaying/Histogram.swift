/// How long something took, counted in classes of duration. Nothing is asked for while it counts.
public struct Histogram: Equatable, Sendable {
    /// The upper bounds of the classes, in nanoseconds; what is longer than the last one has a class of its own.
    public static let bounds: [Int64] = [
        1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000,
        1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000, 30_000_000_000, 60_000_000_000,
        300_000_000_000, 1_800_000_000_000,
    ]

    /// How many there are in each class, the last one without a bound.
    public private(set) var counts = [UInt64](repeating: 0, count: Histogram.bounds.count + 1)
    /// How long all took together, in nanoseconds.
    public private(set) var sum: Int64 = 0

    /// Nothing was counted yet.
    public init() {}

    /// How many were counted.
    public var count: UInt64 { counts.reduce(0, +) }

    /// Counts so many that took so long. What ends before it begins, by clocks that were set, took no time.
    mutating func add(_ nanoseconds: Int64, times: Int = 1) {
        let duration = max(0, nanoseconds)
        let place = Histogram.bounds.firstIndex { duration <= $0 } ?? Histogram.bounds.count
        counts[place] += UInt64(times)
        sum &+= duration &* Int64(times)
    }
}
