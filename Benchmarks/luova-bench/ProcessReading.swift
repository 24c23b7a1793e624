import CLibXML2
import CLinux
import Files
import Glibc

/// What the kernel tells of a process that runs.
struct ProcessReading {
    /// Its process id.
    let process: pid_t

    /// Processor time of all its threads, the ended ones included, in nanoseconds (clock_getcpuclockid(3)).
    var processorTime: Int64 {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// A field of /proc/PID/status that is a size, in bytes: VmHWM, VmRSS, RssAnon …
    func memory(_ field: String) -> Int { ProcessReading.number(field, in: "/proc/\(process)/status") * 1_024 }

    /// Bytes that it has asked to read so far (proc_pid_io).
    var readBytes: Int { ProcessReading.number("rchar", in: "/proc/\(process)/io") }

    /// Open descriptors.
    var descriptors: Int { (try? BenchSpool.count("/proc/\(process)/fd")) ?? 0 }

    /// How often each thread has gone to sleep by itself, and so was woken, by the thread's number.
    var sleeps: [String: Int] {
        var sleeps: [String: Int] = [:]
        for thread in threads {
            sleeps[thread] = ProcessReading.number(
                "voluntary_ctxt_switches", in: "/proc/\(process)/task/\(thread)/status")
        }
        return sleeps
    }

    /// How often its threads have gone to sleep since an earlier look. Threads that ended meanwhile are missing.
    func sleeps(since earlier: [String: Int]) -> Int {
        sleeps.reduce(0) { $0 + $1.value - earlier[$1.key, default: 0] }
    }

    /// Processor time of each thread that lives, in nanoseconds, by the thread's number (proc_pid_schedstat).
    var threadTimes: [String: Int64] {
        var times: [String: Int64] = [:]
        for thread in threads {
            let bytes = (try? WholeFile.read("/proc/\(process)/task/\(thread)/schedstat")) ?? []
            times[thread] = String(decoding: bytes, as: UTF8.self).split(separator: " ").first.flatMap { Int64($0) }
        }
        return times
    }

    /// The numbers of its threads.
    var threads: [String] {
        guard let folder = try? Directory(path: "/proc/\(process)/task"), let entries = try? folder.entries() else {
            return []
        }
        return entries.map(\.name.description)
    }

    private static func number(_ field: String, in path: String) -> Int {
        let text = (try? WholeFile.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(field):") }
        return line?.split { " \t:".contains($0) }.compactMap { Int($0) }.first ?? 0
    }
}
