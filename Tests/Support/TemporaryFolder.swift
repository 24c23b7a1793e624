// A folder of one test's own: real files on a real file system, gone when the test is over.

public import Files

/// A new, empty folder below the system's folder for temporary files. Whoever makes one calls `remove`.
public struct TemporaryFolder: Sendable {
    /// Where it is.
    public let path: String
    /// The folder, open.
    public let directory: Directory

    /// Makes a folder; everybody on the system may look into it, so that tests can change the account.
    public init() throws(FileError) {
        let parent = ProcessEnvironment.value("TMPDIR") ?? "/tmp"
        path = try ScratchFolder.make(in: WholeFile.resolved(parent) ?? parent, prefix: "luova-test-")
        directory = try Directory(path: path)
        try directory.change(owner: nil, group: nil, mode: 0o755)
    }

    /// Removes the folder and everything in it.
    public func remove() { ScratchFolder.remove(path) }

    /// The path of something in it.
    public func path(of name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, replacing what is there.
    public func write(_ text: String, to name: String, mode: UInt32 = 0o644) throws(FileError) {
        try WholeFile.write(Array(text.utf8), to: path(of: name), mode: mode)
    }

    /// What a file holds.
    public func read(_ name: String) throws(FileError) -> String {
        String(decoding: try WholeFile.read(path(of: name)), as: UTF8.self)
    }

    /// Whether a name is there, whatever it is.
    public func holds(_ name: String) throws(FileError) -> Bool {
        guard let name = FileName(name) else { return false }
        return try directory.status(of: name) != nil
    }

    /// Every name in a folder, sorted.
    public static func names(in directory: Directory) throws(FileError) -> [String] {
        try directory.entries().map(\.name.description).sorted()
    }

    /// Every name in it, sorted.
    public func names() throws(FileError) -> [String] { try TemporaryFolder.names(in: directory) }

    /// Makes a folder in it.
    public func makeFolder(_ name: String, mode: UInt32 = 0o755) throws(FileError) -> Directory {
        try directory.makeDirectory(fileName(name), mode: mode)
        return try directory.directory(fileName(name))
    }
}

/// A file name that the test knows to be one.
public func fileName(_ text: String) -> FileName {
    guard let name = FileName(text) else { preconditionFailure("'\(text)' is no file name") }
    return name
}
