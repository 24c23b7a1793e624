import Files
import Messages
import Routing

/// `luova-bench routing`: what a large table costs, to load and with each message.
struct RoutingCommand {
    private let options: RoutingOptions

    /// Does what these options ask for.
    init(_ options: RoutingOptions) { self.options = options }

    /// Measures, or checks the counts.
    func run() throws(Failure) {
        Interruption.listen()
        let place = try BenchPlace.all([])[0]
        let folder = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: place.path, prefix: "luova-bench-routing-")
        }
        defer { BenchSpool.removeTree(folder) }
        if let path = options.limits {
            try check(try RoutingLimits(path: path), in: folder)
        } else {
            try measure(in: folder)
        }
    }

    private func measure(in folder: String) throws(Failure) {
        let programs = try BenchPrograms(daemon: options.daemon)
        let machine = Machine()
        var table = TextTable(
            [
                "routes", "partners", "load ms", "check ms", "ns", "p99 ns", "alone ns", "p99 ns", "allocations",
                "refused",
            ], texts: 0)
        var shares = ""
        for size in options.sizes {
            let path = "\(folder)/\(size)"
            try write(size, options.partners(of: size), to: path)
            var (loads, checks): ([Double], [Double]) = ([], [])
            for _ in 0..<options.loads {
                try Interruption.check()
                let began = Clock.monotonic()
                _ = try load(path)
                loads.append(Double(Clock.monotonic() - began) / 1e6)
                let program = MeasuredProgram(
                    path: programs.daemon, arguments: ["check", "--routes", path], log: "\(folder)/words")
                checks.append(try Measurement(of: program).wall * 1e3)
            }
            let trial = try RoutingTrial(try load(path), seed: options.seed)
            let batches = try trial.inBatches(rounds: options.rounds)
            let alone = trial.alone()
            let calls = trial.allocations()
            let (loaded, checked) = (RoutingTrial.Times(loads).median, RoutingTrial.Times(checks).median)
            shares = RoutingQuestions.Answer.allCases.map { answer in
                let share = Double(trial.answers[answer] ?? 0) * 100 / Double(RoutingQuestions.count)
                return "\(JSONLine.text(share, 1)) % \(answer.rawValue)"
            }.joined(separator: ", ")
            guard options.isJSON else {
                table.add(
                    ["\(size)", "\(options.partners(of: size))", JSONLine.text(loaded, 1), JSONLine.text(checked, 1)]
                        + [batches.median, batches.p99, alone.median, alone.p99].map { JSONLine.text($0, 0) }
                        + [calls.permitted, calls.refused].map { JSONLine.text($0, 2) })
                continue
            }
            var object = JSONLine()
            object.add("routes", size)
            object.add("partners", options.partners(of: size))
            object.add("load_ms", loaded, digits: 2)
            object.add("check_ms", checked, digits: 2)
            object.add("ns_per_decision", batches.median, digits: 1)
            object.add("ns_per_decision_p99", batches.p99, digits: 1)
            object.add("ns_alone", alone.median, digits: 0)
            object.add("ns_alone_p99", alone.p99, digits: 0)
            object.add("allocations_permitted", calls.permitted, digits: 2)
            object.add("allocations_refused", calls.refused, digits: 2)
            for answer in RoutingQuestions.Answer.allCases {
                object.add(answer.rawValue.replacing(" ", with: "_"), trial.answers[answer] ?? 0)
            }
            object.add("decisions", options.rounds * RoutingQuestions.count)
            object.add("batch", RoutingTrial.batch)
            object.add("loads", options.loads)
            object.add("seed", Int(options.seed))
            machine.add(to: &object)
            say(object.text)
        }
        guard !options.isJSON else { return }
        say(machine.title)
        say("asked: \(RoutingQuestions.count) messages in random order, \(options.rounds) rounds, in batches of 128;")
        say("       of the last table \(shares)")
        say("")
        table.print()
    }

    private func write(_ routes: Int, _ partners: Int, to path: String) throws(Failure) {
        try Failure.orFile { () throws(FileError) in
            try RoutingRows(routes: routes, partners: partners, seed: options.seed).write(to: path)
        }
    }

    private func load(_ path: String) throws(Failure) -> RoutingTable {
        do throws(ConfigurationProblems) {
            return try RoutingTable.load(folder: path)
        } catch {
            let first = error.problems.first.map { "\($0)" } ?? "nobody knows why"
            throw Failure(.software, "routing: the table does not load, this is a bug: \(first)")
        }
    }

    private func check(_ limits: RoutingLimits, in folder: String) throws(Failure) {
        let path = "\(folder)/table"
        try write(limits.routes, limits.partners, to: path)
        let calls = try RoutingTrial(try load(path), seed: options.seed).allocations()
        var above: [String] = []
        for (name, count, limit) in [
            ("permitted", calls.permitted, limits.permitted), ("refused", calls.refused, limits.refused),
        ] {
            let text = "\(name): \(JSONLine.text(count * 100, 0)) calls for memory in 100 decisions, limit \(limit)"
            say(text)
            if count * 100 > Double(limit) { above.append(text) }
        }
        guard above.isEmpty else {
            throw Failure(.above, "routing: above the limit: \(above.joined(separator: "; "))")
        }
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
