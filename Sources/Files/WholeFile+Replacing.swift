extension WholeFile {
    /// Puts a file at a path, whole or not at all: who reads it meanwhile has the old one or the new one. It is written
    /// under a name of its own beside it, a hidden one that ends in `.new`, and renamed.
    ///
    /// - Parameter isDurable: whether the content is on the disk before the file has its name. Only where a power cut
    ///   matters; what is written anew every few seconds can do without.
    public static func replace(
        _ path: String, with bytes: [UInt8], mode: UInt32 = 0o644, isDurable: Bool = false
    ) throws(FileError) {
        let slash = path.lastIndex(of: "/")
        let last = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let above = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let name = FileName(last), let new = FileName(".\(last).new") else {
            throw FileError(.create, path, .invalid)
        }
        let folder = try Directory(path: WholeFile.resolved(above) ?? above)
        // A run before may have been cut off.
        try folder.remove(new)
        let file = try folder.create(new, mode: mode)
        try file.write(bytes[...])
        try file.changeMode(to: mode)
        if isDurable { try file.synchronizeData() }
        try folder.rename(new, to: folder, name, replacing: true)
    }
}
