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
    /// Where the spools are made.
    let place: BenchPlace
    /// Kinds of custody, in the order of the command line.
    let custodies: [BenchCustody]
    /// The daemon's program; nil for the one beside this program.
    let daemon: String?
    /// Where the drawing goes; nil for none.
    let plot: String?
    /// Whether a program reads the result.
    let isJSON: Bool

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
        The harness works on the same machine, and takes one core at most.

        --messages N    how many reports; default 1500000
        --reports N     so many in one file: 1 for single reports, 100 or 3000 for batches; default 1
        --waiting N     files that may wait for the daemon; default 20000
        --threads N     workers of the daemon; default 2
        --spool DIR     where to make the spools, in fresh folders that are removed at the end; default: /dev/shm,
                        or the first of /var/tmp and the current folder that is on a disk; a day of single reports
                        needs some 2 GB there, most of it ledger
        --custody KIND  copy or move; may be repeated; default: both
        --luova PATH    the daemon; default: the program of that name beside this one
        --plot FILE     draws rate, waiting time and memory over time (SVG)
        --json          one object instead of a table

        exit: 0, 64 usage, 69 a program or place is missing, 70 a wrong result, 74 the disk failed.

        example: luova-bench day --messages 100000 --custody move
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "day",
            options: [
                "--messages", "--reports", "--waiting", "--threads", "--spool", "--custody", "--luova", "--plot",
            ])
        messages = try arguments.number("--messages", 1_500_000, in: 1...1_000_000_000)
        reports = try arguments.number("--reports", 1, in: 1...50_000)
        waiting = try arguments.number("--waiting", 20_000, in: 1...1_000_000)
        threads = try arguments.number("--threads", 2, in: 1...64)
        place = try arguments.place()
        let named = try arguments.custodies()
        custodies = named.isEmpty ? BenchCustody.allCases : named
        daemon = arguments.text("--luova")
        plot = arguments.text("--plot")
        isJSON = arguments.has("--json")
    }
}
