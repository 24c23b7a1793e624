import Files

/// `luova-bench large`: one very large message in each syntax.
struct LargeCommand {
    private let options: LargeOptions

    /// Does what these options ask for.
    init(_ options: LargeOptions) { self.options = options }

    /// Measures, and prints the table.
    func run() throws(Failure) {
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        var rows: [(who: String, LargeTrial.Result)] = []
        var ratio: Double?
        for (syntax, size) in [(LargeMessage.Syntax.xml, options.size), (.json, options.jsonSize)] where size > 0 {
            let trial = LargeTrial(options: options, programs: programs, syntax: syntax, size: size)
            var (daemons, linters): ([LargeTrial.Result], [LargeTrial.Result]) = ([], [])
            for _ in 0..<options.runs {
                let (daemon, linter) = try trial.run()
                daemons.append(daemon)
                if let linter { linters.append(linter) }
            }
            let daemon = middle(daemons)
            rows.append(("luova, \(syntax.rawValue)", daemon))
            guard !linters.isEmpty else { continue }
            let linter = middle(linters)
            rows.append(("xmllint, \(syntax.rawValue)", linter))
            ratio = daemon.speed / linter.speed
        }
        options.scenario.isJSON ? showObject(rows, ratio) : showTable(rows, ratio)
        if let path = options.scenario.plot { try draw(rows, path) }
    }

    private func draw(_ rows: [(who: String, LargeTrial.Result)], _ path: String) throws(Failure) {
        func lines(_ points: (LargeTrial.Result) -> [Plot.Point]) -> [Plot.Line] {
            rows.filter { !$0.1.reads.isEmpty }.map { Plot.Line(name: $0.who, points: points($0.1)) }
        }
        let plot = Plot(
            title: "large: on \(options.scenario.place.name), \(options.scenario.custody.rawValue)",
            panels: [
                Plot.Panel(title: "Read by the daemon", unit: "MB/s", lines: lines { $0.reads }),
                Plot.Panel(title: "Memory (VmRSS)", unit: "MiB", lines: lines { $0.memory }),
            ])
        try plot.write(to: path)
    }

    private func middle(_ results: [LargeTrial.Result]) -> LargeTrial.Result {
        results.sorted { $0.seconds < $1.seconds }[results.count / 2]
    }

    private func showTable(_ rows: [(who: String, LargeTrial.Result)], _ ratio: Double?) {
        options.scenario.begin(load: [])
        var table = TextTable(["who", "MB", "seconds", "MB/s", "CPU s", "peak MiB"])
        for (who, result) in rows {
            table.add([
                who, JSONLine.text(Double(result.size) / 1e6, 0), JSONLine.text(result.seconds, 2),
                JSONLine.text(result.speed, 1), JSONLine.text(result.processor, 2),
                JSONLine.text(Double(result.peak) / 1_048_576, 1),
            ])
        }
        table.print()
        say("")
        if let ratio {
            say("luova/xmllint, MB/s: \(JSONLine.text(ratio, 2)); wanted: at least 0.8, and at most 64 MiB")
        } else {
            say("no xmllint here, or no XML: there is nothing to compare with")
        }
    }

    private func showObject(_ rows: [(who: String, LargeTrial.Result)], _ ratio: Double?) {
        var object = options.scenario.object("large")
        object.add("runs", options.runs)
        object.add(
            "results",
            rows.map { who, result in
                var line = JSONLine()
                line.add("who", who)
                line.add("bytes", result.size)
                line.add("seconds", result.seconds, digits: 3)
                line.add("mb_per_second", result.speed, digits: 1)
                line.add("cpu_seconds", result.processor, digits: 3)
                line.add("peak_bytes", result.peak)
                return line
            })
        if let ratio { object.add("ratio", ratio, digits: 3) }
        options.scenario.show(object)
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
