import Files

/// `luova-bench drain`: every kind of custody in every place, the daemon and the floor in turn.
///
/// Promises that no row is printed of a run whose result was not checked.
struct DrainCommand {
    private let options: DrainOptions

    /// Does what these options ask for.
    init(_ options: DrainOptions) { self.options = options }

    /// Measures everything and prints it.
    func run() throws(Failure) {
        ProcessSettings.raiseOpenFileLimit()
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.scenario.daemon)
        var places: [(BenchPlace, SyncChoice)] = []
        for place in options.scenario.places { places.append((place, try SyncChoice.measured(in: place))) }
        let table = ResultTable(options, Machine(), places)
        table.begin()
        var panels: [Plot.Panel] = []
        for (place, sync) in places {
            var lines: [Plot.Line] = []
            for custody in options.scenario.custodies {
                let scenario = DrainScenario(
                    load: options.load, programs: programs, place: place, custody: custody, sync: sync)
                let results = try measure(scenario)
                table.add(results, calls: try calls(scenario), of: scenario)
                lines += results.map { who, all in line(who, all, scenario) }
            }
            panels.append(Plot.Panel(title: "On \(place.name)", unit: "messages/s", lines: lines))
        }
        guard let path = options.scenario.plot else { return }
        let title = "drain: \(options.load.messages) messages, run by run"
        try Plot(title: title, panels: panels, timeTitle: "run", timeMarks: .whole).write(to: path)
    }

    private func line(_ who: Contender, _ all: [Measurement], _ scenario: DrainScenario) -> Plot.Line {
        let points = all.enumerated().map { Plot.Point(x: Double($0 + 1), y: $1.rate(options.load.messages)) }
        return Plot.Line(name: "\(who.rawValue) \(scenario.custody.rawValue)", points: points)
    }

    /// System calls a message of each, where they can be counted.
    private func calls(_ scenario: DrainScenario) throws(Failure) -> [Contender: Double] {
        guard let tracer = SystemCalls.program, options.calls > 0 else { return [:] }
        var calls: [Contender: Double] = [:]
        for contender in Contender.allCases {
            Progress.say("\(scenario.name), \(contender.rawValue), system calls")
            let counts = try scenario.with(messages: options.calls).calls(contender, tracer: tracer)
            calls[contender] = counts.values.reduce(0, +)
        }
        return calls
    }

    /// The daemon's and the floor's runs. They take turns in going first, so that neither always finds
    /// what the other left.
    private func measure(_ scenario: DrainScenario) throws(Failure) -> [(Contender, [Measurement])] {
        var measurements: [Contender: [Measurement]] = [:]
        for run in 1...options.runs {
            for contender in run % 2 == 1 ? Contender.allCases : Contender.allCases.reversed() {
                Progress.say("\(scenario.name), \(contender.rawValue), run \(run) of \(options.runs)")
                measurements[contender, default: []].append(try scenario.run(contender))
            }
        }
        return Contender.allCases.map { ($0, measurements[$0] ?? []) }
    }
}

/// Who empties the drop folder.
enum Contender: String, CaseIterable {
    /// The daemon.
    case luova
    /// The least safe work.
    case floor
}
