import Files

/// The command line: finds the verb, lets it run, and ends with its exit code.
enum Tool {
    /// The version that `luova version` prints.
    static let version = "0.1.0"

    private static var verbs: [any Verb.Type] {
        [
            RunVerb.self, CheckVerb.self, ExplainVerb.self, PermissionsVerb.self, ConvertVerb.self, DemoVerb.self,
            LogVerb.self, VerifyVerb.self, TraceVerb.self, StatusVerb.self, QueueVerb.self, ListVerb.self,
            MetricsVerb.self,
            ShowVerb.self, HoldVerb.self, ReleaseVerb.self, RetryVerb.self, DiscardVerb.self, ResendVerb.self,
            ReplayVerb.self, PurgeVerb.self, PauseVerb.self, ResumeVerb.self, InstallVerb.self, AddPartnerVerb.self,
            VersionVerb.self,
        ]
    }

    /// Runs the program and never returns.
    static func main() -> Never {
        do throws(Failure) {
            #if DEBUG
                try installFaults()
            #endif
            try run(Array(CommandLine.arguments.dropFirst()))
            ProcessSettings.exit(ExitCode.success.rawValue)
        } catch {
            // The journal reads a priority from the number in front (sd-daemon(3)).
            let prefix = Environment.hasJournal ? "<3>" : "luova: "
            for line in error.lines { StandardStream.error.writeLine(prefix + line) }
            ProcessSettings.exit(error.code.rawValue)
        }
    }

    private static func run(_ words: [String]) throws(Failure) {
        guard let name = words.first else { throw Failure(.usage, lines: usage) }
        if name == "--help" || name == "-h" || name == "help" {
            for line in usage { StandardStream.output.writeLine(line) }
            return
        }
        if name == "--version" { return try VersionVerb.run([]) }
        guard let verb = verbs.first(where: { $0.name == name }) else {
            throw Failure(.usage, "unknown verb '\(name)'; see luova --help")
        }
        let rest = Array(words.dropFirst())
        if rest.contains("--help") || rest.contains("-h") {
            StandardStream.output.writeLine(verb.help)
            return
        }
        try verb.run(rest)
    }

    #if DEBUG
        /// Makes calls to the kernel go wrong as the environment says. In test builds only.
        private static func installFaults() throws(Failure) {
            if let shift = Environment.clockShift { Clock.shift(by: shift * 1_000_000_000) }
            if let path = Environment.clockFile, !Clock.follow(path) {
                throw Failure(.noInput, "\(path), the file of the clock, cannot be read")
            }
            guard Environment.faults != nil || Environment.faultTrace != nil else { return }
            guard FaultSeam.install(Environment.faults ?? "", trace: Environment.faultTrace) else {
                throw Failure(.usage, "LUOVA_FAULTS is no list of rules")
            }
        }
    #endif

    private static var usage: [String] {
        ["usage: luova VERB [OPTION …]", ""] + verbs.map { "  \($0.synopsis)" } + [
            "", "luova VERB --help tells more, with an example.",
        ]
    }
}

/// One verb of the command line.
protocol Verb {
    /// The word on the command line.
    static var name: String { get }
    /// One line: the verb, its options, and what it is for.
    static var synopsis: String { get }
    /// What `--help` prints, with an example.
    static var help: String { get }
    /// Does it. Throws how the program is to end, unless with 0.
    static func run(_ words: [String]) throws(Failure)
}
