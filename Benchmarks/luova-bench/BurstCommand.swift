import Files

/// `luova-bench burst`: many messages at once, and interactive ones beside them.
struct BurstCommand {
    private let options: BurstOptions

    /// Does what these options ask for.
    init(_ options: BurstOptions) { self.options = options }

    /// What was measured.
    private struct Result {
        var during = Histogram()
        var after = Histogram()
        var interactive: Timeline
        var all: Timeline
        var backlog: [Plot.Point] = []
        /// When the burst began.
        var start: Int64 = 0
        /// When all of it was dropped.
        var dropped: Int64 = 0
        /// When its last message was delivered.
        var last: Int64 = 0
        var arrived = 0
        var late = 0
        var peak = 0
    }

    private static let step: Int64 = 250_000_000

    /// Measures, and prints the table.
    func run() throws(Failure) {
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        let feed = MessageFeed.mill(size: options.size, nightLane: options.lane)
        let installation = try Installation(
            .luova, feed, in: options.scenario.place, options.scenario.custody, programs)
        Progress.say("writing \(options.messages) messages")
        var staged = try StagedFiles(for: FeedRoutes.nightSender, of: installation)
        let firstOfBurst = 100_000_000
        for number in 0..<options.messages {
            try staged.add(feed.message(firstOfBurst + number).bytes, "burst-\(number).xml")
        }
        try staged.settle()
        // Idle, after a few messages that do not count.
        let warmUp = OpenLoad(rate: options.rate, seconds: 1)
        _ = try warmUp.run(on: installation, first: 0, arrived: { _ in })
        ScratchFolder.pause(nanoseconds: 1_000_000_000)
        let result = try measure(installation, &staged, first: warmUp.count)
        try installation.process.stop()
        options.scenario.isJSON ? showObject(result) : showTable(result)
        if let path = options.scenario.plot { try draw(result, path) }
    }

    private func measure(
        _ installation: Installation, _ staged: inout StagedFiles, first: Int
    ) throws(Failure) -> Result {
        let now = Clock.monotonic()
        var result = Result(
            interactive: Timeline(from: now, step: BurstCommand.step), all: Timeline(from: now, step: BurstCommand.step)
        )
        var bar = ProgressBar("burst")
        // Most of a burst may be gone before the loop below first looks: what arrives is counted down, too.
        let some = max(1, options.messages / 200)
        func noteBacklog(_ time: Int64) {
            let left = Double(options.messages - result.arrived)
            result.backlog.append(Plot.Point(x: Double(time - now) / 1e9, y: left))
        }
        func note(_ arrival: LatencyWatch.Arrival) {
            result.all.add(arrival.latency, at: arrival.at)
            if arrival.receiver == FeedRoutes.nightReceiver {
                result.arrived += 1
                result.last = arrival.at
                if result.arrived % some == 0 { noteBacklog(arrival.at) }
            } else {
                result.interactive.add(arrival.latency, at: arrival.at)
                if result.arrived < options.messages {
                    result.during.add(arrival.latency)
                } else {
                    result.after.add(arrival.latency)
                }
            }
        }
        noteBacklog(now)
        result.start = try staged.release(installation.watch, arrived: note)
        result.dropped = Clock.monotonic()
        // It ends some time after the burst; an hour is longer than that takes.
        let load = OpenLoad(rate: options.rate, seconds: 3_600)
        let outcome = try load.run(on: installation, first: first, arrived: note) { (_) throws(Failure) in
            noteBacklog(Clock.monotonic())
            bar.show(Double(result.arrived), of: Double(options.messages), "\(result.arrived) delivered")
            guard result.arrived == options.messages else { return true }
            return Clock.monotonic() < result.last + Int64(options.seconds) * 1_000_000_000
        }
        bar.end()
        result.late = outcome.late
        result.peak = installation.process.reading.memory("VmHWM")
        return result
    }

    private func seconds(_ result: Result) -> Double { Double(result.last - result.start) / 1e9 }

    private func showTable(_ result: Result) {
        options.scenario.begin(load: [
            "load: \(options.messages) messages of \(options.size) bytes at once, lane \(options.lane)",
            "      \(options.rate) interactive messages/s of another sender",
        ])
        TextTable.interactive([("during the burst", result.during), ("afterwards", result.after)]).print()
        say("")
        let rate = Double(options.messages) / seconds(result)
        let dropped = JSONLine.text(Double(result.dropped - result.start) / 1e9, 2)
        say("burst: dropped in \(dropped) s, delivered in \(JSONLine.text(seconds(result), 2)) s")
        say("       \(JSONLine.text(rate, 0)) messages/s")
        say("peak memory: \(JSONLine.text(Double(result.peak) / 1e6, 1)) MB; sent late: \(result.late)")
    }

    private func showObject(_ result: Result) {
        var object = options.scenario.object("burst")
        object.add("lane", options.lane)
        object.add("messages", options.messages)
        object.add("size", options.size)
        object.add("rate", options.rate)
        object.add("dropped_seconds", Double(result.dropped - result.start) / 1e9, digits: 3)
        object.add("delivered_seconds", seconds(result), digits: 3)
        object.add("messages_per_second", Double(options.messages) / seconds(result), digits: 1)
        object.add("results", JSONLine.latencies("interactive", [("during", result.during), ("after", result.after)]))
        object.add("peak_mb", Double(result.peak) / 1e6, digits: 1)
        object.add("sent_late", result.late)
        options.scenario.show(object)
    }

    private func draw(_ result: Result, _ path: String) throws(Failure) {
        let plot = Plot(
            title: "burst: \(options.messages) messages at once, lane \(options.lane)",
            panels: [
                Plot.Panel(
                    title: "Backlog", unit: "messages",
                    lines: [Plot.Line(name: "not delivered", points: result.backlog)]
                ),
                .rate("Delivered", "all", result.all), .latency("Interactive, latency", result.interactive),
            ])
        try plot.write(to: path)
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
