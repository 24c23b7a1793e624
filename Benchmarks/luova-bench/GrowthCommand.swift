import Files

/// `luova-bench growth`: how cost grows with the size of things.
struct GrowthCommand {
    private let options: GrowthOptions

    /// Does what these options ask for.
    init(_ options: GrowthOptions) { self.options = options }

    /// What was measured of one number.
    private struct Result {
        let size: Int
        let samples: [GrowthTrial.Sample]

        /// The cost of the round in the middle.
        var cost: Double { Result.middle(samples.map(\.cost)) }
        /// The memory of the round in the middle, in 10^6 bytes.
        var memory: Double { Result.middle(samples.map { Double($0.memory) / 1e6 }) }
        /// The processor time until ready of the round in the middle, in milliseconds.
        var processor: Double { Result.middle(samples.map(\.processor)) }
        /// The instructions of the round in the middle, in thousands.
        var instructions: Double? {
            let counted = samples.compactMap(\.instructions)
            return counted.isEmpty ? nil : Result.middle(counted) / 1e3
        }

        private static func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    }

    private var isStart: Bool { options.subject == .contracts }

    /// Measures, and prints the table.
    func run() throws(Failure) {
        ProcessSettings.raiseOpenFileLimit()
        Interruption.listen()
        let trial = GrowthTrial(options: options, programs: try BenchPrograms(daemon: options.scenario.daemon))
        let folder = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: "/tmp", prefix: "luova-bench-growth-")
        }
        defer { ScratchFolder.remove(folder) }
        let counter = isStart || options.traced > 0 ? nil : try InstructionCount.usable(in: folder)
        var samples = [[GrowthTrial.Sample]](repeating: [], count: options.sizes.count)
        for round in 1...options.rounds {
            // Each round begins at the other end, so that no number always finds what another left.
            for place in round % 2 == 1 ? Array(options.sizes.indices) : options.sizes.indices.reversed() {
                let size = options.sizes[place]
                Progress.say("\(size) \(options.subject.rawValue), round \(round) of \(options.rounds)")
                samples[place].append(try trial.sample(size, counter))
            }
        }
        if options.traced > 0, !isStart { try trace(trial, &samples) }
        let results = zip(options.sizes, samples).map { Result(size: $0, samples: $1) }
        options.scenario.isJSON ? showObject(results) : showTable(results)
        if let path = options.scenario.plot { try draw(results, path) }
    }

    /// Counts of callgrind need one round only.
    private func trace(_ trial: GrowthTrial, _ samples: inout [[GrowthTrial.Sample]]) throws(Failure) {
        let counter = try InstructionCount.byValgrind()
        for (place, size) in options.sizes.enumerated() {
            let messages = options.subject == .waiting ? size : options.traced
            // Of waiting files it counts as many as it was allowed; more would take hours.
            guard messages <= options.traced else { continue }
            Progress.say("\(size) \(options.subject.rawValue), instructions")
            samples[place][0].instructions = try trial.instructions(size, messages, counter)
        }
    }

    private func showTable(_ results: [Result]) {
        let load =
            switch options.subject {
            case .contracts: "load: none; a start until the daemon is ready"
            case .waiting: "load: as many messages of 1.6 kB as wait"
            case .partners, .routes: "load: \(options.messages) messages of 1.6 kB"
            }
        options.scenario.begin(load: [load, "      the middle one of \(options.rounds) rounds"])
        var table = TextTable([
            options.subject.rawValue, isStart ? "ready ms" : "CPU µs", "ratio", "at least", "at most",
            isStart ? "MB then" : "peak MB", "ratio", isStart ? "CPU ms" : "k instructions", "ratio",
        ])
        for result in results {
            let first = results[0]
            let costs = result.samples.map(\.cost)
            table.add([
                "\(result.size)", JSONLine.text(result.cost, 1), JSONLine.text(result.cost / first.cost, 3),
                JSONLine.text(costs.min() ?? 0, 1), JSONLine.text(costs.max() ?? 0, 1),
                JSONLine.text(result.memory, 1), JSONLine.text(result.memory / first.memory, 3),
                work(result).map { JSONLine.text($0, 1) } ?? "-", ratio(result, first),
            ])
        }
        table.print()
    }

    /// What a busy machine changes least: processor time of a start, instructions of a message.
    private func work(_ result: Result) -> Double? { isStart ? result.processor : result.instructions }

    private func ratio(_ result: Result, _ first: Result) -> String {
        guard let work = self.work(result), let least = self.work(first) else { return "-" }
        return JSONLine.text(work / least, 3)
    }

    private func showObject(_ results: [Result]) {
        var object = options.scenario.object("growth")
        object.add("of", options.subject.rawValue)
        object.add("rounds", options.rounds)
        if !isStart, options.subject != .waiting { object.add("messages", options.messages) }
        object.add(
            "results",
            results.map { result in
                var line = JSONLine()
                let first = results[0]
                line.add("number", result.size)
                line.add(isStart ? "ready_ms" : "cpu_us_per_message", result.cost, digits: 2)
                line.add(isStart ? "all_ready_ms" : "all_cpu_us_per_message", result.samples.map(\.cost), digits: 2)
                line.add("ratio", result.cost / first.cost, digits: 3)
                line.add(isStart ? "resident_mb" : "peak_mb", result.memory, digits: 1)
                line.add("memory_ratio", result.memory / first.memory, digits: 3)
                if isStart { line.add("cpu_ms", result.processor, digits: 2) }
                if let count = result.instructions {
                    line.add("instructions_per_message", count * 1e3, digits: 0)
                    line.add("instructions_ratio", count / (first.instructions ?? count), digits: 3)
                }
                return line
            })
        options.scenario.show(object)
    }

    private func draw(_ results: [Result], _ path: String) throws(Failure) {
        func panel(_ title: String, _ unit: String, _ value: (Result) -> Double?) -> Plot.Panel {
            let points = results.compactMap { result in
                value(result).map { Plot.Point(x: power(result.size), y: $0) }
            }
            return Plot.Panel(
                title: title, unit: unit, lines: [Plot.Line(name: options.subject.rawValue, points: points)])
        }
        var panels = [
            isStart
                ? panel("Start until ready", "ms") { $0.cost } : panel("Processor time a message", "µs") { $0.cost },
            panel("Memory", "MB") { $0.memory },
        ]
        if results.contains(where: { $0.instructions != nil }) {
            panels.append(panel("Instructions a message", "thousands") { $0.instructions })
        }
        let plot = Plot(
            title: "growth: \(options.subject.rawValue), on \(options.scenario.place.name)", panels: panels,
            timeTitle: options.subject.rawValue, timeMarks: .powersOfTen)
        try plot.write(to: path)
    }

    /// The logarithm of a number to the base of ten.
    private func power(_ size: Int) -> Double {
        var (rest, power) = (Double(size), 0.0)
        while rest >= 10 {
            rest /= 10
            power += 1
        }
        // Between two powers of ten a straight line is near enough for a drawing.
        return power + (rest - 1) / 9
    }
}
