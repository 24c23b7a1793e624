import Files

/// `luova-bench hostile`: what hostile files cost, and what becomes of them.
struct HostileCommand {
    private let options: HostileOptions

    /// Does what these options ask for.
    init(_ options: HostileOptions) { self.options = options }

    /// Tries everything; fails when something did not end as it must.
    func run() throws(Failure) {
        Interruption.listen()
        let programs = try BenchPrograms(daemon: options.daemon)
        if options.isTraced, WholeFile.status(HostileTrace.program) == nil {
            throw Failure(.unavailable, "\(HostileTrace.program) is not there; install strace, or leave --strace out")
        }
        let place = try BenchPlace.all(options.place.map { [$0] } ?? [])[0]
        let folder = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: place.path, prefix: "luova-bench-hostile-")
        }
        defer { ScratchFolder.remove(folder) }
        try Failure.orFile { () throws(FileError) in try HostileContract.write(to: folder) }
        let cases = HostileCases.all.filter { tried in options.only.map { tried.name.contains($0) } ?? true }
        guard !cases.isEmpty else {
            throw Failure(.usage, "hostile: no case has '\(options.only ?? "")' in its name; run it without --only")
        }
        let trial = HostileTrial(options: options, programs: programs, folder: folder)
        try trial.checkTables()
        let table = HostileTable(isJSON: options.isJSON, width: cases.map(\.name.count).max() ?? 0)
        table.begin(Machine())
        var wrong = 0
        for tried in cases {
            try Interruption.check()
            let outcome = try trial.run(tried)
            table.add(outcome)
            if !outcome.mistakes.isEmpty { wrong += 1 }
        }
        guard wrong == 0 else {
            throw Failure(.above, "hostile: \(wrong) of \(cases.count) cases did not end as they must")
        }
    }
}
