import Files

/// `luova-bench lanes`: interactive messages without and with a night's work beside them.
struct LanesCommand {
    private let options: LanesOptions

    /// Does what these options ask for.
    init(_ options: LanesOptions) { self.options = options }

    /// What was measured.
    private struct Result {
        var (without, with, batch) = (Histogram(), Histogram(), Histogram())
        var batchTime: Int64 = 0
        var bytes: Int64 = 0
        var peak = 0
        var late = 0
    }

    /// Measures, and prints the table.
    func run() throws(Failure) {
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        let installation = try Installation(
            .luova, .mill(size: 1_600), in: options.scenario.place, options.scenario.custody, programs)
        Progress.say("writing \(options.files) files of \(options.size) bytes")
        var staged = try StagedFiles(for: FeedRoutes.nightSender, of: installation)
        for number in 0..<options.files {
            // Other numbers than the interactive messages have, so other ids.
            try staged.add(LargeMessage(10_000_000 + number, size: options.size, syntax: .xml), "night-\(number).xml")
        }
        try staged.settle()
        var result = Result()
        var timeline = Timeline(from: Clock.monotonic())
        let half = OpenLoad(rate: options.rate, seconds: Double(options.seconds) / 2)
        var first = 0
        func measure(_ load: OpenLoad, hasBatch: Bool) throws(Failure) -> Histogram {
            var histogram = Histogram()
            var (start, last) = (Int64(0), Int64(0))
            var seen = 0
            var bar = ProgressBar(hasBatch ? "lanes, with batches" : "lanes, without")
            func note(_ arrival: LatencyWatch.Arrival) {
                if arrival.receiver == FeedRoutes.nightReceiver {
                    result.batch.add(arrival.latency)
                    result.bytes += arrival.size
                    (last, seen) = (arrival.at, seen + 1)
                } else {
                    histogram.add(arrival.latency)
                    timeline.add(arrival.latency, at: arrival.at)
                }
            }
            if hasBatch { start = try staged.release(installation.watch, arrived: note) }
            let outcome = try load.run(on: installation, first: first, arrived: note) { (share) throws(Failure) in
                bar.show(hasBatch ? Double(seen) : share, of: hasBatch ? Double(options.files) : 1)
                return !hasBatch || seen < options.files
            }
            bar.end()
            first += outcome.sent
            result.late += outcome.late
            if hasBatch { result.batchTime = last - start }
            return histogram
        }
        let before = try measure(half, hasBatch: false)
        // It ends with the last batch file; an hour is longer than that takes.
        let during = try measure(OpenLoad(rate: options.rate, seconds: 3_600), hasBatch: true)
        let after = try measure(half, hasBatch: false)
        result.with = during
        result.without.add(before)
        result.without.add(after)
        result.peak = installation.process.reading.memory("VmHWM")
        try installation.process.stop()
        show(result)
        if let path = options.scenario.plot { try draw(timeline, path) }
    }

    private func show(_ result: Result) {
        let ratio = Histogram.shares.map { result.with.milliseconds($0) / max(0.001, result.without.milliseconds($0)) }
        let seconds = Double(result.batchTime) / 1e9
        let speed = Double(result.bytes) / 1e6 / max(seconds, 0.001)
        guard !options.scenario.isJSON else { return show(result, ratio, seconds, speed) }
        options.scenario.begin(load: [
            "load: \(options.rate) interactive messages/s; \(options.files) batch files of \(options.size) bytes"
        ])
        var table = TextTable.interactive([("without batches", result.without), ("with batches", result.with)])
        table.add(["with/without", ""] + ratio.map { JSONLine.text($0, 2) })
        table.print()
        say("")
        say("batch: \(JSONLine.text(seconds, 2)) s until the last was delivered, \(JSONLine.text(speed, 1)) MB/s")
        say("peak memory: \(JSONLine.text(Double(result.peak) / 1e6, 1)) MB; sent late: \(result.late)")
        say("wanted with batches: p99 under 50 ms, and at most 5 times the p99 without")
    }

    private func show(_ result: Result, _ ratio: [Double], _ seconds: Double, _ speed: Double) {
        var object = options.scenario.object("lanes")
        object.add("rate", options.rate)
        object.add("files", options.files)
        object.add("size", options.size)
        object.add("results", JSONLine.latencies("batches", [("without", result.without), ("with", result.with)]))
        object.add("ratio_p50", ratio[0], digits: 3)
        object.add("ratio_p99", ratio[2], digits: 3)
        object.add("ratio_max", ratio[4], digits: 3)
        object.add("batch_seconds", seconds, digits: 3)
        object.add("batch_mb_per_second", speed, digits: 1)
        object.add("peak_mb", Double(result.peak) / 1e6, digits: 1)
        object.add("sent_late", result.late)
        options.scenario.show(object)
    }

    private func draw(_ timeline: Timeline, _ path: String) throws(Failure) {
        let plot = Plot(
            title: "lanes: \(options.rate) interactive messages/s, \(options.files) files of \(options.size) bytes",
            panels: [
                .rate("Interactive, arrived", "luova", timeline), .latency("Interactive, latency", timeline),
            ])
        try plot.write(to: path)
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
