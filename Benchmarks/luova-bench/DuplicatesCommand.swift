import CLibXML2
import CLinux
import Files
import Glibc
import Messages
import Recording

/// `luova-bench duplicates`: what the index of duplicates costs on the committer's path, in memory, on
/// the disk, and at a start.
struct DuplicatesCommand {
    private static let day: Int64 = 86_400_000_000_000
    private static let group = 256
    private static let window = 7 * day
    /// Of the days before the last, so many messages have one with its line in the ledger.
    private static let sparse = 1_024

    private let options: DuplicatesOptions
    private let beginning: Int64

    /// Does what these options ask for.
    init(_ options: DuplicatesOptions) {
        self.options = options
        beginning = (Clock.realtime() / DuplicatesCommand.day - Int64(options.days)) * DuplicatesCommand.day
    }

    /// Measures, and prints the table.
    func run() throws(Failure) {
        guard let place = try BenchPlace.all(options.place.map { [$0] } ?? []).last else {
            throw Failure(.unavailable, "duplicates: no folder to work in")
        }
        let path = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: place.path, prefix: "luova-bench-")
        }
        defer { BenchSpool.removeTree(path) }
        let machine = Machine()
        if !options.isJSON {
            say("machine: \(machine.kernel) \(machine.architecture), \(machine.cores) cores; \(place.name)")
            say("load: \(options.days) days of \(options.messages) messages, then one more; groups of 256")
            say("")
        }
        do {
            try measure(try Directory(path: path))
        } catch let error as FileError {
            throw Failure(.inputOutput, "\(error)")
        } catch let error as LedgerError {
            throw Failure(.inputOutput, "\(error)")
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(.software, "duplicates: \(error)")
        }
    }

    private func measure(_ folder: Directory) throws {
        var ledger = DuplicatesLedger(folder)
        row("memory before the index", megabytes(memory("VmRSS")), "MB")
        var index: DuplicateIndex? = try open(folder)
        try fill(&ledger, index)
        Progress.say("the day that is measured")
        try passDay(&ledger, index)
        row("memory at rest", megabytes(memory("VmRSS")), "MB")
        try findAgain(index)
        index = nil
        try folder.synchronizeFileSystem()
        let files = try indexFiles(folder)
        let bytes = try files.reduce(Int64(0)) { $0 + (try folder.status(of: $1)?.size ?? 0) }
        row("files on the disk", Double(files.count), "")
        row("size on the disk", Double(bytes) / 1e6, "MB")
        try start(folder, "start, files in the page cache")
        for entry in try folder.entries() { try folder.open(entry.name).dropCachedPages() }
        try start(folder, "start, nothing in the page cache")
        for name in files where name.description.hasSuffix(".log") {
            let log = try folder.openOrCreate(name, mode: 0o640)
            try log.truncate(to: max(40, try log.status().size - 16_384 * 16))
        }
        try start(folder, "start, 16,384 messages of the log lost")
        let firstOfLastDay = ledger.next - UInt64(options.messages) * 2
        var lost = 0
        for name in files where (Int(name.description.split(separator: ".")[1]) ?? 0) >= firstOfLastDay {
            if try folder.remove(name) { lost += 1 }
        }
        try start(folder, "start, \(lost) files of the last day lost")
    }

    private func open(_ folder: Directory) throws -> DuplicateIndex {
        try DuplicateIndex(folder: folder, window: DuplicatesCommand.window, now: time(options.days, 0))
    }

    private func time(_ day: Int, _ number: Int) -> Timestamp {
        let share = DuplicatesCommand.day / Int64(options.messages) * Int64(number)
        return Timestamp(nanoseconds: beginning + Int64(day) * DuplicatesCommand.day + share)
    }

    /// The days before, without lookups.
    private func fill(_ ledger: inout DuplicatesLedger, _ index: DuplicateIndex?) throws {
        for day in 0..<options.days {
            Progress.say("day \(day + 1) of \(options.days)")
            var number = 0
            while number < options.messages {
                let time = time(day, number)
                let count = min(DuplicatesCommand.sparse, options.messages - number)
                let key = DuplicatesLedger.key(day * options.messages + number)
                try index?.insert(key.fingerprint, ledger.next, time)
                ledger.accept(key, time)
                for other in 1..<count {
                    var random = RandomStream(seed: UInt64(day * options.messages + number + other))
                    try index?.insert(random.next() | 1, ledger.next + UInt64(other) - 1, time)
                }
                ledger.skip(count - 1)
                try ledger.commit(time)
                try index?.complete(through: ledger.next - 1, at: time)
                number += count
            }
        }
    }

    /// A day as the committer has it: each group is looked up, gets its lines, and is added.
    private func passDay(_ ledger: inout DuplicatesLedger, _ index: DuplicateIndex?) throws {
        var (cost, longest, found, most) = (Int64(0), Int64(0), 0, (all: 0, anonymous: 0, file: 0))
        var number = 0
        while number < options.messages {
            let time = time(options.days, number)
            let keys = (number..<min(number + DuplicatesCommand.group, options.messages))
                .map { DuplicatesLedger.key(options.days * options.messages + $0) }
            var (began, wall) = (threadTime(), Clock.monotonic())
            for key in keys where try index?.find(key, now: time) != nil { found += 1 }
            cost += threadTime() - began
            var taken = Clock.monotonic() - wall
            let first = ledger.next
            for key in keys { ledger.accept(key, time) }
            for place in keys.indices { ledger.deliver(first + UInt64(place), time) }
            try ledger.commit(time)
            (began, wall) = (threadTime(), Clock.monotonic())
            for (place, key) in keys.enumerated() {
                try index?.insert(key.fingerprint, first + UInt64(place), time)
            }
            try index?.complete(through: ledger.next - 1, at: time)
            cost += threadTime() - began
            taken += Clock.monotonic() - wall
            longest = max(longest, taken)
            number += keys.count
            most = (
                max(most.all, memory("VmRSS")), max(most.anonymous, memory("RssAnon")),
                max(most.file, memory("RssFile"))
            )
        }
        guard found == 0 else { throw Failure(.software, "duplicates: \(found) new ids were found; this is a bug") }
        row("lookup that finds nothing, and insert: CPU", Double(cost) / Double(options.messages) / 1e3, "µs")
        row("longest group of 256: wall", Double(longest) / 1e6, "ms")
        row("memory at most", megabytes(most.all), "MB")
        row("… anonymous at most", megabytes(most.anonymous), "MB")
        row("… of files at most", megabytes(most.file), "MB")
    }

    /// Messages that come again: from the last day, and from those before.
    private func findAgain(_ index: DuplicateIndex?) throws {
        var random = RandomStream(seed: 7)
        let last = options.days * options.messages
        let today = (0..<20_000).map { _ in DuplicatesLedger.key(last + random.below(options.messages)) }
        let before = (0..<2_000).map { _ in
            let place = random.below(options.messages / DuplicatesCommand.sparse + 1) * DuplicatesCommand.sparse
            return DuplicatesLedger.key(
                random.below(options.days) * options.messages
                    + min(place, options.messages / DuplicatesCommand.sparse * DuplicatesCommand.sparse))
        }
        for (name, keys) in [("of the last day", today), ("of the days before", before)] {
            let (began, wall) = (threadTime(), Clock.monotonic())
            for key in keys {
                guard try index?.find(key, now: time(options.days, 0))?.messageID == key.messageID else {
                    throw Failure(.software, "duplicates: an id \(name) was not found; this is a bug")
                }
            }
            row("hit \(name): CPU", Double(threadTime() - began) / Double(keys.count) / 1e3, "µs")
            row("hit \(name): wall", Double(Clock.monotonic() - wall) / Double(keys.count) / 1e3, "µs")
        }
    }

    /// Opens the index, and looks for a message of the last day.
    private func start(_ folder: Directory, _ name: String) throws {
        let wall = Clock.monotonic()
        let index = try open(folder)
        row(name, Double(Clock.monotonic() - wall) / 1e9, "s")
        let key = DuplicatesLedger.key((options.days + 1) * options.messages - 1)
        guard try index.find(key, now: time(options.days, 0)) != nil else {
            throw Failure(.software, "duplicates: after '\(name)' an id was not found; this is a bug")
        }
    }

    private func indexFiles(_ folder: Directory) throws -> [FileName] {
        try folder.entries().map(\.name).filter { $0.description.hasPrefix("duplicates.") }
    }

    /// A number of kB from the kernel's account of this process (proc_pid_status(5)), in bytes.
    private func memory(_ name: String) -> Int {
        let text = (try? WholeFile.read("/proc/self/status")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return (line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0)
            * 1_024
    }

    private func megabytes(_ bytes: Int) -> Double { Double(bytes) / 1e6 }

    /// Processor time of this thread, in nanoseconds (CLOCK_THREAD_CPUTIME_ID).
    private func threadTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private func row(_ name: String, _ value: Double, _ unit: String) {
        if options.isJSON {
            var object = JSONLine()
            object.add("what", name)
            object.add("value", value, digits: 3)
            object.add("unit", unit)
            return say(object.text)
        }
        let number = JSONLine.text(value, unit == "" ? 0 : 3)
        let blanks = String(repeating: " ", count: max(1, 56 - name.count - number.count))
        say("\(name)\(blanks)\(number)\(unit.isEmpty ? "" : " \(unit)")")
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
