import Files
import Glibc

/// `luova-bench attack`: whether a hostile sender can change what was judged.
struct AttackCommand {
    private let options: AttackOptions

    /// Does what these options ask for.
    init(_ options: AttackOptions) { self.options = options }

    /// Attacks, and fails when copy was breached or anything was lost.
    func run() throws(Failure) {
        Interruption.listen()
        let cast = try AttackCast(options.custody)
        let programs = try BenchPrograms(daemon: options.daemon)
        let place = try BenchPlace.all(options.place.map { [$0] } ?? [])[0]
        let folder = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: place.path, prefix: "luova-bench-attack-")
        }
        defer { ScratchFolder.remove(folder) }
        let spool = BenchSpool(path: "\(folder)/spool")
        try Failure.orFile { () throws(FileError) in
            try Directory(path: folder).change(owner: nil, group: nil, mode: 0o755)
            try spool.make()
            try cast.give(spool)
            try BenchRoutes.write(to: "\(folder)/routes", custody: options.custody)
            if options.pins {
                try WholeFile.write([UInt8](repeating: 0x70, count: PinnedMessage.length), to: source(folder))
                try Directory(path: folder).synchronizeFileSystem()
            }
        }
        let version = cast.daemon(programs.daemon, ["version"], options.custody, log: "\(folder)/words")
        guard try Measurement(ofAny: version).exitCode == 0 else {
            throw Failure(
                .unavailable, "\(programs.daemon): account \(cast.service) cannot run it; put it where everybody may")
        }
        let words = ["run", "--routes", "\(folder)/routes", "--spool", spool.path]
        let program = cast.daemon(programs.daemon, words, options.custody, log: "\(folder)/words")
        var daemon = [try program.start()]
        var receiver = AttackReceiver(spool)
        var attackers: [pid_t] = []
        defer { for process in attackers + daemon { kill(process, SIGKILL) } }
        try waitUntilReady(program, daemon[0])
        for place in 1...options.attackers {
            attackers.append(try attacker(place, spool, programs, folder).start())
        }
        let end = Clock.monotonic() + Int64(options.seconds) * 1_000_000_000
        while Clock.monotonic() < end || !attackers.isEmpty {
            try Interruption.check()
            try look(&receiver, spool)
            attackers.removeAll { hasEnded($0) }
            ScratchFolder.pause(nanoseconds: 20_000_000)
            if Clock.monotonic() > end + 60_000_000_000 { throw Failure(.software, "an attacker does not end") }
        }
        // What is still in hand is finished, and looked at for the last time when nobody can write any more.
        try stop(program, daemon.removeLast())
        try look(&receiver, spool)
        ScratchFolder.pause(nanoseconds: 1_000_000_000)
        try Failure.orFile { () throws(FileError) in try receiver.look(isLast: true) }
        try report(receiver, sums(folder), spool)
    }

    /// What the disk writes into the attackers' files.
    private func source(_ folder: String) -> String { "\(folder)/source" }

    private func attacker(
        _ place: Int, _ spool: BenchSpool, _ programs: BenchPrograms, _ folder: String
    ) -> MeasuredProgram {
        MeasuredProgram(
            path: programs.own,
            arguments: Attacker.words(
                spool.drop, seconds: options.seconds, place: place, options.custody,
                source: options.pins ? source(folder) : "-"),
            log: "\(folder)/attacker-\(place).words", output: "\(folder)/attacker-\(place)")
    }

    private func waitUntilReady(_ program: MeasuredProgram, _ daemon: pid_t) throws(Failure) {
        for _ in 0..<3_000 {
            let text = (try? WholeFile.read(program.log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            if text.contains("ready:") { return }
            var status: CInt = 0
            if waitpid(daemon, &status, WNOHANG) == daemon { throw program.failure(status: status) }
            ScratchFolder.pause(nanoseconds: 10_000_000)
        }
        throw Failure(.software, "the daemon does not become ready")
    }

    /// Looks at what was delivered, and makes room: what was refused is of no interest here.
    private func look(_ receiver: inout AttackReceiver, _ spool: BenchSpool) throws(Failure) {
        try Failure.orFile { () throws(FileError) in
            try receiver.look()
            let refused = try Directory(path: "\(spool.path)/refused/\(BenchSpool.sender)")
            for entry in try refused.entries() { _ = try? refused.remove(entry.name) }
        }
    }

    private func hasEnded(_ process: pid_t) -> Bool {
        var status: CInt = 0
        return waitpid(process, &status, WNOHANG) == process
    }

    private func stop(_ program: MeasuredProgram, _ daemon: pid_t) throws(Failure) {
        kill(daemon, SIGTERM)
        var status: CInt = 0
        while waitpid(daemon, &status, 0) < 0, errno == EINTR {}
        if status != 0 { throw program.failure(status: status) }
    }

    /// What the attackers did, all together: opens, opens of bodies, writes.
    private func sums(_ folder: String) -> [Int] {
        var sums = [0, 0, 0]
        for place in 1...options.attackers {
            let text = (try? WholeFile.read("\(folder)/attacker-\(place)")).map { String(decoding: $0, as: UTF8.self) }
            let numbers = (text ?? "").split { " \n".contains($0) }.compactMap { Int($0) }
            for (place, number) in numbers.enumerated() where place < sums.count { sums[place] += number }
        }
        return sums
    }

    private func report(_ receiver: AttackReceiver, _ sums: [Int], _ spool: BenchSpool) throws(Failure) {
        let breaches = receiver.wrongAtOnce + receiver.wrongLater
        let others = receiver.others.sorted { $0.key < $1.key }
        if options.isJSON {
            var line = JSONLine()
            line.add("custody", options.custody.rawValue)
            line.add("seconds", options.seconds)
            line.add("delivered", receiver.delivered)
            line.add("moved", receiver.moved)
            line.add("breaches", breaches)
            line.add("breaches_at_once", receiver.wrongAtOnce)
            line.add("opens", sums[0])
            line.add("opens_of_bodies", sums[1])
            line.add("writes", sums[2])
            StandardStream.output.writeLine(line.text)
        } else {
            StandardStream.output.writeLine(
                """
                custody \(options.custody.rawValue), \(options.seconds) s, \(options.attackers) attackers
                  delivered               \(receiver.delivered)
                  of them, moved          \(receiver.moved)
                  breaches                \(breaches) (\(receiver.wrongAtOnce) at the first look)
                  opens for writing       \(sums[0])
                  of them, of bodies      \(sums[1])
                  writes                  \(sums[2])
                  other lines of ledger   \(others.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
                """)
        }
        guard receiver.delivered > 0 else { throw Failure(.software, "attack: nothing was delivered at all") }
        guard receiver.delivered == receiver.accepted else {
            throw Failure(
                .software, "attack: \(receiver.accepted) messages were accepted, \(receiver.delivered) delivered")
        }
        if options.custody == .copy, breaches > 0 { throw Failure(.software, "attack: copy was breached") }
    }
}
