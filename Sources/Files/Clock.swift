import Glibc
import Synchronization

/// The kernel's clocks.
public enum Clock {
    /// Nanoseconds since 1970, UTC (clock_gettime(2), CLOCK_REALTIME). May be set back.
    public static func realtime() -> Int64 {
        #if DEBUG
            read(CLOCK_REALTIME) + shift.load(ordering: .relaxed) + followed()
        #else
            read(CLOCK_REALTIME)
        #endif
    }

    #if DEBUG
        private static let shift = Atomic<Int64>(0)

        /// Has `realtime` go so many nanoseconds before the kernel's clock: in test builds only, for tests of times of
        /// day.
        public static func shift(by nanoseconds: Int64) { shift.store(nanoseconds, ordering: .relaxed) }

        private static let hand = Atomic<CInt>(-1)

        /// Has `realtime` go, at each moment, so many nanoseconds before the kernel's clock as the first eight bytes of a
        /// file say: in test builds only, for tests that play hours in seconds. False when there is no such file.
        public static func follow(_ path: String) -> Bool {
            let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
            hand.store(descriptor, ordering: .relaxed)
            return descriptor >= 0
        }

        private static func followed() -> Int64 {
            let descriptor = hand.load(ordering: .relaxed)
            guard descriptor >= 0 else { return 0 }
            var nanoseconds: Int64 = 0
            _ = unsafe withUnsafeMutableBytes(of: &nanoseconds) {
                unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
            }
            return nanoseconds
        }
    #endif

    /// Nanoseconds since some start, never set back (CLOCK_MONOTONIC).
    public static func monotonic() -> Int64 { read(CLOCK_MONOTONIC) }

    /// Nanoseconds of processor time that this process has used (CLOCK_PROCESS_CPUTIME_ID).
    public static func processorTime() -> Int64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Sets the process's time zone (tzset(3)). Once, before there is a second thread.
    /// False when the system does not know the zone.
    public static func setTimeZone(_ name: String) -> Bool {
        let known = TimeZoneDatabase.has(name)
        guard known || name == "UTC" else { return false }
        unsafe setenv("TZ", known ? ":\(name)" : "UTC0", 1)
        tzset()
        return true
    }

    /// Year, month and day in the process's time zone (localtime_r(3)).
    public static func localDay(of nanoseconds: Int64) -> (year: Int, month: Int, day: Int) {
        var seconds = time_t(nanoseconds / 1_000_000_000)
        var parts = unsafe tm()
        _ = unsafe localtime_r(&seconds, &parts)
        return unsafe (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
    }
}
