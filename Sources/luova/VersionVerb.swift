import Files

/// `luova version`.
enum VersionVerb: Verb {
    static let name = "version"
    static let synopsis = "version                                         the program's version"
    static let help = """
        usage: luova version

        Prints the program's version on one line.

        example: luova version
        """

    static func run(_ words: [String]) throws(Failure) {
        _ = try Arguments(words, verb: name, options: [], flags: [])
        StandardStream.output.writeLine("luova \(Tool.version)")
    }
}
