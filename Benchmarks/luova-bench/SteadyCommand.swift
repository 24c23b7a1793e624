import Files

/// `luova-bench steady`: latency and cost at a steady rate, daemon and floor in turns.
struct SteadyCommand {
    private let options: SteadyOptions

    /// Does what these options ask for.
    init(_ options: SteadyOptions) { self.options = options }

    /// Measures, and prints the table.
    func run() throws(Failure) {
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        let feed = try MessageFeed.of(options.traffic, messages: 2 * options.rate * (options.seconds + 1))
        var results: [SteadyResult] = []
        for who in Contender.allCases {
            let installation = try Installation(
                who, feed, in: options.scenario.place, options.scenario.custody, programs)
            results.append(SteadyResult(installation))
        }
        try load(&results)
        if options.idleSeconds > 0 { try rest(&results) }
        for place in results.indices { try results[place].end() }
        SteadyTable(options: options, results: results).show()
        if let path = options.scenario.plot { try draw(results, path) }
    }

    /// Blocks of load, turn by turn; each pair begins with the other one.
    private func load(_ results: inout [SteadyResult]) throws(Failure) {
        var bar = ProgressBar("steady")
        var left = options.seconds
        var (first, pair) = (0, 0)
        // A few messages that do not count: pages, caches and parsers are there when it begins.
        let warmUp = OpenLoad(rate: options.rate, seconds: min(1, Double(options.seconds) / 5))
        for result in results {
            _ = try warmUp.run(on: result.installation, first: first, arrived: { _ in })
            first += warmUp.count
        }
        let start = Clock.monotonic()
        for place in results.indices { results[place].timeline = Timeline(from: start) }
        while left > 0 {
            let seconds = min(options.block, left)
            let load = OpenLoad(rate: options.rate, seconds: Double(seconds))
            for turn in results.indices {
                let place = (turn + pair) % results.count
                let done = Double(options.seconds - left) + Double(turn * seconds) / 2
                let note = "\(results[place].installation.who.rawValue)"
                try results[place].run(load, first: first) { (share) throws(Failure) in
                    bar.show(done + share * Double(seconds) / 2, of: Double(options.seconds), note)
                    return true
                }
                first += load.count
            }
            left -= seconds
            pair += 1
        }
        bar.end()
    }

    /// Nothing to do, for both at the same time.
    private func rest(_ results: inout [SteadyResult]) throws(Failure) {
        // What the load left to be done is not part of resting.
        ScratchFolder.pause(nanoseconds: 1_000_000_000)
        var bar = ProgressBar("idle")
        for place in results.indices { results[place].beginRest() }
        for tick in 0..<options.idleSeconds * 10 {
            try Interruption.check()
            ScratchFolder.pause(nanoseconds: 100_000_000)
            bar.show(Double(tick), of: Double(options.idleSeconds * 10))
        }
        for place in results.indices { try results[place].endRest() }
        bar.end()
    }

    private func draw(_ results: [SteadyResult], _ path: String) throws(Failure) {
        func lines(_ points: (Timeline) -> [Plot.Point], _ name: String) -> [Plot.Line] {
            results.map { result in
                Plot.Line(
                    name: result.installation.who.rawValue + name, points: points(result.timeline), gap: 1.5)
            }
        }
        let plot = Plot(
            title:
                "steady: \(options.rate) messages/s on \(options.scenario.place.name), \(options.scenario.custody.rawValue)",
            panels: [
                Plot.Panel(title: "Arrived", unit: "messages/s", lines: lines({ $0.rates() }, "")),
                Plot.Panel(title: "Latency, half of all", unit: "ms", lines: lines({ $0.latencies(0.5) }, " p50")),
                Plot.Panel(title: "Latency, 99 of 100", unit: "ms", lines: lines({ $0.latencies(0.99) }, " p99")),
            ])
        try plot.write(to: path)
    }
}
