import Files

/// The results, as a table for people or as one JSON object a line. Rows come as soon as they are known.
struct ResultTable {
    private let options: DrainOptions
    private let machine: Machine

    private static let columns = [-24, -7, -5, 10, 8, 8, 8, 12]

    /// A table of what these options measure on this machine.
    init(_ options: DrainOptions, _ machine: Machine) {
        self.options = options
        self.machine = machine
    }

    /// What was measured on what, and the names of the columns.
    func begin(_ places: [BenchPlace]) {
        guard !options.isJSON else { return }
        let where_ = places.map { "\($0.path) is \($0.fileSystem)" }.joined(separator: ", ")
        say("machine: \(machine.kernel) \(machine.architecture), \(machine.cores) cores; \(where_)")
        let runs = options.runs == 1 ? "1 run" : "the middle one of \(options.runs) runs"
        say("load: \(options.messages) messages of \(options.size) bytes, \(options.threads) threads each, \(runs)")
        say("")
        row(["place", "custody", "who", "messages/s", "CPU µs", "wall s", "peak MB", "luova/floor"])
    }

    /// A line about a place, above its rows.
    func say(_ place: BenchPlace, _ sync: SyncChoice) {
        if !options.isJSON { say("\(place.path): the floor makes a group durable by \(sync.rawValue), the cheaper here") }
    }

    /// The rows of one place and kind of custody.
    func add(_ results: [(Contender, [Measurement])], _ place: BenchPlace, _ custody: BenchCustody, _ sync: SyncChoice) {
        let middle = results.map { ($0.0, $0.1.sorted { $0.wall < $1.wall }[$0.1.count / 2]) }
        let floor = middle.last?.1.rate(options.messages) ?? .nan
        for (place_, (who, measurement)) in middle.enumerated() {
            let ratio = measurement.rate(options.messages) / floor
            if options.isJSON {
                var object = JSONLine()
                object.add("place", place.path)
                object.add("filesystem", place.fileSystem)
                object.add("custody", custody.rawValue)
                object.add("who", who.rawValue)
                describe(measurement, &object)
                object.add("ratio", ratio, digits: 3)
                object.add("all_messages_per_second", results[place_].1.map { $0.rate(options.messages) }, digits: 0)
                object.add("sync", sync.rawValue)
                describeLoad(&object)
                say(object.text)
            } else {
                row([
                    "\(place.fileSystem) \(place.path)", custody.rawValue, who.rawValue,
                    text(measurement.rate(options.messages), 0), text(measurement.cost(options.messages), 1),
                    text(measurement.wall, 3), text(Double(measurement.peak) / 1e6, 1), who == .luova ? text(ratio, 2) : "",
                ])
            }
        }
    }

    private func describe(_ measurement: Measurement, _ object: inout JSONLine) {
        let micro = 1e6 / Double(options.messages)
        object.add("messages_per_second", measurement.rate(options.messages), digits: 0)
        object.add("cpu_us_per_message", measurement.cost(options.messages), digits: 2)
        object.add("user_us_per_message", measurement.user * micro, digits: 2)
        object.add("system_us_per_message", measurement.system * micro, digits: 2)
        object.add("wall_seconds", measurement.wall, digits: 4)
        object.add("peak_mb", Double(measurement.peak) / 1e6, digits: 1)
    }

    private func describeLoad(_ object: inout JSONLine) {
        object.add("messages", options.messages)
        object.add("size", options.size)
        object.add("threads", options.threads)
        object.add("runs", options.runs)
        object.add("kernel", machine.kernel)
        object.add("architecture", machine.architecture)
        object.add("cores", machine.cores)
    }

    private func row(_ cells: [String]) {
        let padded = zip(cells, ResultTable.columns).map { cell, width in
            let blanks = String(repeating: " ", count: max(0, abs(width) - cell.count))
            return width < 0 ? cell + blanks : blanks + cell
        }
        say(padded.joined(separator: "  "))
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }

    private func text(_ value: Double, _ digits: Int) -> String { JSONLine.text(value, digits) }
}
