import Files

/// Counts and samples of one place: drains folders under strace and perf, and a running daemon's threads.
struct StagesTrial {
    /// What is measured.
    let programs: BenchPrograms
    /// Where.
    let place: BenchPlace
    /// Bytes of each message.
    let size: Int

    /// A contender with a kind of custody.
    struct Case {
        /// Who.
        let who: Contender
        /// How files are taken.
        let custody: BenchCustody

        /// What a person calls it.
        var name: String { "\(who.rawValue) \(custody.rawValue)" }
    }

    /// System calls a message, by name.
    func calls(_ contender: Case, messages: Int, tracer: String) throws(Failure) -> [String: Double] {
        Progress.say("\(contender.name): system calls")
        return try scenario(contender, messages).calls(contender.who, tracer: tracer)
    }

    /// Microseconds of processor time a message, by place.
    func profile(_ contender: Case, messages: Int, profiler: String) throws(Failure) -> [String: Double] {
        Progress.say("\(contender.name): processor time")
        let profile = try scenario(contender, messages).run(contender.who) { (program) throws(Failure) in
            try ProcessorProfile(of: program, profiler: profiler, output: "\(program.log).profile")
        }
        return profile.seconds.mapValues { $0 * 1e6 / Double(messages) }
    }

    /// Microseconds of processor time a message of each thread of a daemon that runs, the busiest first.
    func threads(_ custody: BenchCustody, messages: Int) throws(Failure) -> [Double] {
        Progress.say("luova \(custody.rawValue): threads")
        let feed = MessageFeed.mill(size: size)
        let installation = try Installation(.luova, feed, in: place, custody, programs)
        var staged = try StagedFiles(for: BenchSpool.sender, of: installation)
        for number in 0..<messages { try staged.add(feed.message(number).bytes, "report-\(number).xml") }
        try staged.settle()
        let reading = installation.process.reading
        let before = reading.threadTimes
        _ = try staged.release(installation.watch) { _ in }
        let start = Clock.monotonic()
        while installation.watch.outstanding > 0 {
            installation.watch.wait(until: Clock.monotonic() + 100_000_000)
            try installation.watch.collect { _ in }
            try Interruption.check()
            guard Clock.monotonic() - start < 600_000_000_000 else {
                throw Failure(.software, "\(installation.watch.outstanding) messages did not arrive")
            }
        }
        let times = reading.threadTimes.map { Double($0.value - before[$0.key, default: 0]) }
        try installation.process.stop()
        return times.sorted(by: >).map { $0 / 1e3 / Double(messages) }
    }

    private func scenario(_ contender: Case, _ messages: Int) -> DrainScenario {
        DrainScenario(
            load: DrainLoad(messages: messages, traffic: .plain(size: size)), programs: programs, place: place,
            custody: contender.custody, sync: .fileSystem)
    }
}
