import Files

/// `luova-bench day`: one and a half million messages, as fast as the daemon takes them.
struct DayCommand {
    private let options: DayOptions

    /// Does what these options ask for.
    init(_ options: DayOptions) { self.options = options }

    /// Plays the day with every kind of custody, and prints the table. Fails when ledger and spool do not agree.
    func run() throws(Failure) {
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        var results: [DayTrial.Result] = []
        for custody in options.scenario.custodies {
            results.append(try DayTrial(options: options, programs: programs, custody: custody).run())
        }
        options.scenario.isJSON ? showObject(results) : showTable(results)
        if let path = options.scenario.plot { try draw(results, path) }
        guard results.allSatisfy({ $0.verified.code == 0 }) else {
            throw Failure(.software, "day: 'luova verify' found that ledger and spool do not agree")
        }
    }

    private func showTable(_ results: [DayTrial.Result]) {
        options.scenario.begin(load: [
            "load: \(options.messages) messages in \(options.files) files; \(options.traffic.title)",
            "      at most \(options.waiting) waiting, \(options.threads) workers",
        ])
        var table = TextTable([
            "custody", "seconds", "messages/s", "files/s", "CPU µs a file", "peak MB", "ledger MB", "compared",
            "verify",
            "verify s",
        ])
        for result in results {
            table.add([
                result.custody.rawValue, JSONLine.text(result.seconds, 1),
                JSONLine.text(Double(options.messages) / result.seconds, 0),
                JSONLine.text(Double(options.files) / result.seconds, 0),
                JSONLine.text(result.processor * 1e6 / Double(options.files), 1),
                JSONLine.text(Double(result.peak) / 1e6, 1), JSONLine.text(Double(result.ledger) / 1e6, 0),
                "\(result.compared)", "\(result.verified.code)", JSONLine.text(result.verified.seconds, 1),
            ])
        }
        table.print()
    }

    private func showObject(_ results: [DayTrial.Result]) {
        var object = options.scenario.object("day")
        object.add("messages", options.messages)
        object.add("files", options.files)
        options.traffic.add(to: &object)
        object.add("waiting", options.waiting)
        object.add("threads", options.threads)
        object.add(
            "results",
            results.map { result in
                var line = JSONLine()
                line.add("custody", result.custody.rawValue)
                line.add("seconds", result.seconds, digits: 3)
                line.add("messages_per_second", Double(options.messages) / result.seconds, digits: 1)
                line.add("files_per_second", Double(options.files) / result.seconds, digits: 1)
                line.add("cpu_us_per_file", result.processor * 1e6 / Double(options.files), digits: 2)
                line.add("peak_mb", Double(result.peak) / 1e6, digits: 1)
                line.add("ledger_bytes", Int(result.ledger))
                line.add("compared", result.compared)
                line.add("verify_exit", result.verified.code)
                line.add("verify_seconds", result.verified.seconds, digits: 2)
                return line
            })
        options.scenario.show(object)
    }

    private func draw(_ results: [DayTrial.Result], _ path: String) throws(Failure) {
        func lines(_ points: (DayTrial.Result) -> [Plot.Point]) -> [Plot.Line] {
            results.map { Plot.Line(name: $0.custody.rawValue, points: points($0)) }
        }
        let plot = Plot(
            title: "day: \(options.files) files, \(options.traffic.kind.rawValue), on \(options.scenario.place.name)",
            panels: [
                Plot.Panel(title: "Delivered", unit: "files/s", lines: lines { $0.timeline.rates(gaps: true) }),
                Plot.Panel(
                    title: "Time from drop to delivery, half of all", unit: "ms",
                    lines: lines { $0.timeline.latencies(0.5) }),
                Plot.Panel(title: "Memory (VmRSS)", unit: "MB", lines: lines { $0.memory.all }),
            ])
        try plot.write(to: path)
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
