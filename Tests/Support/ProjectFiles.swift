// Where the project's own files lie, for tests that use the shipped table and the samples.

public import Files

/// The project's own files, found from where this source file lies.
public enum ProjectFiles {
    /// The repository's root folder.
    public static let root: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// The shipped routing table.
    public static var routes: String { "\(root)/Routes" }

    /// The paths of the sample files in a folder below `Samples/`, and in its folders, in the order of
    /// their names; only those that end in `suffix`.
    public static func samples(in folder: String, suffix: String = "") throws(FileError) -> [String] {
        var found: [String] = []
        let path = "\(root)/Samples/\(folder)"
        for entry in try Directory(path: path).entries() {
            if entry.isDirectory {
                found += try samples(in: "\(folder)/\(entry.name.description)", suffix: suffix)
            } else if entry.name.description.hasSuffix(suffix) {
                found.append("\(path)/\(entry.name.description)")
            }
        }
        return found.sorted()
    }
}
