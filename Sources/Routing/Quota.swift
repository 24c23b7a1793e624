public import Messages

/// How many messages of each sender a row allows in a time.
public struct Quota: Equatable, Sendable {
    /// So many.
    public let most: Int
    /// In each of these.
    public let period: QuotaPeriod
    /// As the table writes it: `rate="600/min"`.
    public let text: String
}

/// The times by which messages are counted: each begins where the one before ends, as clocks and calendars have them, so
/// that a start can count anew from the ledger and comes to the same number.
public enum QuotaPeriod: String, CaseIterable, Sendable {
    /// A second.
    case second
    /// A minute.
    case minute
    /// An hour of universal time.
    case hour
    /// A day of the service's time zone.
    case day

    /// The one that a moment lies in.
    ///
    /// - Parameter zone: whose days.
    public func bounds(at moment: Timestamp, in zone: TimeZoneRules) -> Range<Timestamp> {
        let length: Int64
        switch self {
        case .second: length = 1
        case .minute: length = 60
        case .hour: length = 3_600
        case .day: return zone.bounds(ofDayAt: moment)
        }
        let second = moment.seconds
        let start = second - (second % length + length) % length
        return Timestamp(seconds: start)..<Timestamp(seconds: start + length)
    }
}

extension TrafficRules {
    /// Its limits for the number of messages.
    public var quotas: [Quota] {
        var quotas: [Quota] = []
        if let rate { quotas.append(Quota(most: rate.count, period: rate.unit, text: "rate=\"\(rate)\"")) }
        if let mostPerDay {
            quotas.append(Quota(most: mostPerDay, period: .day, text: "max-per-day=\"\(mostPerDay)\""))
        }
        return quotas
    }
}

extension Rate {
    /// Its period, by clock and calendar.
    var unit: QuotaPeriod {
        switch period {
        case 1_000_000_000: .second
        case 60_000_000_000: .minute
        case 3_600_000_000_000: .hour
        default: .day
        }
    }
}
