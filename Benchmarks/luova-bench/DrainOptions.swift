/// What is drained, and by how many.
struct DrainLoad {
    /// Files in the drop folder.
    var messages: Int
    /// Which.
    let traffic: TrafficChoice
    /// Workers of the daemon, and threads of the floor.
    var threads = 2

    /// The same with another number of messages.
    func with(messages: Int) -> DrainLoad {
        var load = self
        load.messages = messages
        return load
    }
}

/// What `drain` was asked to do: its command line, read and checked.
struct DrainOptions {
    /// What is drained.
    let load: DrainLoad
    /// How often everything is measured.
    let runs: Int
    /// Messages whose system calls are counted; 0: none.
    let calls: Int
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `drain --help` prints.
    static let help = """
        usage: luova-bench drain [--messages N] [--threads N] [--runs N] [--calls N]
                                 \(TrafficChoice.usage)
                                 [--traffic plain [--size BYTES]] [--spool DIR]… [--custody copy|move]…
                                 [--luova PATH] [--plot FILE.svg] [--json]

        Fills a drop folder, lets 'luova run --drain' empty it, and measures the whole process. Beside it the
        floor: the least safe work, written as C would be, in a process of its own. Both are checked: every
        message must arrive once, byte for byte.

        --messages N    how many files; default 50000
        \(TrafficChoice.help(at: 16))
        --threads N     workers of the daemon and threads of the floor; default 2
        --runs N        measure so often, in turn, and show the run in the middle; default 1
        --calls N       count system calls a message (strace, in runs of their own) with so many messages;
                        default 2048; 0: not at all
        \(ScenarioOptions.help(at: 16, several: [.places, .custodies], plot: "messages/s run by run"))

        \(ScenarioOptions.exits)

        example: luova-bench drain --messages 5000 --spool /dev/shm --custody move
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "drain",
            options: ["--messages", "--threads", "--runs", "--calls"] + TrafficChoice.names + ScenarioOptions.names)
        load = DrainLoad(
            messages: try arguments.number("--messages", 50_000, in: 1...10_000_000),
            traffic: try TrafficChoice(arguments),
            threads: try arguments.number("--threads", 2, in: 1...64))
        runs = try arguments.number("--runs", 1, in: 1...1_000)
        calls = try arguments.number("--calls", 2_048, in: 0...1_000_000)
        scenario = try ScenarioOptions(arguments, several: [.places, .custodies])
    }
}
