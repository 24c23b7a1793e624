/// What `growth` was asked to do: its command line, read and checked.
struct GrowthOptions {
    /// What there is more and more of.
    enum Subject: String, CaseIterable {
        /// Partners that send.
        case partners
        /// Rows of the routing table.
        case routes
        /// Contracts of the size of an ISO 20022 schema.
        case contracts
        /// Files that wait in one drop folder.
        case waiting

        /// How many of them are tried.
        var sizes: [Int] {
            switch self {
            case .partners: [1, 10, 100, 1_000]
            case .routes: [10, 100, 1_000, 10_000]
            case .contracts: [1, 10, 100, 300]
            case .waiting: [1_000, 10_000, 100_000, 1_000_000]
            }
        }

        /// What is not tried unless it is asked for.
        var usualMost: Int { self == .waiting ? 100_000 : .max }
    }

    /// What there is more and more of.
    let subject: Subject
    /// How many of it are tried, the fewest first.
    let sizes: [Int]
    /// How often every number is measured.
    let rounds: Int
    /// Messages that are drained, where their number is not what grows.
    let messages: Int
    /// Messages whose instructions are counted by valgrind; 0: none are.
    let traced: Int
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `growth --help` prints.
    static let help = """
        usage: luova-bench growth --of partners|routes|contracts|waiting [--rounds N] [--messages N] [--most N]
                                  [--valgrind N] [--spool DIR] [--custody copy|move] [--luova PATH]
                                  [--plot FILE.svg] [--json]

        How cost grows with the size of things: processor time and instructions a message when 'luova run --drain'
        empties drop folders, for 1 to 1,000 partners that send, a table of 10 to 10,000 rows, and 1,000 to 100,000
        files that wait in one folder; what a start without messages costs is measured too and not in it. Of 1 to
        300 contracts of some 100 kB: how long the daemon takes until it is ready, and its memory then. All numbers
        take turns, round after round, and the round in the middle is shown, with the ratio to the first line.

        --of SUBJECT    partners, routes, contracts or waiting
        --rounds N      how often every number is measured; default 5
        --messages N    messages that are drained, with partners and routes; default 10000
        --most N        no number above this one is tried; default 100000 with waiting (there are 1000000 too),
                        else all are
        --valgrind N    also counts instructions by valgrind's callgrind, which needs no counter of the processor
                        and takes some 100 times as long, with N messages; default 0: not at all. Without it
                        perf counts them, where the processor and the kernel let it
        \(ScenarioOptions.help(at: 16, plot: "each figure by the power of ten of the number"))

        \(ScenarioOptions.exits)

        example: luova-bench growth --of routes --rounds 3 --messages 2000
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "growth",
            options: ["--of", "--rounds", "--messages", "--most", "--valgrind"] + ScenarioOptions.names)
        guard let subject: Subject = try arguments.word("--of") else {
            throw arguments.failure("--of is missing: partners, routes, contracts or waiting")
        }
        let most = try arguments.number("--most", subject.usualMost, in: 1...Int.max)
        self.subject = subject
        sizes = subject.sizes.filter { $0 <= most }
        guard !sizes.isEmpty else { throw arguments.failure("--most must be \(subject.sizes[0]) at least") }
        rounds = try arguments.number("--rounds", 5, in: 1...1_000)
        messages = try arguments.number("--messages", 10_000, in: 1...1_000_000)
        traced = try arguments.number("--valgrind", 0, in: 0...1_000_000)
        scenario = try ScenarioOptions(arguments)
    }
}
