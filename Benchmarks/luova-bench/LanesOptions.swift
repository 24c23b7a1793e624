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
    /// Where the spool is made.
    let place: BenchPlace
    /// How files are taken.
    let custody: BenchCustody
    /// The daemon's program; nil for the one beside this program.
    let daemon: String?
    /// Where the drawing goes; nil for none.
    let plot: String?
    /// Whether a program reads the result.
    let isJSON: Bool

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
        --spool DIR     where to make the spool, in a fresh folder that is removed at the end; default: /dev/shm,
                        or the first of /var/tmp and the current folder that is on a disk
        --custody KIND  copy or move; default copy
        --luova PATH    the daemon; default: the program of that name beside this one
        --plot FILE     draws rate and latency over time (SVG)
        --json          one object instead of a table

        exit: 0, 64 usage, 69 a program or place is missing, 70 a wrong result, 74 the disk failed.

        example: luova-bench lanes --seconds 10 --files 4
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "lanes",
            options: ["--rate", "--seconds", "--files", "--size", "--spool", "--custody", "--luova", "--plot"])
        rate = try arguments.number("--rate", 50, in: 1...5_000)
        seconds = try arguments.number("--seconds", 20, in: 2...86_400)
        files = try arguments.number("--files", 10, in: 1...1_000)
        size = try arguments.number("--size", 50_000_000, in: 1_000_000...10_000_000_000)
        place = try arguments.place()
        custody = try arguments.custody()
        daemon = arguments.text("--luova")
        plot = arguments.text("--plot")
        isJSON = arguments.has("--json")
    }
}
