// A clock that a test sets: the daemon's own, shifted to a time of day.

import Files

/// A time of the day after tomorrow, and what it takes to start a daemon then. Always ahead of the kernel's clock, so that
/// files never come from the future.
struct DayClock {
    /// That day's midnight, universal time, in seconds since 1970.
    let midnight: Int64

    init() {
        let today = Clock.realtime() / 86_400_000_000_000
        midnight = (today + 2) * 86_400
    }

    /// The environment of a daemon whose clock shows an hour, minute and second of that day, universal time, as it starts.
    func environment(_ hour: Int64, _ minute: Int64, _ second: Int64 = 0) -> [String: String] {
        let wanted = midnight + hour * 3_600 + minute * 60 + second
        return ["LUOVA_CLOCK_SHIFT": "\(wanted - Clock.realtime() / 1_000_000_000)"]
    }
}
