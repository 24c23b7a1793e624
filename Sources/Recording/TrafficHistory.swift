public import Messages

/// How many files were decided in each ten minutes of the last day.
public struct TrafficHistory: Equatable, Sendable {
    /// One part of the day.
    public struct Part: Equatable, Sendable {
        /// Which ten minutes, counted from 1970.
        public var number: Int64 = -1
        /// Files that were accepted.
        public var accepted: UInt64 = 0
        /// Files that were refused.
        public var refused: UInt64 = 0
        /// Files that were accepted before.
        public var duplicates: UInt64 = 0

        /// When it begins.
        public var start: Timestamp { Timestamp(nanoseconds: number * TrafficHistory.width) }
    }

    /// How long a part is, in nanoseconds.
    public static let width: Int64 = 600_000_000_000
    /// How many parts a day has.
    public static let count = 144

    private var parts = [Part](repeating: Part(), count: TrafficHistory.count)

    /// No traffic.
    public init() {}

    /// The parts of the day that ends with the one in which a moment is, in their order; without traffic too.
    public func day(until time: Timestamp) -> [Part] {
        let last = TrafficHistory.number(of: time)
        return ((last - Int64(TrafficHistory.count) + 1)...last).map { number in
            let part = parts[TrafficHistory.place(of: number)]
            return part.number == number ? part : Part(number: number)
        }
    }

    /// Counts lines of the ledger, where they are about files.
    mutating func count(_ event: LedgerRecord.Event, _ lines: UInt64, at time: Timestamp) {
        let number = TrafficHistory.number(of: time)
        let place = TrafficHistory.place(of: number)
        if parts[place].number < number { parts[place] = Part(number: number) }
        guard parts[place].number == number else { return }
        switch event {
        case .accepted: parts[place].accepted += lines
        case .refused: parts[place].refused += lines
        case .duplicate: parts[place].duplicates += lines
        default: break
        }
    }

    /// Adds another history, of other lines.
    mutating func add(_ other: TrafficHistory) {
        for place in parts.indices {
            if parts[place].number < other.parts[place].number {
                parts[place] = other.parts[place]
            } else if parts[place].number == other.parts[place].number {
                parts[place].accepted += other.parts[place].accepted
                parts[place].refused += other.parts[place].refused
                parts[place].duplicates += other.parts[place].duplicates
            }
        }
    }

    private static func number(of time: Timestamp) -> Int64 { max(0, time.nanoseconds) / width }

    private static func place(of number: Int64) -> Int { Int(max(0, number) % Int64(count)) }
}
