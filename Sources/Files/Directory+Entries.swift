import CLinux

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
        // A description of our own, so that several listings do not share a position.
        let listing: Directory
        do throws(FileError) {
            listing = try Directory(reopening: self)
        } catch {
            throw FileError(.list, path, error.cause)
        }
        var buffer = [UInt8](repeating: 0, count: 32_768)
        while true {
            let filled = try listing.fill(&buffer)
            if filled == 0 { return }
            var start = 0
            while start < filled {
                // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name.
                let inode = (0..<8).reduce(UInt64(0)) { $0 | UInt64(buffer[start + $1]) << UInt64($1 * 8) }
                let length = Int(buffer[start + 16]) | Int(buffer[start + 17]) << 8
                let type = buffer[start + 18]
                let name = buffer[(start + 19)..<(start + length)].prefix { $0 != 0 }
                start += length
                guard let name = FileName(ArraySlice(name)) else { continue }
                if !visit(DirectoryEntry(name: name, inode: inode, isDirectory: type == 4)) { return }
            }
        }
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
