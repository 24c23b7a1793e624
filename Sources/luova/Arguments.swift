/// What stands behind the verb on the command line: options with values, flags, and the rest.
struct Arguments {
    private var values: [String: String] = [:]
    private var flags: Set<String> = []
    /// What is no option.
    private(set) var rest: [String] = []

    /// Reads options that the verb knows. `--name value` and `--name=value` are the same; `--` ends the
    /// options; `-` is no option but standard input.
    init(_ words: [String], verb: String, options: [String], flags known: [String]) throws(Failure) {
        var place = 0
        while place < words.count {
            let word = words[place]
            place += 1
            guard word.hasPrefix("-"), word != "-" else {
                rest.append(word)
                continue
            }
            if word == "--" {
                rest += words[place...]
                return
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if known.contains(parts[0]), parts.count == 1 {
                flags.insert(parts[0])
            } else if options.contains(parts[0]) {
                if parts.count == 2 {
                    values[parts[0]] = parts[1]
                } else if place < words.count {
                    values[parts[0]] = words[place]
                    place += 1
                } else {
                    throw Failure(.usage, "\(verb): \(word) needs a value; see luova \(verb) --help")
                }
            } else {
                throw Failure(.usage, "\(verb): unknown option \(word); see luova \(verb) --help")
            }
        }
    }

    /// The value of an option; nil when it was not given.
    func value(_ name: String) -> String? { values[name] }

    /// The value of an option that must be given.
    func required(_ name: String, verb: String) throws(Failure) -> String {
        guard let value = values[name] else {
            throw Failure(.usage, "\(verb): \(name) is missing; see luova \(verb) --help")
        }
        return value
    }

    /// Whether a flag was given.
    func has(_ flag: String) -> Bool { flags.contains(flag) }
}
