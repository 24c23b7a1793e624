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
        let programs = try BenchPrograms(daemon: options.daemon)
        var places: [(BenchPlace, SyncChoice)] = []
        for place in try BenchPlace.all(options.places) { places.append((place, try SyncChoice.measured(in: place))) }
        let table = ResultTable(options, Machine(), places)
        table.begin()
        for (place, sync) in places {
            for custody in options.custodies {
                let scenario = DrainScenario(
                    options: options, programs: programs, place: place, custody: custody, sync: sync)
                table.add(try measure(scenario), of: scenario)
            }
        }
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
