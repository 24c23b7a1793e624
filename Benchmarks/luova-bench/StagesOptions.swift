/// What `stages` was asked to do: its command line, read and checked.
struct StagesOptions {
    /// Messages whose system calls are counted.
    let messages: Int
    /// Messages whose processor time is sampled.
    let samples: Int
    /// Bytes of each message.
    let size: Int
    /// The file of limits; nil when nothing is checked.
    let limits: String?
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `stages --help` prints.
    static let help = """
        usage: luova-bench stages [--messages N] [--samples N] [--size BYTES] [--spool DIR] [--custody copy|move]…
                                  [--luova PATH] [--json]
               luova-bench stages --check FILE [--spool DIR] [--luova PATH]

        What one message costs, part by part, for the daemon and the floor while they drain a folder: system calls
        by kind (strace), processor time by module and library (perf), and for the daemon by thread (/proc). What
        is not installed is left out. Calls are those of a longer run less those of a run of a quarter, so that
        starting and ending are not in them. How often memory is asked for is counted by 'judge', for its part.

        --messages N    messages whose system calls are counted; default 4096
        --samples N     messages whose processor time is sampled; default 20000; 0: none
        --size BYTES    of each message, 1000 to 1000000; default 1600
        --check FILE    counts system calls of the daemon only, and compares them with the limits in FILE
        \(ScenarioOptions.help(at: 16, several: [.custodies], plot: nil))

        exit: 0, 1 a count is above its limit, 64 usage, 65 the limits cannot be read, 69 a program or place is
        missing, 70 a wrong result, 74 the disk failed.

        example: luova-bench stages --messages 2048 --samples 5000
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "stages",
            options: ["--messages", "--samples", "--size", "--check"] + ScenarioOptions.namesWithoutPlot)
        messages = try arguments.number("--messages", 4_096, in: 4...1_000_000)
        samples = try arguments.number("--samples", 20_000, in: 0...10_000_000)
        size = try arguments.number("--size", 1_600, in: 1_000...1_000_000)
        limits = arguments.text("--check")
        scenario = try ScenarioOptions(arguments, several: [.custodies])
    }
}
