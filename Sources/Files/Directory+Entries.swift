/// One entry of a folder, as getdents64(2) tells it.
public struct DirectoryEntry: Sendable {
    /// Its name.
    public let name: FileName
    /// Its inode number.
    public let inode: UInt64
    /// Whether the file system says that it is a folder; false also when it does not say.
    public let isDirectory: Bool
}

extension Directory {
    /// Calls `visit` with each entry but `.` and `..`, in the file system's order, until it returns
    /// false. Memory stays bounded whatever the number of entries; entries that come or go meanwhile
    /// may or may not be seen.
    public func forEachEntry(_ visit: (DirectoryEntry) -> Bool) throws(FileError) {
        let listing = try DirectoryListing(of: self)
        var buffer = [UInt8](repeating: 0, count: 32_768)
        var isWanted = true
        while isWanted, try listing.next(using: &buffer, { if isWanted { isWanted = visit($0) } }) {}
    }

    /// All entries at once, for folders that are known to be small.
    public func entries() throws(FileError) -> [DirectoryEntry] {
        var entries: [DirectoryEntry] = []
        try forEachEntry {
            entries.append($0)
            return true
        }
        return entries
    }
}
