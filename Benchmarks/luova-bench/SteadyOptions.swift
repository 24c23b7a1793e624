/// What `steady` was asked to do: its command line, read and checked.
struct SteadyOptions {
    /// Messages a second.
    let rate: Int
    /// How long each of both is under load, in seconds.
    let seconds: Int
    /// How long a block is, in seconds.
    let block: Int
    /// How long both rest at the end, in seconds.
    let idleSeconds: Int
    /// What is sent.
    let traffic: TrafficChoice
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `steady --help` prints.
    static let help = """
        usage: luova-bench steady [--rate N] [--seconds N] [--block N] [--idle-seconds N]
                                  \(TrafficChoice.usage)
                                  [--traffic plain [--size BYTES]]
                                  [--spool DIR] [--custody copy|move] [--luova PATH] [--plot FILE.svg] [--json]

        How long a message takes at a steady rate, from its rename into the drop folder until it is seen in the
        pickup folder, and what that costs. Beside the daemon the floor: a plain program that reads, validates,
        writes, syncs and renames one message after the other. Both run all the time, each on a spool of its own,
        and get the load in turns, block by block. At the end both rest: what they cost then is shown too.

        Messages are sent when they are due, whatever comes back, and their time counts from when they were due.

        --rate N          messages a second, 1 to 5000; default 175, ten times the mean of 1.5 million a day
        --seconds N       how long each of both is under load; default 30
        --block N         how long a block is, in seconds; default 5
        --idle-seconds N  how long both rest at the end; default 30; 0: not at all
        \(TrafficChoice.help(at: 18))
        \(ScenarioOptions.help(at: 18, plot: "rate and latency over time"))

        \(ScenarioOptions.exits)

        example: luova-bench steady --seconds 10 --spool /var/tmp --plot steady.svg
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "steady",
            options: ["--rate", "--seconds", "--block", "--idle-seconds"] + TrafficChoice.names + ScenarioOptions.names)
        rate = try arguments.number("--rate", 175, in: 1...5_000)
        seconds = try arguments.number("--seconds", 30, in: 1...86_400)
        block = try arguments.number("--block", 5, in: 1...3_600)
        idleSeconds = try arguments.number("--idle-seconds", 30, in: 0...86_400)
        traffic = try TrafficChoice(arguments)
        scenario = try ScenarioOptions(arguments)
    }
}
