/// What `routing` was asked to do: its command line, read and checked.
struct RoutingOptions {
    /// Rows of the largest table.
    let routes: Int
    /// Partners of the largest table.
    let partners: Int
    /// How often every table is loaded and checked.
    let loads: Int
    /// How often everything that is asked is asked of each table.
    let rounds: Int
    /// What the tables and the questions are made from.
    let seed: UInt64
    /// The file of limits; nil when nothing is checked.
    let limits: String?
    /// The daemon's program; nil for the one beside this program.
    let daemon: String?
    /// Whether a program reads the results.
    let isJSON: Bool

    /// Rows of each table that is measured, the fewest first.
    var sizes: [Int] { [10, 100, 1_000].filter { $0 < routes } + [routes] }

    /// Partners of a table, in the proportion of the largest one.
    func partners(of size: Int) -> Int { max(1, partners * size / routes) }

    /// What `routing --help` prints.
    static let help = """
        usage: luova-bench routing [--routes N] [--partners N] [--loads N] [--rounds N] [--seed N] [--luova PATH]
                                   [--json]
               luova-bench routing --check FILE

        Measures what routing costs: makes a table with groups, profiles, windows, several receivers and rows that
        end, loads it as the daemon does, lets 'luova check' check it, and asks it about 65,536 messages in random
        order, about a fifth of which may not be sent. Tables of 10, 100 and 1,000 rows, with partners in
        proportion, come before the large one, so that growth is seen.

        --routes N      rows of the largest table, 10 to 100000; default 10000
        --partners N    partners of that table, 1 to 100000 and at most one a row; default 1000
        --loads N       how often every table is loaded and checked; default 5
        --rounds N      how often all messages are asked about; default 20
        --seed N        what tables and messages are made from; default 1
        --luova PATH    the program; default: the one of that name beside this one
        --check FILE    measures no time: counts calls for memory, and compares them with the limits in FILE
        --json          one object a line instead of a table

        exit: 0, 1 a count is above its limit, 64 usage, 65 the limits cannot be read, 69 the program is missing,
        70 a wrong answer, 74 the disk failed.

        example: luova-bench routing --routes 2000 --partners 200
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "routing",
            options: ["--routes", "--partners", "--loads", "--rounds", "--seed", "--luova", "--check"])
        routes = try arguments.number("--routes", 10_000, in: 10...100_000)
        partners = try arguments.number("--partners", min(1_000, routes), in: 1...routes)
        loads = try arguments.number("--loads", 5, in: 1...1_000)
        rounds = try arguments.number("--rounds", 20, in: 1...100_000)
        seed = UInt64(try arguments.number("--seed", 1, in: 0...Int.max))
        daemon = arguments.text("--luova")
        limits = arguments.text("--check")
        isJSON = arguments.has("--json")
    }
}
