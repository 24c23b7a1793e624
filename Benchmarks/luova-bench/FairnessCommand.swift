import Files

/// `luova-bench fairness`: how long one sender's message takes while another drops very many.
struct FairnessCommand {
    private let options: FairnessOptions

    /// Does what these options ask for.
    init(_ options: FairnessOptions) { self.options = options }

    /// Measures everything and prints it.
    func run() throws(Failure) {
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        if !options.scenario.isJSON {
            let machine = Machine()
            say("machine: \(machine.kernel) \(machine.architecture), \(machine.cores) cores")
            say("crowd: \(options.files) files of \(options.size) bytes; custody \(options.scenario.custody.rawValue)")
            say("neighbour: one message every 200 ms, until the crowd's are delivered")
            say("")
            row([
                "place", "crowd", "messages", "p50 ms", "p99 ms", "max ms", "crowd s", "CPU s", "first MB", "peak MB",
                "more MB",
            ])
        }
        for place in options.scenario.places {
            for crowd in options.crowds {
                Progress.say("\(place.name), \(crowd.rawValue)")
                let trial = FairnessTrial(options: options, programs: programs, place: place, crowd: crowd)
                show(try trial.run(), place, crowd)
            }
        }
    }

    private func show(_ result: FairnessTrial.Result, _ place: BenchPlace, _ crowd: FairnessOptions.Crowd) {
        let time = result.crowdTime.map { Double($0) / 1e9 }
        let (first, peak) = (Double(result.atFirst) / 1e6, Double(result.peak) / 1e6)
        guard options.scenario.isJSON else {
            return row(
                [place.name, crowd.rawValue, "\(result.waits.count)"]
                    + [0.5, 0.99, 1].map { JSONLine.text(result.wait($0), 1) }
                    + [time.map { JSONLine.text($0, 1) } ?? "-", JSONLine.text(result.processor, 1)]
                    + [first, peak, max(0, peak - first)].map { JSONLine.text($0, 1) })
        }
        var line = JSONLine()
        line.add("place", place.path)
        line.add("filesystem", place.fileSystem)
        line.add("crowd", crowd.rawValue)
        line.add("files", options.files)
        line.add("size", options.size)
        line.add("custody", options.scenario.custody.rawValue)
        line.add("messages", result.waits.count)
        line.add("p50_ms", result.wait(0.5), digits: 2)
        line.add("p99_ms", result.wait(0.99), digits: 2)
        line.add("max_ms", result.wait(1), digits: 2)
        if let time { line.add("crowd_seconds", time, digits: 2) }
        line.add("cpu_seconds", result.processor, digits: 2)
        line.add("first_mb", first, digits: 1)
        line.add("peak_mb", peak, digits: 1)
        say(line.text)
    }

    private func row(_ cells: [String]) {
        let widths = [-28, -10, 8, 8, 8, 8, 8, 7, 8, 8, 8]
        let padded = zip(cells, widths).map { cell, width in
            let blanks = String(repeating: " ", count: max(0, abs(width) - cell.count))
            return width < 0 ? cell + blanks : blanks + cell
        }
        say(padded.joined(separator: "  "))
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
