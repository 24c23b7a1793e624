/// What the clocks of a time zone show: the rules of one zone of the time zone database (RFC 8536). A pure value.
///
/// A zone is a row of spans of time in each of which its clocks are the same time ahead of UTC. The file names them up to
/// some year; behind that a rule goes on, the same each year.
public struct TimeZoneRules: Equatable, Sendable {
    /// A span in which the clocks of the zone are the same time ahead of UTC. Seconds since 1970, UTC.
    public struct Span: Equatable, Sendable {
        /// Its first second; the least number where it has no beginning.
        public let start: Int64
        /// The second behind it; the largest number where it has no end.
        public let end: Int64
        /// By how many seconds the clocks are ahead of UTC; less than 0 west of Greenwich.
        public let offset: Int64
    }

    /// When the clocks were changed, in rising order.
    let changes: [Int64]
    /// What they are ahead of UTC from each change on.
    let offsets: [Int64]
    /// The same before the first change.
    let first: Int64
    /// What holds from the last change on; nil when nothing is said, and the clocks stay as they are.
    let yearly: YearlyClockRule?

    init(changes: [Int64], offsets: [Int64], first: Int64, yearly: YearlyClockRule?) {
        self.changes = changes
        self.offsets = offsets
        self.first = first
        self.yearly = yearly
    }

    /// Universal time, whose clocks are never changed.
    public static let utc = TimeZoneRules(changes: [], offsets: [], first: 0, yearly: nil)

    /// The span that a moment lies in. O(log n) in the changes that the file names.
    public func span(at second: Int64) -> Span {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= second { low = middle + 1 } else { high = middle }
        }
        let start = low == 0 ? Int64.min : changes[low - 1]
        if low < changes.count {
            return Span(start: start, end: changes[low], offset: low == 0 ? first : offsets[low - 1])
        }
        guard let yearly else { return Span(start: start, end: .max, offset: offsets.last ?? first) }
        let span = yearly.span(at: second)
        return Span(start: max(start, span.start), end: span.end, offset: span.offset)
    }

    /// What the clocks show at a moment, as seconds since 1970 by these clocks.
    public func local(_ second: Int64) -> Int64 { second + span(at: second).offset }

    /// The day that the calendars show at a moment.
    public func day(of moment: Timestamp) -> CivilDate {
        CivilDate(daysSince1970: Int(TimeZoneRules.days(local(moment.seconds))))
    }

    /// The day of a moment: from the moment when the clocks first show its date to the moment when they first show the
    /// next one. 24 hours long, but where the clocks are changed.
    public func bounds(ofDayAt moment: Timestamp) -> Range<Timestamp> {
        let midnight = TimeZoneRules.days(local(moment.seconds)) * 86_400
        let start = firstSecond(showing: midnight, before: moment.seconds)
        let end = firstSecond(showing: midnight + 86_400, after: moment.seconds)
        return Timestamp(seconds: start)..<Timestamp(seconds: end)
    }

    /// When the clocks first came to show at least this, at or before a moment at which they do.
    private func firstSecond(showing wanted: Int64, before second: Int64) -> Int64 {
        var span = span(at: second)
        while true {
            let found = max(wanted - span.offset, span.start)
            if found > span.start || span.start == .min { return found }
            // They show it from their change on; unless they did before, and were put back.
            let before = self.span(at: span.start - 1)
            if span.start - 1 + before.offset < wanted { return span.start }
            span = before
        }
    }

    /// When the clocks first show at least this, after a moment at which they do not.
    func firstSecond(showing wanted: Int64, after second: Int64) -> Int64 {
        var span = span(at: second)
        while true {
            let found = max(wanted - span.offset, span.start)
            if found < span.end { return found }
            span = self.span(at: span.end)
        }
    }

    private static func days(_ second: Int64) -> Int64 { second >= 0 ? second / 86_400 : (second - 86_399) / 86_400 }
}

extension Timestamp {
    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 {
        nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
    }

    /// The beginning of a second since 1970.
    public init(seconds: Int64) { self.init(nanoseconds: seconds * 1_000_000_000) }
}
