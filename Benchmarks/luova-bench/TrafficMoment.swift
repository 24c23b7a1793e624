/// When a message of the day is due: the day's shape over its hours.
///
/// Half of all messages come from ten to three o'clock, little at night, and no hour is empty.
struct TrafficMoment: Comparable {
    /// Since midnight.
    let milliseconds: Int

    /// How many of 1,000 messages each hour has: hours 0 to 6 have three, hours 10 to 14 a hundred.
    static let shares = [
        3, 3, 3, 3, 3, 3, 3, 50, 70, 90, 100, 100, 100, 100, 100, 80, 60, 40, 25, 20, 16, 12, 9, 7,
    ]

    /// The moment of the message of this number, of so many in the day.
    init(of number: Int, in count: Int) {
        var left = (Double(number) + 0.5) / Double(count) * 1_000
        var hour = 0
        while hour < 23, left >= Double(TrafficMoment.shares[hour]) {
            left -= Double(TrafficMoment.shares[hour])
            hour += 1
        }
        let share = min(left / Double(TrafficMoment.shares[hour]), 0.999_999)
        milliseconds = hour * 3_600_000 + Int(share * 3_600_000)
    }

    static func < (one: TrafficMoment, other: TrafficMoment) -> Bool { one.milliseconds < other.milliseconds }
}
