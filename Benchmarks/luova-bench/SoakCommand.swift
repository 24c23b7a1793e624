import Files

/// `luova-bench soak`: mixed messages for a long time, and what memory and descriptors do meanwhile.
struct SoakCommand {
    private let options: SoakOptions

    /// Does what these options ask for.
    init(_ options: SoakOptions) { self.options = options }

    /// What was measured.
    private struct Result {
        var latency = Histogram()
        var timeline: Timeline
        var series = [
            SoakSeries("VmRSS", unit: "MB"), SoakSeries("RssAnon", unit: "MB"),
            SoakSeries("descriptors", unit: ""), SoakSeries("threads", unit: ""),
        ]
        var refused = 0
        var receipts = 0
        var late = 0
        var seconds = 0.0
    }

    /// Looks, over the whole time; more would be drawn on top of each other.
    private static let looks = 1_000

    /// Measures, and prints the table.
    func run() throws(Failure) {
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        let feed = try MessageFeed.of(options.traffic, messages: options.rate * options.minutes * 60)
            .refusing(options.refused)
        let installation = try Installation(
            .luova, feed, in: options.scenario.place, options.scenario.custody, programs)
        let result = try measure(installation, feed)
        try installation.process.stop()
        options.scenario.isJSON ? showObject(result) : showTable(result)
        if let path = options.scenario.plot { try draw(result, path) }
    }

    private func measure(_ installation: Installation, _ feed: MessageFeed) throws(Failure) -> Result {
        let start = Clock.monotonic()
        let length = Int64(options.minutes) * 60_000_000_000
        let every = max(1_000_000_000, length / Int64(SoakCommand.looks))
        var result = Result(timeline: Timeline(from: start, step: every))
        var bar = ProgressBar("soak")
        var next = start
        // A long time would fill the place with them.
        installation.watch.largest = .max
        let load = OpenLoad(rate: options.rate, seconds: Double(options.minutes) * 60, shape: options.shape)
        let outcome = try load.run(on: installation, first: 0) { arrival in
            result.latency.add(arrival.latency)
            result.timeline.add(arrival.latency, at: arrival.at)
        } goesOn: { (share) throws(Failure) in
            let now = Clock.monotonic()
            bar.show(share, of: 1, "\(result.latency.count) delivered")
            guard now >= next else { return true }
            next = now + every
            look(installation.process.reading, &result, at: Double(now - start) / 1e9)
            try installation.process.mustRun()
            try clean(installation, feed)
            return true
        }
        bar.end()
        result.late = outcome.late
        result.seconds = Double(outcome.end - start) / 1e9
        result.refused = outcome.sent - result.latency.count
        // The last receipt may come after the last message.
        let patience = Clock.monotonic() + 10_000_000_000
        while installation.watch.receipts < result.refused, Clock.monotonic() < patience {
            installation.watch.wait(until: Clock.monotonic() + 100_000_000)
            try installation.watch.collect { _ in }
        }
        result.receipts = installation.watch.receipts
        guard result.receipts == result.refused else {
            throw Failure(.software, "soak: \(result.refused) messages were refused, \(result.receipts) receipts came")
        }
        return result
    }

    private func look(_ reading: ProcessReading, _ result: inout Result, at time: Double) {
        result.series[0].add(Double(reading.memory("VmRSS")) / 1e6, at: time)
        result.series[1].add(Double(reading.memory("RssAnon")) / 1e6, at: time)
        result.series[2].add(Double(reading.descriptors), at: time)
        result.series[3].add(Double(reading.threads.count), at: time)
    }

    /// What was refused is the operator's, who throws it away.
    private func clean(_ installation: Installation, _ feed: MessageFeed) throws(Failure) {
        for sender in feed.senders {
            guard let folder = try? Directory(path: "\(installation.spool.path)/refused/\(sender)") else { continue }
            try Failure.orFile { () throws(FileError) in
                for entry in try folder.entries() { try folder.remove(entry.name) }
            }
        }
    }

    private func showTable(_ result: Result) {
        options.scenario.begin(load: [
            "load: \(options.rate) messages/s for \(JSONLine.text(result.seconds / 60, 1)) minutes, "
                + "shape \(options.shape.rawValue)",
            "      \(options.traffic.title)",
        ])
        var table = TextTable(["daemon", "first", "last", "most", "slope an hour"])
        for series in result.series {
            table.add([
                series.unit.isEmpty ? series.name : "\(series.name), \(series.unit)",
                JSONLine.text(series.points.first?.y ?? 0, 1), JSONLine.text(series.points.last?.y ?? 0, 1),
                JSONLine.text(series.largest, 1), JSONLine.text(series.slopePerHour, 2),
            ])
        }
        table.print()
        say("")
        var latencies = TextTable(["delivered", "refused"] + Histogram.titles + ["late"])
        latencies.add(["\(result.latency.count)", "\(result.refused)"] + result.latency.cells + ["\(result.late)"])
        latencies.print()
    }

    private func showObject(_ result: Result) {
        var object = options.scenario.object("soak")
        object.add("rate", options.rate)
        object.add("shape", options.shape.rawValue)
        options.traffic.add(to: &object)
        object.add("seconds", result.seconds, digits: 1)
        object.add("refused", result.refused)
        object.add("receipts", result.receipts)
        object.add(result.latency)
        object.add(
            "results",
            result.series.map { series in
                var line = JSONLine()
                line.add("name", series.name)
                line.add("first", series.points.first?.y ?? 0, digits: 2)
                line.add("last", series.points.last?.y ?? 0, digits: 2)
                line.add("most", series.largest, digits: 2)
                line.add("slope_per_hour", series.slopePerHour, digits: 3)
                return line
            })
        object.add("sent_late", result.late)
        options.scenario.show(object)
    }

    private func draw(_ result: Result, _ path: String) throws(Failure) {
        func lines(_ places: Range<Int>) -> [Plot.Line] {
            result.series[places].map { Plot.Line(name: $0.name, points: $0.points) }
        }
        let plot = Plot(
            title: "soak: \(options.rate) messages/s, \(options.refused) of 100 refused",
            panels: [
                Plot.Panel(title: "Memory", unit: "MB", lines: lines(0..<2)),
                Plot.Panel(title: "Descriptors and threads", unit: "number", lines: lines(2..<4)),
                .rate("Delivered", "luova", result.timeline), .latency("Latency", result.timeline),
            ])
        try plot.write(to: path)
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
