// A folder of a test's own, with the files that the test writes into it.

public import Files

/// A new folder below /tmp; it goes, with everything in it, when nobody holds it any longer.
public final class WrittenFolder {
    /// Its path.
    public let path: String

    /// Makes a folder; `name` becomes part of its path.
    public init(named name: String = "", with files: [String: String] = [:]) throws(FileError) {
        path = try ScratchFolder.make(in: "/tmp", prefix: "luova-test-\(name)")
        for (name, text) in files { try write(text, to: name) }
    }

    deinit { ScratchFolder.remove(path) }

    /// Writes a file, with the folders above it.
    ///
    /// - Returns: its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws(FileError) -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file, with the folders above it.
    ///
    /// - Returns: its path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws(FileError) -> String {
        let file = "\(path)/\(name)"
        if let slash = file.lastIndex(of: "/") { try WholeFile.makeDirectories(String(file[..<slash])) }
        try WholeFile.write(bytes, to: file)
        return file
    }
}
