/// Something wrong in the routing table: where, what, and what to do.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var file: String
    /// The line in it; 0 where none is at fault.
    public var line: Int
    /// What is wrong and what to do.
    public var text: String

    /// Names a problem.
    public init(file: String, line: Int, _ text: String) {
        self.file = file
        self.line = line
        self.text = text
    }

    /// `file:line: what is wrong; what to do`.
    public var description: String { line > 0 ? "\(file):\(line): \(text)" : "\(file): \(text)" }
}

/// All problems of a routing table that was not loaded; never empty.
public struct ConfigurationProblems: Error, Sendable {
    /// In the order of the files and lines.
    public let problems: [ConfigurationProblem]

    /// Puts problems in order, each once: contracts may share a schema. Those of one line stay in the order
    /// in which they were found.
    init(problems: [ConfigurationProblem]) {
        let sorted = problems.enumerated().sorted { first, second in
            (first.element.file, first.element.line, first.offset) < (
                second.element.file, second.element.line, second.offset
            )
        }
        var seen: Set<ConfigurationProblem> = []
        self.problems = sorted.map(\.element).filter { seen.insert($0).inserted }
    }
}
