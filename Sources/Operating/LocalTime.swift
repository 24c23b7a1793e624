import Files
import Messages

/// A moment as clocks show it in the process's time zone.
struct LocalTime {
    let day: CivilDate
    let second: Int

    init(_ time: Timestamp) {
        day = AlarmRules.today(time)
        second = Clock.localSecond(of: time.nanoseconds)
    }

    /// `18:05`.
    var clock: String { "\(LocalTime.padded(second / 3_600)):\(LocalTime.padded(second / 60 % 60))" }

    /// `2026-11-22 18:05`.
    var minute: String { "\(day) \(clock)" }

    /// `2026-11-22 18:05:30`.
    var full: String { "\(minute):\(LocalTime.padded(second % 60))" }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
