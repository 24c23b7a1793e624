import Files

/// Tries hostile files in one folder, one after the other.
struct HostileTrial {
    /// What became of one.
    struct Outcome {
        /// The case.
        let tried: HostileCase
        /// Bytes of its file.
        let size: Int
        /// What became of it, in the words of `HostileCase.Wanted`.
        var found: String
        /// What it cost; nil when that was not measured, or the process did not end by itself.
        var cost: Measurement?
        /// What is wrong, in words; empty when nothing is.
        var mistakes: [String] = []
    }

    /// The most memory that one may need, in bytes.
    static let mostMemory = 64 << 20
    /// The most processor time, in seconds.
    static let mostTime = 1.0
    /// After so many seconds a process is ended: it hangs.
    private static let patience = 60.0

    let options: HostileOptions
    let programs: BenchPrograms
    /// Where everything lies.
    let folder: String

    /// Throws unless the tables load that the messages are judged by.
    func checkTables() throws(Failure) {
        for routes in ["routes", "strict"] {
            let words = ["check", "--routes", "\(folder)/\(routes)"]
            _ = try Measurement(of: MeasuredProgram(path: programs.daemon, arguments: words, log: "\(folder)/words"))
        }
    }

    /// Tries one.
    func run(_ tried: HostileCase) throws(Failure) -> Outcome {
        tried.wanted == .notLoaded ? try check(tried) : try explain(tried)
    }

    /// Lets `check` look at a contract.
    private func check(_ tried: HostileCase) throws(Failure) -> Outcome {
        let routes = "\(folder)/refused"
        let declarations = tried.pieces.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        defer { ScratchFolder.remove(routes) }
        try Failure.orFile { () throws(FileError) in
            try HostileContract.write(declarations: declarations, to: routes)
        }
        let program = program(["check", "--routes", routes])
        var outcome = Outcome(tried: tried, size: declarations.utf8.count, found: "loaded")
        if try start(program, &outcome) == 78 { outcome.found = "not loaded" }
        if options.isTraced { outcome.mistakes += try trace(allowed: [], behind: nil) }
        return judged(outcome)
    }

    /// Lets `explain` judge a message, and a good one behind it.
    private func explain(_ tried: HostileCase) throws(Failure) -> Outcome {
        let (file, good) = ("\(folder)/hostile", "\(folder)/good")
        defer { _ = try? WholeFile.write([], to: file) }
        let size = try Failure.orFile { () throws(FileError) in
            try WholeFile.write(Array(HostileCase.good.utf8), to: good)
            return try tried.write(to: file)
        }
        let words = [
            "explain", "--json", "--routes", "\(folder)/\(tried.routes)", "--from", HostileContract.sender, file, good,
        ]
        var outcome = Outcome(tried: tried, size: size, found: "nothing")
        _ = try start(program(words), &outcome)
        let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read("\(folder)/answer", limit: 1 << 20)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        if let line = lines.first {
            let word = HostileTrial.member("outcome", of: line)
            outcome.found = word == "refused" ? HostileTrial.member("reason", of: line) : word
            if let told = tried.tells, !line.contains(told) { outcome.mistakes.append("does not tell \(told)") }
            if let hidden = tried.hides, line.replacing(file, with: "").contains(hidden) {
                outcome.mistakes.append("tells \(hidden)")
            }
        }
        if lines.count != 2 || HostileTrial.member("outcome", of: lines[1]) != "accepted" {
            outcome.mistakes.append("the good message behind it is not accepted")
        }
        if options.isTraced { outcome.mistakes += try trace(allowed: [file, good], behind: file) }
        return judged(outcome)
    }

    /// Runs a program to its end, and keeps what it cost. Gives its exit code; nil when it did not end by itself.
    private func start(_ program: MeasuredProgram, _ outcome: inout Outcome) throws(Failure) -> CInt? {
        let cost = try Measurement(ofAny: program, patience: HostileTrial.patience)
        if let code = cost.exitCode {
            if !options.isTraced { outcome.cost = cost }
            return code
        }
        outcome.mistakes.append("was ended by signal \(cost.signal)")
        return nil
    }

    /// What is wrong with an outcome.
    private func judged(_ outcome: Outcome) -> Outcome {
        var outcome = outcome
        if outcome.found != outcome.tried.wanted.text { outcome.mistakes.insert("reason", at: 0) }
        if let cost = outcome.cost {
            if cost.peak > HostileTrial.mostMemory { outcome.mistakes.append("memory") }
            if cost.user + cost.system > HostileTrial.mostTime, options.limitsTime { outcome.mistakes.append("time") }
        }
        return outcome
    }

    private func program(_ words: [String]) -> MeasuredProgram {
        let (answer, log) = ("\(folder)/answer", "\(folder)/words")
        guard options.isTraced else {
            return MeasuredProgram(path: programs.daemon, arguments: words, log: log, output: answer)
        }
        let calls = "trace=open,openat,openat2,creat,socket,connect,execve"
        return MeasuredProgram(
            path: HostileTrace.program,
            arguments: ["-f", "-qq", "-s", "4096", "-o", "\(folder)/calls", "-e", calls, programs.daemon] + words,
            log: log,
            output: answer)
    }

    private func trace(allowed: [String], behind first: String?) throws(Failure) -> [String] {
        let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read("\(folder)/calls", limit: 1 << 22) }
        return HostileTrace(String(decoding: bytes, as: UTF8.self)).mistakes(
            allowed: allowed, behind: first, folder: folder)
    }

    /// The value of a member whose value is a plain string.
    private static func member(_ name: String, of line: String) -> String {
        guard let start = line.firstRange(of: "\"\(name)\":\"") else { return "nothing" }
        return String(line[start.upperBound...].prefix { $0 != "\"" })
    }
}
