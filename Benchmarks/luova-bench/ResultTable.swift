import Files

/// The results, as a table for people or as one JSON object a line. Rows come as soon as they are known.
struct ResultTable {
    private let options: DrainOptions
    private let machine: Machine
    private let places: [(BenchPlace, SyncChoice)]
    /// How wide each column is; below zero: text, which stands at the left.
    private let widths: [Int]

    /// A table of what these options measure in these places.
    init(_ options: DrainOptions, _ machine: Machine, _ places: [(BenchPlace, SyncChoice)]) {
        self.options = options
        self.machine = machine
        self.places = places
        let longest = places.map { $0.0.name.count }.max() ?? 0
        widths = [-longest, -7, -5, 10, 6, 6, 7, 7, 11]
    }

    /// What is measured on what, and the names of the columns.
    func begin() {
        guard !options.scenario.isJSON else { return }
        say("machine: \(machine.kernel) \(machine.architecture), \(machine.cores) cores")
        let runs = options.runs == 1 ? "1 run" : "the middle one of \(options.runs) runs"
        say("load: \(options.load.messages) messages; \(options.load.traffic.title)")
        say("      \(options.load.threads) threads each, \(runs)")
        for (place, sync) in places {
            say("place: \(place.name); the floor makes a group durable by \(sync.rawValue), the cheaper here")
        }
        if options.calls > 0, SystemCalls.program == nil { say("no strace here: system calls are not counted") }
        say("")
        row(["place", "custody", "who", "messages/s", "CPU µs", "calls", "wall s", "peak MB", "luova/floor"])
    }

    /// The rows of one scenario, the daemon's first. `calls` has system calls a message, where they were counted.
    func add(_ results: [(Contender, [Measurement])], calls: [Contender: Double], of scenario: DrainScenario) {
        let middle = results.map { $0.1.sorted { $0.wall < $1.wall }[$0.1.count / 2] }
        for ((who, all), measurement) in zip(results, middle) {
            let floor = middle.last ?? measurement
            let ratio = floor.wall / measurement.wall
            if options.scenario.isJSON {
                say(object(scenario, who, measurement, all, ratio: ratio, calls: calls[who]).text)
            } else {
                row([
                    scenario.place.name, scenario.custody.rawValue, who.rawValue,
                    JSONLine.text(measurement.rate(options.load.messages), 0),
                    JSONLine.text(measurement.cost(options.load.messages), 1),
                    calls[who].map { JSONLine.text($0, 1) } ?? "-", JSONLine.text(measurement.wall, 3),
                    JSONLine.text(Double(measurement.peak) / 1e6, 1), who == .luova ? JSONLine.text(ratio, 2) : "",
                ])
            }
        }
    }

    private func object(
        _ scenario: DrainScenario, _ who: Contender, _ measurement: Measurement, _ all: [Measurement], ratio: Double,
        calls: Double?
    ) -> JSONLine {
        let micro = 1e6 / Double(options.load.messages)
        var object = JSONLine()
        object.add("place", scenario.place.path)
        object.add("filesystem", scenario.place.fileSystem)
        object.add("custody", scenario.custody.rawValue)
        object.add("who", who.rawValue)
        object.add("messages_per_second", measurement.rate(options.load.messages), digits: 0)
        object.add("cpu_us_per_message", measurement.cost(options.load.messages), digits: 2)
        object.add("user_us_per_message", measurement.user * micro, digits: 2)
        object.add("system_us_per_message", measurement.system * micro, digits: 2)
        if let calls { object.add("system_calls_per_message", calls, digits: 2) }
        object.add("wall_seconds", measurement.wall, digits: 4)
        object.add("peak_mb", Double(measurement.peak) / 1e6, digits: 1)
        object.add("ratio", ratio, digits: 3)
        object.add("all_messages_per_second", all.map { $0.rate(options.load.messages) }, digits: 0)
        object.add("sync", scenario.sync.rawValue)
        object.add("messages", options.load.messages)
        options.load.traffic.add(to: &object)
        object.add("threads", options.load.threads)
        object.add("runs", options.runs)
        object.add("kernel", machine.kernel)
        object.add("architecture", machine.architecture)
        object.add("cores", machine.cores)
        return object
    }

    private func row(_ cells: [String]) {
        let padded = zip(cells, widths).map { cell, width in
            let blanks = String(repeating: " ", count: max(0, abs(width) - cell.count))
            return width < 0 ? cell + blanks : blanks + cell
        }
        let line = padded.joined(separator: "  ")
        say(String(line.dropLast(line.reversed().prefix { $0 == " " }.count)))
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
