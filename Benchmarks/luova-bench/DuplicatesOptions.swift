/// What `duplicates` was asked to do: its command line, read and checked.
struct DuplicatesOptions {
    /// Days that are in the index before anything is measured.
    private(set) var days = 7
    /// Accepted messages of a day.
    private(set) var messages = 1_500_000
    /// The folder to work in; nil: the first disk that is found.
    private(set) var place: String?
    /// Whether a program reads the results.
    private(set) var isJSON = false

    /// What `duplicates --help` prints.
    static let help = """
        usage: luova-bench duplicates [--days N] [--messages N] [--spool DIR] [--json]

        Measures the index of duplicates: fills it with some days, lets one more day pass through it as the committer
        does, group by group, and starts it anew in several states. The ledger beside it is whole for the last day
        (about 1 kB a message) and sparse before that.

        --days N        days that are in the index at the beginning, 1 to 60; default 7
        --messages N    accepted messages of a day, 1000 to 20000000; default 1500000
        --spool DIR     the folder to work in; default: a disk
        --json          one object a line instead of a table

        exit: 0, 64 usage, 69 no such folder, 70 a wrong result, 74 the disk failed.

        example: luova-bench duplicates --messages 200000
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--json" {
                isJSON = true
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard ["--days", "--messages", "--spool"].contains(parts[0]) else {
                throw Failure(.usage, "duplicates: unexpected '\(word)'; see luova-bench duplicates --help")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw Failure(.usage, "duplicates: \(word) needs a value; see luova-bench duplicates --help")
            }
            switch parts[0] {
            case "--days": days = try DuplicatesOptions.number(parts[0], value, 1...60)
            case "--messages": messages = try DuplicatesOptions.number(parts[0], value, 1_000...20_000_000)
            default: place = value
            }
        }
    }

    private static func number(_ name: String, _ value: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw Failure(
                .usage,
                "duplicates: \(name) must be a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'")
        }
        return number
    }
}
