/// How a sender's files come into the daemon's hands; the words of the routing table.
enum BenchCustody: String, CaseIterable {
    /// The daemon writes its own copy of what it judged.
    case copy
    /// The daemon takes the file itself.
    case move
}

/// What `drain` was asked to do: its command line, read and checked.
struct DrainOptions {
    /// Files in the drop folder.
    private(set) var messages = 50_000
    /// Bytes of each.
    private(set) var size = 1_600
    /// Folders in which spools are made; empty for the default ones.
    private(set) var places: [String] = []
    /// The daemon's program; nil for the one beside this program.
    private(set) var daemon: String?
    /// Kinds of custody, in the order of the command line.
    private(set) var custodies: [BenchCustody] = []
    /// How often everything is measured.
    private(set) var runs = 1
    /// Workers of the daemon, and threads of the floor.
    private(set) var threads = 2
    /// Messages whose system calls are counted; 0: none.
    private(set) var calls = 2_048
    /// Where the drawing goes; nil for none.
    private(set) var plot: String?
    /// Whether a program reads the results.
    private(set) var isJSON = false

    /// What `drain --help` prints.
    static let help = """
        usage: luova-bench drain [--messages N] [--size BYTES] [--spool DIR]… [--custody copy|move]…
                                 [--threads N] [--runs N] [--calls N] [--luova PATH]
                                 [--plot FILE.svg] [--json]

        Fills a drop folder, lets 'luova run --drain' empty it, and measures the whole process. Beside it the
        floor: the least safe work, written as C would be, in a process of its own. Both are checked: every
        message must arrive once, byte for byte.

        --messages N    how many files; default 50000
        --size BYTES    of each file, 1000 to 1000000; default 1600
        --spool DIR     where to make the spools, in fresh folders that are removed at the end; may be repeated;
                        default: /dev/shm, and the first of /var/tmp and the current folder that is on a disk
        --custody KIND  copy or move; may be repeated; default: both
        --threads N     workers of the daemon and threads of the floor; default 2
        --runs N        measure so often, in turn, and show the run in the middle; default 1
        --calls N       count system calls a message (strace, in runs of their own) with so many messages;
                        default 2048; 0: not at all
        --luova PATH    the daemon; default: the program of that name beside this one
        --plot FILE     draws messages/s run by run (SVG)
        --json          one object a line instead of a table

        exit: 0, 64 usage, 69 a program or place is missing, 70 a wrong result, 74 the disk failed.

        example: luova-bench drain --messages 5000 --spool /dev/shm --custody move
        """

    /// A drain without a command line.
    init(messages: Int, size: Int) {
        self.messages = messages
        self.size = size
    }

    /// The same with another number of messages.
    func with(messages: Int) -> DrainOptions {
        var options = self
        options.messages = messages
        return options
    }

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--json" {
                isJSON = true
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard word.hasPrefix("--"), DrainOptions.names.contains(parts[0]) else {
                throw Failure(.usage, "drain: unexpected '\(word)'; see luova-bench drain --help")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw Failure(.usage, "drain: \(word) needs a value; see luova-bench drain --help")
            }
            try set(parts[0], value)
        }
        if custodies.isEmpty { custodies = BenchCustody.allCases }
    }

    private static let names = [
        "--messages", "--size", "--spool", "--custody", "--threads", "--runs", "--calls", "--luova", "--plot",
    ]

    private mutating func set(_ name: String, _ value: String) throws(Failure) {
        switch name {
        case "--messages": messages = try number(name, value, 1...10_000_000)
        case "--size": size = try number(name, value, 1_000...1_000_000)
        case "--threads": threads = try number(name, value, 1...64)
        case "--runs": runs = try number(name, value, 1...1_000)
        case "--calls": calls = try number(name, value, 0...1_000_000)
        case "--plot": plot = value
        case "--spool": places.append(value)
        case "--luova": daemon = value
        default:
            guard let custody = BenchCustody(rawValue: value) else {
                throw Failure(.usage, "drain: --custody must be copy or move, not '\(value)'")
            }
            if !custodies.contains(custody) { custodies.append(custody) }
        }
    }

    private func number(_ name: String, _ value: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw Failure(
                .usage,
                "drain: \(name) must be a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'")
        }
        return number
    }
}
