/// When something must be heard of a sender: on some days, in a part of them, no more than so long may pass.
public struct Expectation: Equatable, Sendable, CustomStringConvertible {
    /// On which days, from Monday on.
    public let days: [Bool]
    /// When the time opens, in minutes after midnight.
    public let opens: Int
    /// When it closes, in minutes after midnight, up to 1,440.
    public let closes: Int
    /// How much of the time that is open may pass without a message, in nanoseconds.
    public let every: Int64
    /// As the table writes it.
    public let description: String

    private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// Reads `weekdays 06:00-20:00 every 1h`: `daily`, `weekdays`, `weekends`, or names of days with commas between them;
    /// then a part of the day, which does not go over midnight; then the longest silence. Nil for anything else, and for
    /// a silence that is longer than a whole week of such days.
    init?(_ text: String) {
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
        guard words.count == 4, words[2] == "every", let days = Expectation.days(words[0]),
            let times = TimeWindow.times(words[1]), times.opens < times.closes,
            let every = Units.duration(String(words[3])), every > 0
        else { return nil }
        let week = Int64(days.count { $0 } * (times.closes - times.opens)) * 60_000_000_000
        guard every <= week else { return nil }
        self.days = days
        (opens, closes) = times
        self.every = every
        description = words.joined(separator: " ")
    }

    private static func days(_ text: Substring) -> [Bool]? {
        switch text {
        case "daily": return [Bool](repeating: true, count: 7)
        case "weekdays": return names.indices.map { $0 < 5 }
        case "weekends": return names.indices.map { $0 >= 5 }
        default:
            var days = [Bool](repeating: false, count: 7)
            for name in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let day = names.firstIndex(of: String(name)) else { return nil }
                days[day] = true
            }
            return days
        }
    }

    /// How many minutes of the time that is open lie between two moments, given in minutes that clocks have shown since
    /// 1970-01-01 at midnight, a Thursday. Not more than `most`. O(days between them).
    public func openMinutes(from start: Int, to end: Int, most: Int) -> Int {
        var sum = 0
        var day = start / 1_440
        while day * 1_440 < end, sum < most {
            if days[(day + 3) % 7] {
                sum += max(0, min(end, day * 1_440 + closes) - max(start, day * 1_440 + opens))
            }
            day += 1
        }
        return min(sum, most)
    }
}
