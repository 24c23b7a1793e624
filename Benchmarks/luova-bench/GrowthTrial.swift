import Files

/// Measures one number of what grows, each time in a fresh folder.
struct GrowthTrial {
    /// One round's figures of one number.
    struct Sample {
        /// Microseconds of processor time a message, the start not included; or milliseconds until the daemon was ready.
        var cost = 0.0
        /// Milliseconds of processor time until the daemon was ready; 0 where messages are measured.
        var processor = 0.0
        /// The most memory in use at once, or in use when it was ready, in bytes.
        var memory = 0
        /// Instructions a message, the start not included; nil: not counted.
        var instructions: Double?
    }

    /// A drain of so few messages is repeated within a round, so that the start does not hide it.
    private static let least = 10_000

    /// What was asked for.
    let options: GrowthOptions
    /// What is measured.
    let programs: BenchPrograms

    /// Measures a number once.
    func sample(_ size: Int, _ counter: InstructionCount?) throws(Failure) -> Sample {
        guard options.subject != .contracts else { return try start(size) }
        let messages = options.subject == .waiting ? size : options.messages
        let repeats = max(1, min(10, GrowthTrial.least / messages))
        var sample = Sample()
        var spent = 0.0
        for _ in 0..<repeats {
            let full = try drain(size, messages)
            let empty = try drain(size, 0)
            spent += full.user + full.system - empty.user - empty.system
            sample.memory = max(sample.memory, full.peak)
        }
        sample.cost = spent * 1e6 / Double(messages * repeats)
        if let counter { sample.instructions = try instructions(size, messages, counter) }
        return sample
    }

    /// Instructions a message of a number; nil when nothing was counted.
    func instructions(_ size: Int, _ messages: Int, _ counter: InstructionCount) throws(Failure) -> Double? {
        func count(_ messages: Int) throws(Failure) -> Double? {
            try with(size, messages) { (program, folder) throws(Failure) in
                try counter.instructions(of: program, in: folder)
            }
        }
        guard let full = try count(messages), let empty = try count(0) else { return nil }
        return (full - empty) / Double(messages)
    }

    private func drain(_ size: Int, _ messages: Int) throws(Failure) -> Measurement {
        try with(size, messages) { (program, _) throws(Failure) in try Measurement(of: program) }
    }

    /// The start of a daemon until it is ready.
    private func start(_ size: Int) throws(Failure) -> Sample {
        try made(size) { (spool, folder) throws(Failure) in
            let program = MeasuredProgram(
                path: programs.daemon, arguments: ["run", "--routes", spool.routes, "--spool", spool.spool.path],
                log: "\(folder)/words")
            let daemon = try DaemonProcess(program)
            let sample = Sample(
                cost: Double(daemon.startTime) / 1e6, processor: Double(daemon.reading.processorTime) / 1e6,
                memory: daemon.reading.memory("VmRSS"))
            try daemon.stop()
            return sample
        }
    }

    /// Fills a spool, hands over the program that is to empty it, and checks that it did.
    private func with<Value>(
        _ size: Int, _ messages: Int, _ measure: (MeasuredProgram, String) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try made(size) { (spool, folder) throws(Failure) in
            try spool.fill(messages)
            let words = ["run", "--drain", "--routes", spool.routes, "--spool", spool.spool.path, "--workers", "2"]
            let value = try measure(
                MeasuredProgram(path: programs.daemon, arguments: words, log: "\(folder)/words"), folder)
            try spool.check(messages)
            return value
        }
    }

    private func made<Value>(
        _ size: Int, _ body: (GrowthSpool, String) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let place = options.scenario.place.path
        let folder = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: place, prefix: "luova-bench-")
        }
        defer {
            BenchSpool.removeTree(folder)
            // What removing costs the file system belongs to this run and not to the next.
            try? Directory(path: place).synchronizeFileSystem()
        }
        let spool = GrowthSpool(in: folder, GrowthSpool.Shape(options.subject, size))
        try Failure.orFile { () throws(FileError) in try spool.make(custody: options.scenario.custody) }
        return try body(spool, folder)
    }
}
