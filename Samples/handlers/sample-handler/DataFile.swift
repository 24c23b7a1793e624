/// A small table: a row a line, tabs between its fields. Lines that begin with # are for people.
enum DataFile {
    /// The rows of a file that lies beside this program, or in the folder that its first argument names.
    static func rows(_ name: String) -> [[String]] {
        let program = CommandLine.arguments[0]
        let beside = program.lastIndex(of: "/").map { String(program[..<$0]) } ?? "."
        let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : beside
        guard let bytes = System.contents(of: "\(folder)/\(name)") else {
            System.end(75, "\(name) cannot be read")
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { line in line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
}
