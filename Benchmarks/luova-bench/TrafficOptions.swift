import Messages

/// What `generate` was asked to do: its command line, read and checked.
struct TrafficOptions {
    /// Where the messages are written; `-` is standard output.
    let folder: String
    /// How many.
    let count: Int?
    /// What makes this traffic different from other traffic.
    let seed: UInt64
    /// The one type; nil: a day.
    let type: TrafficType?
    /// How the reports of the Incomes Register come in a day.
    let reports: TrafficMix.Reports
    /// About how many bytes each message of one type has; nil: as usual.
    let size: Int?
    /// The one syntax; nil: as the mix has it.
    let syntax: Syntax?
    /// Where the routing table is written; nil: the messages are for the shipped one.
    let routes: String?
    /// How many pharmacies there are.
    let pharmacies: Int?
    /// The program of the table that answers reimbursement queries; nil: none does.
    let program: String?

    /// What `generate --help` prints.
    static let help = """
        usage: luova-bench generate --folder DIR --count N [--seed S] [--mix day|TYPE] [--reports 1|100|3000]
                                    [--size BYTES] [--syntax xml|json]
                                    [--routes DIR [--pharmacies N] [--program PATH]]

        Writes valid messages, each into a file of its own in the folder DIR/<sender>/, or one message to standard
        output. The same options give the same bytes. The shipped routing table accepts what is written without
        --routes, save reimbursement-status: that is what a program answers there, and a day then has none.

        --folder DIR    where to write; made if it is missing; - writes one message to standard output
        --count N       how many; default 1000
        --seed S        a whole number; another one gives other messages and other ids; default 1
        --mix MIX       day (default), or one message type of those in Routes/contracts
        --reports N     how many reports a message from the Incomes Register holds in a day; default 1
        --size BYTES    about this large, with one type; as far as its contract allows
        --syntax KIND   xml or json; a day in JSON is so only where a type may be
        --routes DIR    also writes a routing table and its contracts, for all answers and more partners
        --pharmacies N  how many, and a quarter as many municipalities; default 800, with --routes only
        --program PATH  the table lets it answer reimbursement queries, so that a day has no reimbursement-status

        exit: 0, 64 usage, 69 contracts or program are not found, 74 the disk failed.

        example: luova-bench generate --folder /tmp/traffic --count 300
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(words, verb: "generate", options: TrafficOptions.names, flags: [])
        func number(_ name: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
            arguments.text(name) == nil ? nil : try arguments.number(name, 0, in: range)
        }
        folder = arguments.text("--folder") ?? ""
        count = try number("--count", in: 1...100_000_000)
        size = try number("--size", in: 500...50_000_000)
        pharmacies = try number("--pharmacies", in: 1...100_000)
        routes = arguments.text("--routes")
        program = arguments.text("--program")
        seed = try arguments.seed()
        reports = try arguments.reports("--reports") ?? .single
        syntax = try arguments.word("--syntax")
        type = arguments.text("--mix") == "day" ? nil : try arguments.word("--mix")
        if folder.isEmpty { throw arguments.failure("--folder is missing; name a folder, or - for standard output") }
        if folder == "-", count ?? 1 != 1 {
            throw arguments.failure("standard output takes one message; leave --count out, or name a folder")
        }
        if size != nil, type == nil { throw arguments.failure("--size needs --mix TYPE") }
        if pharmacies != nil || program != nil, routes == nil {
            throw arguments.failure("--pharmacies and --program need --routes")
        }
        if let type, syntax == .json, !type.allowsJSON {
            throw arguments.failure("\(type.rawValue) is never written in JSON; use --syntax xml")
        }
    }

    private static let names = [
        "--folder", "--count", "--seed", "--mix", "--reports", "--size", "--syntax", "--routes", "--pharmacies",
        "--program",
    ]
}

extension BenchArguments {
    /// What makes this traffic different from other traffic: `--seed`.
    func seed() throws(Failure) -> UInt64 {
        guard let value = text("--seed") else { return 1 }
        guard let seed = UInt64(value) else { throw failure("--seed must be a whole number, not '\(value)'") }
        return seed
    }

    /// How the reports of the Incomes Register come; nil where the option was not given.
    func reports(_ name: String) throws(Failure) -> TrafficMix.Reports? {
        guard let value = text(name) else { return nil }
        guard let reports = Int(value).flatMap(TrafficMix.Reports.init) else {
            throw failure("\(name) must be 1, 100 or 3000, not '\(value)'")
        }
        return reports
    }
}
