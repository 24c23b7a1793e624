/// What `judge` was asked to do: its command line, read and checked.
struct JudgeOptions {
    /// Different messages.
    private(set) var messages = 500
    /// Bytes of each in XML.
    private(set) var size = 1_600
    /// How often everybody judges all of them.
    private(set) var rounds = 200
    /// The file of limits; nil when nothing is checked.
    private(set) var limits: String?
    /// The only one to be measured; nil for all.
    private(set) var only: JudgeContender?
    /// Whether a program reads the results.
    private(set) var isJSON = false

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
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--json" {
                isJSON = true
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard ["--messages", "--size", "--rounds", "--only", "--check"].contains(parts[0]) else {
                throw Failure(.usage, "judge: unexpected '\(word)'; see luova-bench judge --help")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw Failure(.usage, "judge: \(word) needs a value; see luova-bench judge --help")
            }
            switch parts[0] {
            case "--messages": messages = try JudgeOptions.number(parts[0], value, 1...1_000_000)
            case "--size": size = try JudgeOptions.number(parts[0], value, 1_000...100_000_000)
            case "--rounds": rounds = try JudgeOptions.number(parts[0], value, 1...100_000)
            case "--only":
                guard let who = JudgeContender(rawValue: value) else {
                    throw Failure(.usage, "judge: --only knows no '\(value)'; see luova-bench judge --help")
                }
                only = who
            default: limits = value
            }
        }
    }

    private static func number(_ name: String, _ value: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw Failure(
                .usage,
                "judge: \(name) must be a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'")
        }
        return number
    }
}
