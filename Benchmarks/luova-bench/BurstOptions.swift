/// What `burst` was asked to do: its command line, read and checked.
struct BurstOptions {
    /// Messages of the burst.
    let messages: Int
    /// Interactive messages a second.
    let rate: Int
    /// How long these go on after the burst, in seconds.
    let seconds: Int
    /// Bytes of each message.
    let size: Int
    /// The lane of the burst.
    let lane: String
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `burst --help` prints.
    static let help = """
        usage: luova-bench burst [--messages N] [--rate N] [--seconds N] [--size BYTES] [--lane interactive|batch]
                                 [--spool DIR] [--custody copy|move] [--luova PATH] [--plot FILE.svg] [--json]

        A daemon with nothing to do gets many messages at once from one sender, while another sends interactive
        messages at a steady rate: how long until the backlog is gone, and how long the interactive messages take
        meanwhile and afterwards.

        --messages N    messages of the burst; default 20000
        --rate N        interactive messages a second, 1 to 5000; default 50
        --seconds N     how long these go on when the backlog is gone; default 10
        --size BYTES    of each message, 1000 to 1000000; default 1600
        --lane LANE     of the burst: batch or interactive; default batch
        \(ScenarioOptions.help(at: 16, plot: "backlog, rate and latency over time"))

        \(ScenarioOptions.exits)

        example: luova-bench burst --messages 5000 --lane interactive
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "burst",
            options: ["--messages", "--rate", "--seconds", "--size", "--lane"] + ScenarioOptions.names)
        messages = try arguments.number("--messages", 20_000, in: 1...10_000_000)
        rate = try arguments.number("--rate", 50, in: 1...5_000)
        seconds = try arguments.number("--seconds", 10, in: 1...86_400)
        size = try arguments.number("--size", 1_600, in: 1_000...1_000_000)
        lane = arguments.text("--lane") ?? "batch"
        guard ["interactive", "batch"].contains(lane) else {
            throw Failure(.usage, "burst: --lane must be interactive or batch, not '\(lane)'")
        }
        scenario = try ScenarioOptions(arguments)
    }
}
