/// What `soak` was asked to do: its command line, read and checked.
struct SoakOptions {
    /// How long, in minutes.
    let minutes: Int
    /// Messages a second.
    let rate: Int
    /// What is sent.
    let traffic: TrafficChoice
    /// How the rate changes over the time.
    let shape: OpenLoad.Shape
    /// Of a hundred messages, so many are to be refused.
    let refused: Int
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `soak --help` prints.
    static let help = """
        usage: luova-bench soak [--minutes N] [--rate N] [--shape day|even] [--refused PERCENT]
                                \(TrafficChoice.usage)
                                [--traffic plain [--size BYTES]] [--spool DIR] [--custody copy|move] [--luova PATH]
                                [--plot FILE.svg] [--json]

        Whether memory or descriptors grow: messages of all types, some of them refused, for a long time. The
        slopes are those of a straight line through all looks but those of the first fifth. Every message must
        arrive, and every refused one must be answered.

        --minutes N        how long; default 60
        --rate N           messages a second in the mean, 1 to 5000; default 50
        --shape SHAPE      day: as the hours of a day, in the time at hand, from 0.07 to 2.4 times the mean; even:
                           always the same; default day for mixed traffic, and even for plain
        --refused PERCENT  of a hundred messages, so many are not valid, 0 to 50; default 2
        \(TrafficChoice.help(at: 19))
        \(ScenarioOptions.help(at: 19, plot: "rate, latency, memory and descriptors over time"))

        \(ScenarioOptions.exits)

        example: luova-bench soak --minutes 600 --spool /var/tmp --plot soak.svg
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "soak",
            options: ["--minutes", "--rate", "--shape", "--refused"] + TrafficChoice.names + ScenarioOptions.names)
        minutes = try arguments.number("--minutes", 60, in: 1...100_000)
        rate = try arguments.number("--rate", 50, in: 1...5_000)
        traffic = try TrafficChoice(arguments)
        shape = try arguments.word("--shape") ?? (traffic.kind == .mixed ? .day : .even)
        refused = try arguments.number("--refused", 2, in: 0...50)
        scenario = try ScenarioOptions(arguments)
    }
}
