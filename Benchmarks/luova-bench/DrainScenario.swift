import Files

/// One thing to measure: one contender, one kind of custody, one place. Makes everything in a fresh
/// folder, measures, checks, and leaves nothing behind.
struct DrainScenario {
    /// What is drained.
    let load: DrainLoad
    /// Who is measured.
    let programs: BenchPrograms
    /// Where.
    let place: BenchPlace
    /// How files are taken.
    let custody: BenchCustody
    /// How the floor makes a group durable.
    let sync: SyncChoice

    /// What a person calls it.
    var name: String { "\(place.name), custody \(custody.rawValue)" }

    /// Measures once. Throws when the result is not what it must be.
    func run(_ contender: Contender) throws(Failure) -> Measurement {
        try run(contender) { (program) throws(Failure) in try Measurement(of: program) }
    }

    /// Fills a drop folder, hands over the program that is to empty it, and checks what it did.
    func run<Value>(
        _ contender: Contender, _ measure: (MeasuredProgram) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let folder = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: place.path, prefix: "luova-bench-")
        }
        defer {
            BenchSpool.removeTree(folder)
            // What removing costs the file system belongs to this run and not to the next.
            try? Directory(path: place.path).synchronizeFileSystem()
        }
        let spool = BenchSpool(path: "\(folder)/spool")
        let routes = "\(folder)/routes"
        try Failure.orFile { () throws(FileError) in
            try spool.make()
            if load.traffic.kind == .plain { try BenchRoutes.write(to: routes, custody: custody) }
        }
        if load.traffic.kind == .plain { try fill(spool) } else { try fillMixed(spool, routes) }
        // The run begins with a quiet disk.
        try Failure.orFile { () throws(FileError) in
            try Directory(path: spool.path).synchronizeFileSystem()
        }
        let program = self.program(contender, spool, routes: routes, log: "\(folder)/words")
        let value = try measure(program)
        switch load.traffic.kind {
        case .plain: try Verification(load: load, spool: spool, who: contender).check()
        case .mixed: try TrafficFiles(.check, load.traffic, count: load.messages, in: spool).start(programs)
        }
        return value
    }

    /// System calls a message, by name: a run less one of a quarter of its messages, so that starting and ending
    /// are not in them.
    func calls(_ contender: Contender, tracer: String) throws(Failure) -> [String: Double] {
        let few = with(messages: max(1, load.messages / 4))
        return SystemCalls.perMessage(
            try traced(contender, tracer), try few.traced(contender, tracer),
            messages: load.messages - few.load.messages)
    }

    /// The same with another number of messages.
    func with(messages: Int) -> DrainScenario {
        DrainScenario(
            load: load.with(messages: messages), programs: programs, place: place, custody: custody, sync: sync)
    }

    private func traced(_ contender: Contender, _ tracer: String) throws(Failure) -> SystemCalls {
        try run(contender) { (program) throws(Failure) in
            try SystemCalls(of: program, tracer: tracer, output: "\(program.log).calls")
        }
    }

    /// Writes the table of mixed traffic, and drops its messages.
    private func fillMixed(_ spool: BenchSpool, _ routes: String) throws(Failure) {
        let partners = load.traffic.partners
        let contracts = try TrafficTable.shippedContracts()
        try Failure.orFile { () throws(FileError) in
            try spool.make(for: partners.senders + partners.receivers)
            try TrafficTable(partners: partners, custody: custody).write(to: routes, contracts: contracts)
        }
        try TrafficFiles(.fill, load.traffic, count: load.messages, in: spool).start(programs)
    }

    /// Drops plain messages.
    private func fill(_ spool: BenchSpool) throws(Failure) {
        var mill = MessageMill(size: load.traffic.size)
        let drop = try Failure.orFile { () throws(FileError) in try Directory(path: spool.drop) }
        for number in 0..<load.messages {
            if number % 1_000 == 0 { try Interruption.check() }
            guard let name = FileName("report-\(number).xml") else { preconditionFailure("a number makes a file name") }
            try Failure.orFile { () throws(FileError) in
                try drop.create(name, mode: 0o644).write(mill.message(number))
            }
        }
    }

    private func program(_ contender: Contender, _ spool: BenchSpool, routes: String, log: String) -> MeasuredProgram {
        switch contender {
        case .luova:
            let words = [
                "run", "--drain", "--routes", routes, "--spool", spool.path, "--workers", String(load.threads),
            ]
            return MeasuredProgram(path: programs.daemon, arguments: words, log: log)
        case .floor:
            let job = Floor(
                spool: spool, routes: routes, traffic: load.traffic, custody: custody, sync: sync,
                threads: load.threads)
            return MeasuredProgram(path: programs.own, arguments: job.words, log: log)
        }
    }
}
