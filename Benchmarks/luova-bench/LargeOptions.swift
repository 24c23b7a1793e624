/// What `large` was asked to do: its command line, read and checked.
struct LargeOptions {
    /// Bytes of the message in XML; 0: none.
    let size: Int
    /// Bytes of the message in JSON; 0: none.
    let jsonSize: Int
    /// How often everything is measured.
    let runs: Int
    /// Where, how, and with which daemon.
    let scenario: ScenarioOptions

    /// What `large --help` prints.
    static let help = """
        usage: luova-bench large [--size BYTES] [--json-size BYTES] [--runs N] [--spool DIR] [--custody copy|move]
                                 [--luova PATH] [--plot FILE.svg] [--json]

        One very large message in XML and one in JSON: how many MB a second the whole daemon handles, from the drop
        folder to the pickup folder, and how much memory that takes. Beside the XML, in the same run, xmllint
        --stream --schema --noout on the same file, where it is installed. What was delivered is compared byte for
        byte. Needs twice the size of the larger file in the place.

        --size BYTES       of the XML, 0 for none, or from a million on; default 1000000000
        --runs N           measure so often, in turn, and show the run in the middle; default 1
        \(ScenarioOptions.help(at: 19, plot: "how fast the daemon read, and its memory, over time"))

        \(ScenarioOptions.exits)

        example: luova-bench large --size 100000000 --json-size 30000000
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "large",
            options: ["--size", "--json-size", "--runs"] + ScenarioOptions.names)
        size = try arguments.number("--size", 1_000_000_000, in: 0...19_000_000_000)
        jsonSize = try arguments.number("--json-size", 300_000_000, in: 0...19_000_000_000)
        runs = try arguments.number("--runs", 1, in: 1...1_000)
        scenario = try ScenarioOptions(arguments)
    }
}
