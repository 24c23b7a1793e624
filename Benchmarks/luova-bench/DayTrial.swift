import Files
import Glibc

/// One day through one fresh daemon.
struct DayTrial {
    /// What it was like.
    struct Result {
        /// How files were taken.
        let custody: BenchCustody
        /// Seconds from the first drop until the last arrival.
        var seconds = 0.0
        /// Processor time of the daemon, in seconds.
        var processor = 0.0
        /// The most memory in use at once, in bytes.
        var peak = 0
        /// Bytes in the ledger's folder at the end.
        var ledger: Int64 = 0
        /// Messages whose bytes were compared.
        var compared = 0
        /// How `luova verify` ended, and how long it took in seconds.
        var verified: (code: Int, seconds: Double) = (0, 0)
        /// What arrived, and how long it had waited.
        var timeline: Timeline
        /// Memory over time: anonymous and all, in 10^6 bytes.
        var memory: (anonymous: [Plot.Point], all: [Plot.Point]) = ([], [])
    }

    private static let patience: Int64 = 120_000_000_000

    /// What was asked for.
    let options: DayOptions
    /// What is measured.
    let programs: BenchPrograms
    /// How files are taken.
    let custody: BenchCustody

    /// Plays the day.
    func run() throws(Failure) -> Result {
        let feed = try MessageFeed.of(options.traffic, messages: options.files)
        let installation = try Installation(
            .luova, feed, in: options.scenario.place, custody, programs, workers: options.threads)
        // A day would fill the place with them.
        installation.watch.largest = .max
        let reading = installation.process.reading
        let start = Clock.monotonic()
        var result = Result(custody: custody, timeline: Timeline(from: start))
        let cost = reading.processorTime
        try load(installation, &result, since: start)
        result.seconds = Double(Clock.monotonic() - start) / 1e9
        result.processor = Double(reading.processorTime - cost) / 1e9
        result.peak = reading.memory("VmHWM")
        result.compared = installation.watch.compared
        try installation.process.stop()
        result.ledger = try DayTrial.size(of: installation.spool.ledger)
        try verify(installation, &result)
        return result
    }

    /// Drops what may wait, takes what has arrived, and again.
    private func load(_ installation: Installation, _ result: inout Result, since start: Int64) throws(Failure) {
        let watch = installation.watch
        var bar = ProgressBar("day, \(custody.rawValue)")
        var (sent, arrived, turn) = (0, 0, 0)
        var (last, looked) = (start, start)
        var timeline = result.timeline
        while arrived < options.files {
            var burst = 0
            while sent < options.files, watch.outstanding < options.waiting, burst < 64 {
                try installation.sender.send(sent)
                sent += 1
                burst += 1
            }
            let before = arrived
            try watch.collect(most: 128) { arrival in
                arrived += 1
                timeline.add(arrival.latency, at: arrival.at)
            }
            if burst == 0, arrived == before { watch.wait(until: Clock.monotonic() + 100_000_000) }
            turn += 1
            guard turn % 16 == 0 || arrived == before else { continue }
            let now = Clock.monotonic()
            if arrived > before { last = now }
            if now - looked > 1_000_000_000 {
                looked = now
                try look(installation, &result, at: Double(now - start) / 1e9)
                guard now - last < DayTrial.patience else {
                    throw Failure(.software, "\(watch.outstanding) messages did not arrive")
                }
            }
            bar.show(Double(arrived), of: Double(options.files), "\(arrived) of \(options.files) files")
        }
        bar.end()
        result.timeline = timeline
    }

    private func look(_ installation: Installation, _ result: inout Result, at time: Double) throws(Failure) {
        try Interruption.check()
        try installation.process.mustRun()
        let reading = installation.process.reading
        result.memory.anonymous.append(Plot.Point(x: time, y: Double(reading.memory("RssAnon")) / 1e6))
        result.memory.all.append(Plot.Point(x: time, y: Double(reading.memory("VmRSS")) / 1e6))
    }

    private func verify(_ installation: Installation, _ result: inout Result) throws(Failure) {
        Progress.say("luova verify")
        let program = MeasuredProgram(
            path: programs.daemon, arguments: ["verify", "--spool", installation.spool.path],
            log: "\(installation.spool.path)/../verify.words")
        let measurement = try Measurement(ofAny: program)
        result.verified = (Int(measurement.exitCode ?? -1), measurement.wall)
    }

    /// Bytes in a folder and what is below it.
    static func size(of path: String) throws(Failure) -> Int64 {
        try Failure.orFile { () throws(FileError) in
            let folder = try Directory(path: path)
            var size: Int64 = 0
            for entry in try folder.entries() {
                if let status = try folder.status(of: entry.name), status.kind == .regular { size += status.size }
            }
            return size
        }
    }
}
