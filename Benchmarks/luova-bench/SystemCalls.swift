import Files

/// How often a program entered the kernel, call by call, as strace(1) counts it. Counts depend on no clock, so they
/// compare from machine to machine.
struct SystemCalls {
    /// Where strace is; nil when it is not installed.
    static var program: String? {
        ["/usr/bin/strace", "/usr/local/bin/strace", "/bin/strace"].first { WholeFile.status($0) != nil }
    }

    /// Calls by name.
    private(set) var counts: [String: Int] = [:]

    /// Calls by which threads wait for each other and wake each other, or get memory. How many there are depends on
    /// who comes first, and so on what else the machine does.
    static let ofThreads: Set<String> = [
        "futex", "epoll_wait", "epoll_pwait", "epoll_ctl", "timerfd_settime", "sched_yield", "gettid", "clone3",
        "clone",
        "rseq", "set_robust_list", "rt_sigprocmask", "exit", "prctl", "mmap", "munmap", "mprotect", "madvise", "brk",
    ]

    /// All calls.
    var total: Int { counts.values.reduce(0, +) }

    /// Runs a program until it ends with 0, all its threads and children counted.
    init(of program: MeasuredProgram, tracer: String, output: String) throws(Failure) {
        let traced = MeasuredProgram(
            path: tracer, arguments: ["-c", "-f", "-qq", "-o", output, "--", program.path] + program.arguments,
            log: program.log, output: program.output)
        _ = try Measurement(of: traced)
        let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read(output) }
        // % time, seconds, usecs/call, calls, errors where there were any, syscall.
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 5, let calls = Int(words[3]), let name = words.last, name != "total" else { continue }
            counts[String(name), default: 0] += calls
        }
        guard !counts.isEmpty else { throw Failure(.software, "\(tracer) counted nothing; may it trace here?") }
    }

    /// What a run has more than a smaller one, for each of so many messages: starts and ends cancel out.
    static func perMessage(_ larger: SystemCalls, _ smaller: SystemCalls, messages: Int) -> [String: Double] {
        var result: [String: Double] = [:]
        for name in Set(larger.counts.keys).union(smaller.counts.keys) {
            result[name] =
                Double(larger.counts[name, default: 0] - smaller.counts[name, default: 0]) / Double(messages)
        }
        return result
    }
}
