/// What `fairness` was asked to do: its command line, read and checked.
struct FairnessOptions {
    /// Folders in which spools are made; empty for the default ones.
    private(set) var places: [String] = []
    /// How many files the crowd drops.
    private(set) var files = 100_000
    /// Bytes of each.
    private(set) var size = 1_600
    /// After how many seconds the neighbour stops, though the crowd's files are not all delivered; nil: never.
    private(set) var seconds: Int?
    /// How the daemon takes the crowd's files.
    private(set) var custody = BenchCustody.copy
    /// Kinds of crowd, in the order of the command line.
    private(set) var crowds: [Crowd] = []
    /// The daemon's program; nil for the one beside this program.
    private(set) var daemon: String?
    /// Whether a program reads the result.
    private(set) var isJSON = false

    /// What `fairness --help` prints.
    static let help = """
        usage: luova-bench fairness [--spool DIR]… [--files N] [--size BYTES] [--crowd before|once|unfinished]…
                                    [--seconds N] [--custody copy|move] [--luova PATH] [--json]

        Starts the daemon. One sender, the crowd, drops all its files at once; another, the neighbour, drops a
        single message every 200 ms. Measured: how long each of these takes from its rename into the drop folder
        until it can be seen in the pickup folder, and the daemon's memory.

        --spool DIR     where to make the spools, in fresh folders that are removed at the end; may be repeated;
                        default: /dev/shm, and the first of /var/tmp and the current folder that is on a disk
        --files N       how many files the crowd drops; default 100000
        --size BYTES    of each of them, 1000 to 10000000; default 1600; the neighbour's have 1600
        --crowd KIND    before: its files lie there when the daemon starts; once: they are renamed into place while
                        it runs, as fast as that goes; unfinished: as before, but each ends too early, so that it
                        is left for its sender to go on with; may be repeated; default: before and once
        --seconds N     how long the neighbour sends; default: until the crowd's files are delivered, or 10 with
                        files that are unfinished
        --custody KIND  how the daemon takes files: copy or move; default: copy
        --luova PATH    the daemon; default: the program of that name beside this one
        --json          one object a line instead of a table

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
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--json" {
                isJSON = true
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard FairnessOptions.names.contains(parts[0]) else {
                throw Failure(.usage, "fairness: unexpected '\(word)'; see luova-bench fairness --help")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw Failure(.usage, "fairness: \(word) needs a value; see luova-bench fairness --help")
            }
            try set(parts[0], value)
        }
        if crowds.isEmpty { crowds = [.before, .once] }
    }

    private static let names = ["--spool", "--files", "--size", "--crowd", "--seconds", "--custody", "--luova"]

    private mutating func set(_ name: String, _ value: String) throws(Failure) {
        switch name {
        case "--files": files = try number(name, value, 0...10_000_000)
        case "--size": size = try number(name, value, 1_000...10_000_000)
        case "--seconds": seconds = try number(name, value, 1...86_400)
        case "--spool": places.append(value)
        case "--luova": daemon = value
        case "--crowd":
            guard let crowd = Crowd(rawValue: value) else {
                throw Failure(.usage, "fairness: --crowd must be before, once or unfinished, not '\(value)'")
            }
            crowds.append(crowd)
        default:
            guard let custody = BenchCustody(rawValue: value) else {
                throw Failure(.usage, "fairness: --custody must be copy or move, not '\(value)'")
            }
            self.custody = custody
        }
    }

    private func number(_ name: String, _ value: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw Failure(
                .usage,
                "fairness: \(name) must be a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'")
        }
        return number
    }
}
