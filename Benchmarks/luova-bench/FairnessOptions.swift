/// What `fairness` was asked to do: its command line, read and checked.
struct FairnessOptions {
    /// How many files the crowd drops.
    let files: Int
    /// Bytes of each.
    let size: Int
    /// After how many seconds the neighbour stops, though the crowd's files are not all delivered; nil: never.
    let seconds: Int?
    /// Kinds of crowd, in the order of the command line.
    let crowds: [Crowd]
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `fairness --help` prints.
    static let help = """
        usage: luova-bench fairness [--spool DIR]… [--files N] [--size BYTES] [--crowd before|once|unfinished]…
                                    [--seconds N] [--custody copy|move] [--luova PATH] [--json]

        Starts the daemon. One sender, the crowd, drops all its files at once; another, the neighbour, drops a
        single message every 200 ms. Measured: how long each of these takes from its rename into the drop folder
        until it can be seen in the pickup folder, and the daemon's memory.

        --files N       how many files the crowd drops; default 100000
        --size BYTES    of each of them, 1000 to 10000000; default 1600; the neighbour's have 1600
        --crowd KIND    before: its files lie there when the daemon starts; once: they are renamed into place while
                        it runs, as fast as that goes; unfinished: as before, but each ends too early, so that it
                        is left for its sender to go on with; may be repeated; default: before and once
        --seconds N     how long the neighbour sends; default: until the crowd's files are delivered, or 10 with
                        files that are unfinished
        \(ScenarioOptions.help(at: 16, several: [.places], plot: nil))

        exit: 0, 64 usage, 69 a program or place is missing, 70 a message was lost, or the daemon ended otherwise
        than it must, 74 the disk failed. How long it takes fails nothing.

        example: luova-bench fairness --spool /dev/shm --files 10000
        """

    /// What the crowd does.
    enum Crowd: String, CaseIterable {
        /// Its files are there before the daemon starts.
        case before
        /// They come all at once while it runs.
        case once
        /// They are there before, and are cut off.
        case unfinished
    }

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "fairness",
            options: ["--files", "--size", "--crowd", "--seconds"] + ScenarioOptions.namesWithoutPlot)
        files = try arguments.number("--files", 100_000, in: 0...10_000_000)
        size = try arguments.number("--size", 1_600, in: 1_000...10_000_000)
        seconds = arguments.text("--seconds") == nil ? nil : try arguments.number("--seconds", 1, in: 1...86_400)
        let named: [Crowd] = try arguments.words("--crowd")
        crowds = named.isEmpty ? [.before, .once] : named
        scenario = try ScenarioOptions(arguments, several: [.places])
    }
}
