/// What `lanes` was asked to do: its command line, read and checked.
struct LanesOptions {
    /// Interactive messages a second.
    let rate: Int
    /// How long they are measured without batches, in seconds.
    let seconds: Int
    /// Batch files.
    let files: Int
    /// Bytes of each of them.
    let size: Int
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `lanes --help` prints.
    static let help = """
        usage: luova-bench lanes [--rate N] [--seconds N] [--files N] [--size BYTES] [--spool DIR]
                                 [--custody copy|move] [--luova PATH] [--plot FILE.svg] [--json]

        How long an interactive message takes while large files go through the batch lane: interactive messages of
        1.6 kB at a steady rate, for half of the time, then on while all batch files are dropped at once by another
        sender until the last is delivered, then for the other half of the time.

        --rate N        interactive messages a second, 1 to 5000; default 50
        --seconds N     how long they are measured without batches; default 20
        --files N       batch files; default 10
        --size BYTES    of each batch file, from a million on; default 50000000
        \(ScenarioOptions.help(at: 16, plot: "rate and latency over time"))

        \(ScenarioOptions.exits)

        example: luova-bench lanes --seconds 10 --files 4
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "lanes",
            options: ["--rate", "--seconds", "--files", "--size"] + ScenarioOptions.names)
        rate = try arguments.number("--rate", 50, in: 1...5_000)
        seconds = try arguments.number("--seconds", 20, in: 2...86_400)
        files = try arguments.number("--files", 10, in: 1...1_000)
        size = try arguments.number("--size", 50_000_000, in: 1_000_000...10_000_000_000)
        scenario = try ScenarioOptions(arguments)
    }
}
