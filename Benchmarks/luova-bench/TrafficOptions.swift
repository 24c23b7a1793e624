import Messages

/// What `generate` was asked to do: its command line, read and checked.
struct TrafficOptions {
    /// Where the messages are written; `-` is standard output.
    private(set) var folder = ""
    /// How many.
    private(set) var count: Int?
    /// What makes this traffic different from other traffic.
    private(set) var seed: UInt64 = 1
    /// The one type; nil: a day.
    private(set) var type: TrafficType?
    /// How the reports of the Incomes Register come in a day.
    private(set) var reports = TrafficMix.Reports.single
    /// About how many bytes each message of one type has; nil: as usual.
    private(set) var size: Int?
    /// The one syntax; nil: as the mix has it.
    private(set) var syntax: Syntax?
    /// Where the routing table is written; nil: the messages are for the shipped one.
    private(set) var routes: String?
    /// How many pharmacies there are.
    private(set) var pharmacies: Int?
    /// The program of the table that answers reimbursement queries; nil: none does.
    private(set) var program: String?

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
        var rest = words[...]
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard TrafficOptions.names.contains(parts.first ?? "") else {
                throw Failure(.usage, "generate: unexpected '\(word)'; see luova-bench generate --help")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw Failure(.usage, "generate: \(word) needs a value; see luova-bench generate --help")
            }
            try set(parts[0], value)
        }
        if folder.isEmpty {
            throw Failure(.usage, "generate: --folder is missing; name a folder, or - for standard output")
        }
        if folder == "-", count ?? 1 != 1 {
            throw Failure(.usage, "generate: standard output takes one message; leave --count out, or name a folder")
        }
        if size != nil, type == nil { throw Failure(.usage, "generate: --size needs --mix TYPE") }
        if pharmacies != nil || program != nil, routes == nil {
            throw Failure(.usage, "generate: --pharmacies and --program need --routes")
        }
        if let type, syntax == .json, !type.allowsJSON {
            throw Failure(.usage, "generate: \(type.rawValue) is never written in JSON; use --syntax xml")
        }
    }

    private static let names = [
        "--folder", "--count", "--seed", "--mix", "--reports", "--size", "--syntax", "--routes", "--pharmacies",
        "--program",
    ]

    private mutating func set(_ name: String, _ value: String) throws(Failure) {
        switch name {
        case "--folder": folder = value
        case "--routes": routes = value
        case "--program": program = value
        case "--count": count = try number(name, value, 1...100_000_000)
        case "--size": size = try number(name, value, 500...50_000_000)
        case "--pharmacies": pharmacies = try number(name, value, 1...100_000)
        case "--seed":
            guard let seed = UInt64(value) else {
                throw Failure(.usage, "generate: --seed must be a whole number, not '\(value)'")
            }
            self.seed = seed
        case "--reports":
            guard let number = Int(value), let reports = TrafficMix.Reports(rawValue: number) else {
                throw Failure(.usage, "generate: --reports must be 1, 100 or 3000, not '\(value)'")
            }
            self.reports = reports
        case "--syntax":
            guard let syntax = Syntax(rawValue: value) else {
                throw Failure(.usage, "generate: --syntax must be xml or json, not '\(value)'")
            }
            self.syntax = syntax
        default:
            guard let type = TrafficType(rawValue: value) else {
                if value == "day" { return type = nil }
                let known = TrafficType.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(.usage, "generate: --mix must be day or one of \(known), not '\(value)'")
            }
            self.type = type
        }
    }

    private func number(_ name: String, _ value: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw Failure(
                .usage,
                "generate: \(name) must be a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'")
        }
        return number
    }
}
