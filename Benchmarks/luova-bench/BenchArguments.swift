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
                throw failure("unexpected '\(word)'; see luova-bench \(verb) --help")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw failure("\(word) needs a value; see luova-bench \(verb) --help")
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
            throw failure("\(name) must be a number \(bounds), not '\(value)'")
        }
        return number
    }

    /// The last value of an option, which must be one of the words of a type.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String) throws(Failure) -> Word? {
        guard let value = text(name) else { return nil }
        return try word(name, value)
    }

    /// All values of an option, each of which must be one of the words of a type, in the order of the command line.
    func words<Word: RawRepresentable<String> & CaseIterable>(_ name: String) throws(Failure) -> [Word] {
        var words: [Word] = []
        for value in texts(name) { words.append(try word(name, value)) }
        return words
    }

    private func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ value: String
    ) throws(Failure) -> Word {
        if let word = Word(rawValue: value) { return word }
        let known = Word.allCases.map(\.rawValue)
        let all =
            known.count > 1 ? "\(known.dropLast().joined(separator: ", ")) or \(known[known.count - 1])" : known[0]
        throw failure("\(name) must be \(all), not '\(value)'")
    }

    /// What is wrong with the command line, beginning with the verb.
    func failure(_ text: String) -> Failure { Failure(.usage, "\(verb): \(text)") }
}
