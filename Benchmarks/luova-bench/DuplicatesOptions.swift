/// What `duplicates` was asked to do: its command line, read and checked.
struct DuplicatesOptions {
    /// Days that are in the index before anything is measured.
    let days: Int
    /// Accepted messages of a day.
    let messages: Int
    /// The folder to work in; nil: the first disk that is found.
    let place: String?
    /// Whether a program reads the results.
    let isJSON: Bool

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
        let arguments = try BenchArguments(words, verb: "duplicates", options: ["--days", "--messages", "--spool"])
        days = try arguments.number("--days", 7, in: 1...60)
        messages = try arguments.number("--messages", 1_500_000, in: 1_000...20_000_000)
        place = arguments.text("--spool")
        isJSON = arguments.has("--json")
    }
}
