public import Messages

/// What a route says of its messages together: their order, their number, their time. One verdict cannot tell any
/// of it.
///
/// Read by the linker, which checks it, and by `luova check`, which prints it.
public struct TrafficRules: Equatable, Sendable {
    /// Whether messages keep their order; nil when each stands for itself.
    public var order: MessageOrder?
    /// What becomes of the others when one item of a message is refused; nil when a message has no items.
    public var items: ItemPolicy?
    /// How many messages there may be in a time; nil for any number.
    public var rate: Rate?
    /// How many there may be between midnight and midnight in the service's time zone; nil for any number.
    public var mostPerDay: Int?
    /// The time of day at which they are handed on; nil for any time.
    public var window: TimeWindow?
    /// Whether a message may be handed on again when it is in doubt whether it was.
    public var repetition = Repetition.allowed
    /// When something must be heard of each sender; nil where silence means nothing.
    public var expectation: Expectation?
    /// How long after acceptance a sender waits for the answer, in nanoseconds; nil when it waits until the program is
    /// given up.
    public var answerWithin: Int64?

    /// No rules.
    public init() {}

    /// The same for people.
    public var answerWithinText: String? { answerWithin.map { Units.text(duration: $0) } }

    /// Those that are set, as the table writes them.
    public var lines: [(name: String, value: String)] {
        var lines: [(String, String)] = []
        if let order { lines.append(("order", order.rawValue)) }
        if let items { lines.append(("items", items.rawValue)) }
        if let rate { lines.append(("rate", "\(rate)")) }
        if let mostPerDay { lines.append(("max-per-day", "\(mostPerDay)")) }
        if let window { lines.append(("window", "\(window)")) }
        if repetition == .never { lines.append(("repeat", repetition.rawValue)) }
        if let expectation { lines.append(("expect", "\(expectation)")) }
        if let answerWithinText { lines.append(("answer-within", answerWithinText)) }
        return lines
    }
}

/// Which messages keep their order.
public enum MessageOrder: String, Sendable {
    /// Those of one sender on one route.
    case sender
}

/// What becomes of a message of which some items are refused.
public enum ItemPolicy: String, Sendable {
    /// It is refused altogether.
    case allOrNothing = "all-or-nothing"
    /// The others pass.
    case each
}

/// Whether a message may be handed on twice.
public enum Repetition: String, Sendable {
    /// In doubt it is handed on again.
    case allowed
    /// In doubt it is held for a person: what is paid twice is worse than what is paid late.
    case never
}

/// So many messages in a time.
public struct Rate: Equatable, Sendable, CustomStringConvertible {
    /// How many.
    public let count: Int
    /// In which time, in nanoseconds.
    public let period: Int64
    /// As the table writes it.
    public let description: String

    /// Reads `600/min`, per `s`, `min`, `h` or `d`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), count > 0, let period = Units.duration("1\(parts[1])"),
            ["s", "min", "h", "d"].contains(parts[1])
        else { return nil }
        self.count = count
        self.period = period
        description = text
    }
}

/// A part of each day, by the clocks of a time zone. Where it closes before it opens, it goes over midnight.
public struct TimeWindow: Equatable, Sendable, CustomStringConvertible {
    /// When it opens, in minutes after midnight.
    public let opens: Int
    /// When it closes, in minutes after midnight; that minute is outside.
    public let closes: Int
    /// Whose clocks: a name of the time zone database. What they show on a day of changed clocks is what counts, so
    /// that a window is an hour shorter or longer on such a day.
    public let timeZone: String
    /// What the clocks of that zone show when; set by the linker.
    public internal(set) var zone = TimeZoneRules.utc

    /// Reads `18:00-06:00`, perhaps with a time zone behind it; nil for anything else, and for no time at all.
    ///
    /// - Parameter usual: the time zone where the text names none.
    init?(_ text: String, usual: String) {
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
        guard let first = words.first, let times = TimeWindow.times(first), words.count <= 2,
            times.opens != times.closes % 1_440
        else { return nil }
        (opens, closes) = times
        timeZone = words.count == 2 ? String(words[1]) : usual
    }

    /// Whether it is open when clocks show so many minutes after midnight.
    public func isOpen(at minute: Int) -> Bool {
        opens < closes ? opens <= minute && minute < closes : opens <= minute || minute < closes
    }

    /// As the table writes it, with its time zone.
    public var description: String {
        "\(TimeWindow.text(opens))-\(TimeWindow.text(closes)) \(timeZone)"
    }

    /// Reads `08:00-16:15`; nil for anything else.
    static func times(_ text: Substring) -> (opens: Int, closes: Int)? {
        let times = text.split(separator: "-")
        guard times.count == 2, let opens = minutes(times[0]), let closes = minutes(times[1]), opens < 1_440 else {
            return nil
        }
        return (opens, closes)
    }

    /// Minutes after midnight, up to 24:00; nil for no time of day.
    private static func minutes(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]),
            (0...59).contains(minute), (0...23).contains(hour) || hour == 24 && minute == 0
        else { return nil }
        return hour * 60 + minute
    }

    private static func text(_ minutes: Int) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
