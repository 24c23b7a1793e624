import Glibc

extension Clock {
    /// What clocks show in the process's time zone (localtime_r(3)): seconds after midnight.
    public static func localSecond(of nanoseconds: Int64) -> Int {
        var seconds = time_t(nanoseconds / 1_000_000_000)
        var parts = unsafe tm()
        _ = unsafe localtime_r(&seconds, &parts)
        return unsafe Int(parts.tm_hour) * 3_600 + Int(parts.tm_min) * 60 + Int(parts.tm_sec)
    }
}
