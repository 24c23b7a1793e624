import Files

/// `luova-bench stages`: what one message costs, part by part.
struct StagesCommand {
    private let options: StagesOptions

    /// Does what these options ask for.
    init(_ options: StagesOptions) { self.options = options }

    /// Measures, or checks the counts.
    func run() throws(Failure) {
        ProcessSettings.raiseOpenFileLimit()
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        if let path = options.limits { return try check(try CallLimits(path: path), programs) }
        let trial = StagesTrial(programs: programs, place: options.scenario.place, size: options.size)
        let cases = options.scenario.custodies.flatMap { custody in
            Contender.allCases.map { StagesTrial.Case(who: $0, custody: custody) }
        }
        var calls: [[String: Double]] = []
        if let tracer = SystemCalls.program {
            for one in cases { calls.append(try trial.calls(one, messages: options.messages, tracer: tracer)) }
        }
        var profiles: [[String: Double]] = []
        if let profiler = ProcessorProfile.program, options.samples > 0 {
            for one in cases { profiles.append(try trial.profile(one, messages: options.samples, profiler: profiler)) }
        }
        var threads: [[Double]] = []
        if options.samples > 0 {
            for custody in options.scenario.custodies {
                threads.append(try trial.threads(custody, messages: options.samples))
            }
        }
        let names = cases.map(\.name)
        guard !options.scenario.isJSON else { return showObject(cases, calls, profiles, threads) }
        options.scenario.begin(load: ["load: messages of \(options.size) bytes"])
        show("system calls a message", "no strace here: system calls are left out", names, calls)
        show(
            "processor time a message, µs", "no perf here, or no samples: processor time by module is left out", names,
            profiles)
        show(threads)
    }

    private func show(_ title: String, _ missing: String, _ names: [String], _ columns: [[String: Double]]) {
        guard !columns.isEmpty else { return say(missing) }
        var table = TextTable([title] + names)
        let all = Set(columns.flatMap(\.keys)).sorted { left, right in
            let (a, b) = (
                columns.map { $0[left, default: 0] }.max() ?? 0, columns.map { $0[right, default: 0] }.max() ?? 0
            )
            return (b, left) < (a, right)
        }
        for name in all {
            let values = columns.map { $0[name, default: 0] }
            // What is rounded away is left out, and in the sum.
            guard values.contains(where: { $0 >= 0.005 }) else { continue }
            table.add([name] + values.map { JSONLine.text(max(0, $0), 2) })
        }
        table.add(["all"] + columns.map { JSONLine.text(max(0, $0.values.reduce(0, +)), 2) })
        table.print()
        say("")
    }

    private func show(_ threads: [[Double]]) {
        guard !threads.isEmpty else { return }
        var table = TextTable(["threads of luova, µs a message", "all"] + (1...6).map { "\($0)." })
        for (custody, times) in zip(options.scenario.custodies, threads) {
            table.add(
                [custody.rawValue, JSONLine.text(times.reduce(0, +), 2)]
                    + times.prefix(6).map { JSONLine.text($0, 2) })
        }
        table.print()
    }

    private func showObject(
        _ cases: [StagesTrial.Case], _ calls: [[String: Double]], _ profiles: [[String: Double]],
        _ threads: [[Double]]
    ) {
        func line(_ values: [String: Double]) -> JSONLine {
            var line = JSONLine()
            for (name, value) in values.sorted(by: { $0.key < $1.key }) { line.add(name, max(0, value), digits: 3) }
            return line
        }
        var object = options.scenario.object("stages")
        object.add("size", options.size)
        object.add(
            "results",
            cases.indices.map { place in
                var result = JSONLine()
                result.add("who", cases[place].who.rawValue)
                result.add("custody", cases[place].custody.rawValue)
                if calls.indices.contains(place) {
                    result.add("calls", calls[place].values.reduce(0, +), digits: 3)
                    result.add("calls_by_name", line(calls[place]))
                }
                if profiles.indices.contains(place) { result.add("cpu_us_by_module", line(profiles[place])) }
                if cases[place].who == .luova, threads.indices.contains(place / 2) {
                    result.add("cpu_us_by_thread", threads[place / 2], digits: 3)
                }
                return result
            })
        options.scenario.show(object)
    }

    private func check(_ limits: CallLimits, _ programs: BenchPrograms) throws(Failure) {
        guard let tracer = SystemCalls.program else {
            throw Failure(.unavailable, "stages: there is no strace; install it")
        }
        let trial = StagesTrial(programs: programs, place: options.scenario.place, size: limits.size)
        var above: [String] = []
        for (custody, limit) in limits.calls {
            let contender = StagesTrial.Case(who: .luova, custody: custody)
            let counts = try trial.calls(contender, messages: limits.messages, tracer: tracer)
            let calls = counts.filter { !SystemCalls.ofThreads.contains($0.key) }.values.reduce(0, +) * 100
            let text = "\(custody.rawValue): \(JSONLine.text(calls, 0)) system calls of 100 messages, limit \(limit)"
            say(text)
            if calls > Double(limit) * 1.05 { above.append(text) }
        }
        guard above.isEmpty else {
            throw Failure(.above, "stages: above the limit: \(above.joined(separator: "; "))")
        }
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
