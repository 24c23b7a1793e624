/// Which messages a scenario sends: the types, sizes and syntaxes of a day, or one simple message again and again.
struct TrafficChoice {
    /// What kind of traffic.
    enum Kind: String, CaseIterable {
        /// All types of message in the shares of a day.
        case mixed
        /// Messages of `MessageMill`.
        case plain
    }

    /// What kind of traffic.
    let kind: Kind
    /// How the reports of the Incomes Register come, in mixed traffic.
    var reports = TrafficMix.Reports.single
    /// What makes this traffic different from other traffic.
    var seed: UInt64 = 1
    /// How many pharmacies send, in mixed traffic; a quarter as many municipalities do.
    var pharmacies = TrafficChoice.usualPharmacies
    /// Bytes of each plain message.
    var size = TrafficChoice.usualSize

    private static let usualPharmacies = 100
    private static let usualSize = 1_600

    /// The names of the options.
    static let names = ["--traffic", "--batches", "--seed", "--pharmacies", "--size"]

    /// The usage of the options.
    static let usage = "[--traffic mixed [--batches 1|100|3000] [--pharmacies N] [--seed S]]"

    /// Plain messages of a size.
    static func plain(size: Int) -> TrafficChoice { TrafficChoice(kind: .plain, size: size) }

    /// Reads the options.
    init(_ arguments: BenchArguments) throws(Failure) {
        kind = try arguments.word("--traffic") ?? .mixed
        let others = kind == .mixed ? ["--size"] : ["--batches", "--seed", "--pharmacies"]
        for name in others where arguments.text(name) != nil {
            throw arguments.failure("\(name) goes with --traffic \(kind == .mixed ? "plain" : "mixed") only")
        }
        reports = try arguments.reports("--batches") ?? .single
        seed = try arguments.seed()
        pharmacies = try arguments.number("--pharmacies", TrafficChoice.usualPharmacies, in: 1...10_000)
        size = try arguments.number("--size", TrafficChoice.usualSize, in: 1_000...1_000_000)
    }

    private init(kind: Kind, size: Int) {
        self.kind = kind
        self.size = size
    }

    /// The lines of the help for these options, the text at a column.
    static func help(at column: Int) -> String {
        ScenarioOptions.lines(
            [
                (
                    "--traffic KIND",
                    [
                        "mixed: all types of message in the shares and sizes of a day, a quarter in JSON; plain: one",
                        "simple message; default mixed",
                    ]
                ),
                (
                    "--batches N", ["reports in a message of the Incomes Register: 1, 100 or 3000; default 1"]
                ),
                ("--pharmacies N", ["how many send, and a quarter as many municipalities; default \(usualPharmacies)"]),
                ("--seed S", ["a whole number; another one gives other messages; default 1"]),
                ("--size BYTES", ["of each plain message, 1000 to 1000000; default \(usualSize)"]),
            ], at: column)
    }

    /// What a person calls it.
    var title: String {
        guard kind == .mixed else { return "plain messages of \(size) bytes" }
        let reports = reports == .single ? "single reports" : "reports by \(reports.rawValue)"
        return "mixed messages, \(reports), \(pharmacies) pharmacies, seed \(seed)"
    }

    /// Adds it to an object.
    func add(to object: inout JSONLine) {
        object.add("traffic", kind.rawValue)
        guard kind == .mixed else { return object.add("size", size) }
        object.add("batches", reports.rawValue)
        object.add("pharmacies", pharmacies)
        object.add("seed", String(seed))
    }

    /// Who takes part in mixed traffic.
    var partners: TrafficPartners {
        TrafficPartners(pharmacies: pharmacies, municipalities: max(1, pharmacies / 4))
    }

    /// The shares of mixed traffic.
    var mix: TrafficMix { .day(reports: reports) }

    /// How many messages a day of so many single reports has, when these are put together.
    func files(of messages: Int) -> Int {
        guard kind == .mixed else { return messages }
        let share = Double(mix.weight) / Double(TrafficMix.day().weight)
        return max(1, Int((Double(messages) * share).rounded()))
    }

    /// All of it as words of a command line, for a process that this program starts.
    var words: [String] { [kind.rawValue, "\(reports.rawValue)", "\(seed)", "\(pharmacies)", "\(size)"] }

    /// Reads what `words` wrote; nil for anything else.
    init?(words: [String]) {
        guard words.count == 5, let kind = Kind(rawValue: words[0]),
            let reports = Int(words[1]).flatMap(TrafficMix.Reports.init), let seed = UInt64(words[2]),
            let pharmacies = Int(words[3]), let size = Int(words[4])
        else { return nil }
        self.init(kind: kind, size: size)
        self.reports = reports
        self.seed = seed
        self.pharmacies = pharmacies
    }
}
