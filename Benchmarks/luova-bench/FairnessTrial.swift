import CLibXML2
import CLinux
import Files
import Glibc

/// One crowd and one neighbour on one running daemon.
struct FairnessTrial {
    /// What came of it.
    struct Result {
        /// How long each of the neighbour's messages took, in nanoseconds, in ascending order.
        var waits: [Int64] = []
        /// How long it was until the last of the crowd's files was delivered, in nanoseconds; nil when that was not
        /// waited for.
        var crowdTime: Int64?
        /// The daemon's memory when it was ready, in bytes.
        var atFirst = 0
        /// The most that it had.
        var peak = 0
        /// Processor time of the daemon, in seconds.
        var processor = 0.0

        /// The wait that a share of the messages did not exceed, in milliseconds.
        func wait(_ share: Double) -> Double {
            guard let last = waits.last else { return 0 }
            let place = Int((Double(waits.count) * share).rounded(.up)) - 1
            return Double(waits.indices.contains(place) ? waits[place] : last) / 1e6
        }
    }

    private static let interval: Int64 = 200_000_000
    /// The size of the neighbour's messages.
    private static let size = 1_600

    let options: FairnessOptions
    let programs: BenchPrograms
    let place: BenchPlace
    let crowd: FairnessOptions.Crowd

    /// Does it, in a fresh folder that is removed at the end.
    func run() throws(Failure) -> Result {
        let folder = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: place.path, prefix: "luova-bench-fairness-")
        }
        let spool = FairnessSpool(folder: folder)
        defer {
            BenchSpool.removeTree(folder)
            try? Directory(path: place.path).synchronizeFileSystem()
        }
        try Failure.orFile { () throws(FileError) in try spool.make(custody: options.scenario.custody) }
        try fill(crowd == .once ? spool.stage : spool.drop(of: FairnessSpool.crowd))
        let program = MeasuredProgram(
            path: programs.daemon, arguments: ["run", "--routes", spool.routes, "--spool", spool.path],
            log: "\(folder)/words")
        var children = [try program.start()]
        defer { for child in children { kill(child, SIGKILL) } }
        let daemon = children[0]
        try waitUntilReady(program, daemon)
        var result = Result()
        result.atFirst = memory(of: daemon, "VmRSS:")
        if crowd == .once {
            let words = [FairnessCrowd.verb, spool.stage, spool.drop(of: FairnessSpool.crowd)]
            children.append(
                try MeasuredProgram(path: programs.own, arguments: words, log: "\(folder)/crowd.words").start())
        }
        try watch(spool, &result, program, daemon)
        result.peak = memory(of: daemon, "VmHWM:")
        children = []
        var usage = rusage()
        var status: CInt = 0
        kill(daemon, SIGTERM)
        while wait4(daemon, &status, 0, &usage) < 0, errno == EINTR {}
        if status != 0 { throw program.failure(status: status) }
        result.processor = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        result.processor += Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        result.waits.sort()
        return result
    }

    private func fill(_ folder: String) throws(Failure) {
        var mill = MessageMill(size: options.size)
        let drop = try Failure.orFile { () throws(FileError) in try Directory(path: folder) }
        for number in 0..<options.files {
            if number % 1_000 == 0 { try Interruption.check() }
            guard let name = FileName("report-\(number).xml") else { preconditionFailure("a number makes a file name") }
            let message = mill.message(number)
            try Failure.orFile { () throws(FileError) in
                try drop.create(name, mode: 0o644).write(crowd == .unfinished ? message.dropLast(100) : message)
            }
        }
        try Failure.orFile { () throws(FileError) in try drop.synchronizeFileSystem() }
    }

    private func waitUntilReady(_ program: MeasuredProgram, _ daemon: pid_t) throws(Failure) {
        for _ in 0..<3_000 {
            let text = (try? WholeFile.read(program.log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            if text.contains("ready:") { return }
            try mustRun(program, daemon)
            ScratchFolder.pause(nanoseconds: 1_000_000)
        }
        throw Failure(.software, "the daemon does not become ready")
    }

    private func mustRun(_ program: MeasuredProgram, _ daemon: pid_t) throws(Failure) {
        var status: CInt = 0
        if waitpid(daemon, &status, WNOHANG) == daemon { throw program.failure(status: status) }
    }

    /// Sends as the neighbour, and looks every millisecond what has arrived, until it is over.
    private func watch(
        _ spool: FairnessSpool, _ result: inout Result, _ program: MeasuredProgram, _ daemon: pid_t
    ) throws(Failure) {
        var mill = MessageMill(size: FairnessTrial.size)
        var sent: [Int: Int64] = [:]
        var number = 0
        let start = Clock.monotonic()
        let patience = options.seconds ?? (crowd == .unfinished ? 10 : nil)
        let end = patience.map { start + Int64($0) * 1_000_000_000 } ?? .max
        var next = start
        var isOver = false
        while !isOver || !sent.isEmpty {
            try Interruption.check()
            let now = Clock.monotonic()
            if !isOver, now >= next {
                next += FairnessTrial.interval
                try Failure.orFile { () throws(FileError) in
                    let drop = try Directory(path: spool.drop(of: FairnessSpool.neighbour))
                    guard let part = FileName("\(number).part"), let name = FileName("\(number).xml") else { return }
                    try drop.create(part, mode: 0o644).write(mill.message(number))
                    // From here on it may be taken.
                    sent[number] = Clock.monotonic()
                    try drop.rename(part, to: drop, name)
                }
                number += 1
                try mustRun(program, daemon)
                if crowd != .unfinished, result.crowdTime == nil {
                    let count = try Failure.orFile { () throws(FileError) in
                        try BenchSpool.count(spool.pickup(of: FairnessSpool.crowd))
                    }
                    if count == options.files { result.crowdTime = Clock.monotonic() - start }
                }
                isOver = now > end || patience == nil && result.crowdTime != nil && number > 10
            }
            try look(spool, &sent, &result)
            if isOver, now > (sent.values.max() ?? now) + 120_000_000_000 {
                throw Failure(.software, "\(sent.count) messages of the neighbour did not arrive")
            }
            ScratchFolder.pause(nanoseconds: 1_000_000)
        }
    }

    private func look(
        _ spool: FairnessSpool, _ sent: inout [Int: Int64], _ result: inout Result
    ) throws(Failure) {
        let found = try Failure.orFile { () throws(FileError) in
            let pickup = try Directory(path: spool.pickup(of: FairnessSpool.neighbour))
            var numbers: [Int] = []
            for entry in try pickup.entries() {
                var buffer = [UInt8](repeating: 0, count: FairnessTrial.size)
                let count = try pickup.open(entry.name).read(into: &buffer, count: buffer.count, at: 0)
                try pickup.remove(entry.name)
                numbers.append(MessageMill.number(of: buffer[..<count]) ?? -1)
            }
            return numbers
        }
        let now = Clock.monotonic()
        for number in found {
            guard let since = sent.removeValue(forKey: number) else {
                throw Failure(.software, "the neighbour's message \(number) arrived twice, or was never sent")
            }
            result.waits.append(now - since)
        }
    }

    /// What /proc says of a process's memory, in bytes.
    private func memory(of process: pid_t, _ field: String) -> Int {
        let text = (try? WholeFile.read("/proc/\(process)/status")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(field) }
        return (line?.split { " \t".contains($0) }.compactMap { Int($0) }.first ?? 0) * 1_024
    }
}
