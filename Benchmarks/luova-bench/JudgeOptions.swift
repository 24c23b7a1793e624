/// What `judge` was asked to do: its command line, read and checked.
struct JudgeOptions {
    /// Different messages.
    let messages: Int
    /// Bytes of each in XML.
    let size: Int
    /// How often everybody judges all of them.
    let rounds: Int
    /// The file of limits; nil when nothing is checked.
    let limits: String?
    /// The only one to be measured; nil for all.
    let only: JudgeContender?
    /// Whether a program reads the results.
    let isJSON: Bool

    /// What `judge --help` prints.
    static let help = """
        usage: luova-bench judge [--messages N] [--size BYTES] [--rounds N] [--only WHO] [--json]
               luova-bench judge --check FILE

        Measures what it costs to judge one message that is in memory: processor time of the thread, and calls for
        memory. Beside it the floor: xmlSchemaValidateStream on the same bytes, as a program in C would call it.
        All take turns, round after round; shown is the round in the middle, and the ratio to the floor of the same
        round.

        --messages N    how many different messages; default 500
        --size BYTES    of each in XML, 1000 to 100000000; default 1600
        --rounds N      how often everybody judges all of them; default 200
        --only WHO      measures only one of them, to be looked at with a profiler, and compares it with nothing: floor,
                        plugged (the reused parser), xml, json or digest
        --check FILE    measures no time: counts calls for memory, and compares them with the limits in FILE
        --json          one object a line instead of a table

        exit: 0, 1 a count is above its limit, 64 usage, 65 the limits cannot be read, 70 a wrong result.

        example: luova-bench judge --rounds 400
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "judge", options: ["--messages", "--size", "--rounds", "--only", "--check"])
        messages = try arguments.number("--messages", 500, in: 1...1_000_000)
        size = try arguments.number("--size", 1_600, in: 1_000...100_000_000)
        rounds = try arguments.number("--rounds", 200, in: 1...100_000)
        only = try arguments.word("--only")
        limits = arguments.text("--check")
        isJSON = arguments.has("--json")
    }
}
