/// What `day` was asked to do: its command line, read and checked.
struct DayOptions {
    /// Reports in all.
    let messages: Int
    /// Reports in one file.
    let reports: Int
    /// The most files that wait for the daemon at any time.
    let waiting: Int
    /// Workers of the daemon.
    let threads: Int
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// Bytes of each file. A report of its own has 1,600; in a batch each takes some 390 more.
    var size: Int { min(20_000_000, 1_600 + (reports - 1) * 390) }
    /// Files in all.
    var files: Int { max(1, messages / reports) }

    /// What `day --help` prints.
    static let help = """
        usage: luova-bench day [--messages N] [--reports N] [--waiting N] [--threads N] [--spool DIR]
                               [--custody copy|move]… [--luova PATH] [--plot FILE.svg] [--json]

        A whole day, as fast as the daemon takes it: messages are dropped one after the other, as many as may wait,
        while receivers look at what is delivered and remove it. Every message must arrive once; of one in 64 all
        bytes are compared (SHA-256). At the end the daemon is stopped, and 'luova verify' reads ledger and spool.
        The harness works on the same machine, and takes one core at most. A day of single reports needs some 2 GB
        of space, most of it ledger.

        --messages N    how many reports; default 1500000
        --reports N     so many in one file: 1 for single reports, 100 or 3000 for batches; default 1
        --waiting N     files that may wait for the daemon; default 20000
        --threads N     workers of the daemon; default 2
        \(ScenarioOptions.help(at: 16, several: [.custodies], plot: "rate, waiting time and memory over time"))

        \(ScenarioOptions.exits)

        example: luova-bench day --messages 100000 --custody move
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "day",
            options: ["--messages", "--reports", "--waiting", "--threads"] + ScenarioOptions.names)
        messages = try arguments.number("--messages", 1_500_000, in: 1...1_000_000_000)
        reports = try arguments.number("--reports", 1, in: 1...50_000)
        waiting = try arguments.number("--waiting", 20_000, in: 1...1_000_000)
        threads = try arguments.number("--threads", 2, in: 1...64)
        scenario = try ScenarioOptions(arguments, several: [.custodies])
    }
}
