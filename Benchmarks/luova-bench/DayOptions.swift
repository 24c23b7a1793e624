/// What `day` was asked to do: its command line, read and checked.
struct DayOptions {
    /// How many, before reports are put together.
    let messages: Int
    /// What is sent.
    let traffic: TrafficChoice
    /// The most files that wait for the daemon at any time.
    let waiting: Int
    /// Workers of the daemon.
    let threads: Int
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// Files in all.
    var files: Int { traffic.files(of: messages) }

    /// What `day --help` prints.
    static let help = """
        usage: luova-bench day [--messages N] [--waiting N] [--threads N]
                               \(TrafficChoice.usage)
                               [--traffic plain [--size BYTES]] [--spool DIR] [--custody copy|move]…
                               [--luova PATH] [--plot FILE.svg] [--json]

        A whole day, as fast as the daemon takes it: messages are dropped one after the other, as many as may wait,
        while receivers look at what is delivered and remove it. Every message must arrive once; of one in 64 all
        bytes are compared (SHA-256). At the end the daemon is stopped, and 'luova verify' reads ledger and spool.
        The harness works on the same machine, and takes one core at most. A day of single reports needs some 2 GB
        of space, most of it ledger. All kinds of message are made before it begins.

        --messages N    how many, before reports are put together; default 1500000
        --waiting N     files that may wait for the daemon; default 20000
        --threads N     workers of the daemon; default 2
        \(TrafficChoice.help(at: 16))
        \(ScenarioOptions.help(at: 16, several: [.custodies], plot: "rate, waiting time and memory over time"))

        \(ScenarioOptions.exits)

        example: luova-bench day --messages 100000 --custody move
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "day",
            options: ["--messages", "--waiting", "--threads"] + TrafficChoice.names + ScenarioOptions.names)
        messages = try arguments.number("--messages", 1_500_000, in: 1...1_000_000_000)
        traffic = try TrafficChoice(arguments)
        waiting = try arguments.number("--waiting", 20_000, in: 1...1_000_000)
        threads = try arguments.number("--threads", 2, in: 1...64)
        scenario = try ScenarioOptions(arguments, several: [.custodies])
    }
}
