/// The words behind a verb, read and checked: options with a value, and flags.
struct BenchArguments {
    private let verb: String
    private var values: [String: [String]] = [:]
    private var flags: Set<String> = []

    /// Reads the words. Options have a value, as the next word or behind `=`; flags have none.
    init(_ words: [String], verb: String, options: [String], flags known: [String] = ["--json"]) throws(Failure) {
        self.verb = verb
        var rest = words[...]
        while let word = rest.popFirst() {
            if known.contains(word) {
                flags.insert(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard options.contains(parts[0]) else {
                throw Failure(.usage, "\(verb): unexpected '\(word)'; see luova-bench \(verb) --help")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw Failure(.usage, "\(verb): \(word) needs a value; see luova-bench \(verb) --help")
            }
            values[parts[0], default: []].append(value)
        }
    }

    /// Whether a flag was given.
    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// The last value of an option.
    func text(_ name: String) -> String? { values[name]?.last }

    /// All values of an option.
    func texts(_ name: String) -> [String] { values[name] ?? [] }

    /// The last value of an option, which must be a whole number in a range.
    func number(_ name: String, _ standard: Int, in range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let value = text(name) else { return standard }
        guard let number = Int(value), range.contains(number) else {
            let bounds = "from \(range.lowerBound) to \(range.upperBound)"
            throw Failure(.usage, "\(verb): \(name) must be a number \(bounds), not '\(value)'")
        }
        return number
    }

    /// How files come into the daemon's hands: the last `--custody`, `copy` unless it says otherwise.
    func custody() throws(Failure) -> BenchCustody { try custodies().last ?? .copy }

    /// Every `--custody`, in the order of the command line.
    func custodies() throws(Failure) -> [BenchCustody] {
        var custodies: [BenchCustody] = []
        for value in texts("--custody") {
            guard let custody = BenchCustody(rawValue: value) else {
                throw Failure(.usage, "\(verb): --custody must be copy or move, not '\(value)'")
            }
            if !custodies.contains(custody) { custodies.append(custody) }
        }
        return custodies
    }

    /// The one folder to work in: `--spool`, or the first of the default ones.
    func place() throws(Failure) -> BenchPlace {
        let places = try BenchPlace.all(texts("--spool"))
        guard let place = places.last, texts("--spool").count < 2 else {
            throw Failure(.usage, "\(verb): --spool can be given once only")
        }
        return texts("--spool").isEmpty ? places[0] : place
    }
}
