import Files

/// One large message through one fresh daemon.
struct LargeTrial {
    /// What was measured of one contender.
    struct Result {
        /// Bytes of the message.
        var size = 0
        /// Seconds from the drop until it was delivered, or of the whole process.
        var seconds = 0.0
        /// Seconds of processor time.
        var processor = 0.0
        /// The most memory in use at once, in bytes.
        var peak = 0
        /// How fast the daemon read over time, in 10^6 bytes a second.
        var reads: [Plot.Point] = []
        /// Its memory over time, in 2^20 bytes.
        var memory: [Plot.Point] = []

        /// 10^6 bytes a second.
        var speed: Double { Double(size) / 1e6 / max(seconds, 1e-6) }
    }

    /// Where xmllint is looked for.
    private static let linters = ["/usr/bin/xmllint", "/usr/local/bin/xmllint"]
    /// A message that has not arrived after so long is lost, in nanoseconds.
    private static let patience: Int64 = 1_800_000_000_000

    /// What was asked for.
    let options: LargeOptions
    /// What is measured.
    let programs: BenchPrograms
    /// The syntax of the message.
    let syntax: LargeMessage.Syntax
    /// Its size in bytes.
    let size: Int

    /// Measures the daemon, and before it xmllint where it is installed and can read the syntax.
    func run() throws(Failure) -> (daemon: Result, linter: Result?) {
        let installation = try Installation(
            .luova, .mill(size: 1_600), in: options.scenario.place, options.scenario.custody, programs)
        // It is compared when it has arrived, however small it is.
        installation.watch.largest = 0
        let message = LargeMessage(1, size: size, syntax: syntax)
        var staged = try StagedFiles(for: BenchSpool.sender, of: installation)
        Progress.say("\(syntax.rawValue): writing \(message.size) bytes")
        try staged.add(message, "large.\(syntax.rawValue)")
        try staged.settle()
        Progress.say("\(syntax.rawValue): xmllint")
        let linter = try lint(staged.path(0), installation)
        Progress.say("\(syntax.rawValue): luova")
        let daemon = try deliver(&staged, installation)
        Progress.say("\(syntax.rawValue): comparing")
        try compare(message, installation.spool)
        return (daemon, linter)
    }

    private func deliver(_ staged: inout StagedFiles, _ installation: Installation) throws(Failure) -> Result {
        let reading = installation.process.reading
        let cost = reading.processorTime
        var result = Result()
        let start = try staged.release(installation.watch) { _ in }
        var bar = ProgressBar("large \(syntax.rawValue)")
        var last = (time: start, bytes: reading.readBytes)
        while result.size == 0 {
            installation.watch.wait(until: Clock.monotonic() + 100_000_000)
            try installation.watch.collect { arrival in
                result.size = Int(arrival.size)
                result.seconds = Double(arrival.at - start) / 1e9
            }
            try Interruption.check()
            try installation.process.mustRun()
            let now = (time: Clock.monotonic(), bytes: reading.readBytes)
            let time = Double(now.time - start) / 1e9
            let speed = Double(now.bytes - last.bytes) * 1e3 / Double(max(1, now.time - last.time))
            result.reads.append(Plot.Point(x: time, y: speed))
            result.memory.append(Plot.Point(x: time, y: Double(reading.memory("VmRSS")) / 1_048_576))
            last = now
            let spent = Double(reading.processorTime - cost) / 1e9
            bar.show(spent, of: Double(size) / 60e6, "\(JSONLine.text(spent, 0)) s of processor time")
            guard Clock.monotonic() - start < LargeTrial.patience else {
                throw Failure(.software, "the large message did not arrive")
            }
        }
        bar.end()
        result.processor = Double(reading.processorTime - cost) / 1e9
        result.peak = reading.memory("VmHWM")
        try installation.process.stop()
        return result
    }

    private func lint(_ path: String, _ installation: Installation) throws(Failure) -> Result? {
        let linter = LargeTrial.linters.first { WholeFile.status($0) != nil }
        guard syntax == .xml, let linter else { return nil }
        let folder = "\(installation.spool.path)/.."
        let program = MeasuredProgram(
            path: linter,
            arguments: ["--stream", "--schema", BenchRoutes.schema(in: "\(folder)/routes"), "--noout", path],
            log: "\(folder)/xmllint.words")
        let measurement = try Measurement(of: program)
        return Result(
            size: Int(WholeFile.status(path)?.size ?? 0), seconds: measurement.wall,
            processor: measurement.user + measurement.system, peak: measurement.peak)
    }

    private func compare(_ message: LargeMessage, _ spool: BenchSpool) throws(Failure) {
        let isSame = try Failure.orFile { () throws(FileError) in
            let pickup = try Directory(path: spool.pickup)
            guard let entry = try pickup.entries().first else { return false }
            return try message.isContent(of: entry.name, in: pickup)
        }
        guard isSame else { throw Failure(.software, "the large message is not what was sent; this is a bug") }
    }
}
