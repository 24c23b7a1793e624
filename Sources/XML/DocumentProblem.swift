/// Something wrong in a document of our own side: a schema, a routing table.
public struct DocumentProblem: Error, Equatable, Sendable {
    /// The file.
    public var file: String
    /// The line in it; 0 where none is at fault.
    public var line: Int
    /// What is wrong, in words.
    public var text: String

    /// Names a problem.
    public init(file: String, line: Int, text: String) {
        self.file = file
        self.line = line
        self.text = text
    }
}

/// All problems of one schema; never empty.
public struct SchemaProblems: Error, Sendable {
    /// In the order in which they were found.
    public let problems: [DocumentProblem]
    /// Whether files inside the folder were read, and only what stands in them is wrong.
    public let isFromReading: Bool

    /// At least one problem.
    public init(problems: [DocumentProblem], isFromReading: Bool = false) {
        precondition(!problems.isEmpty)
        self.problems = problems
        self.isFromReading = isFromReading
    }
}
