/// A walk through a folder that can be left and gone on with: it keeps its place in the folder and nothing else.
///
/// An entry that is there all the time is seen once, whatever comes and goes beside it; what comes or goes
/// meanwhile may or may not be seen.
public final class DirectoryListing {
    private let folder: Directory
    private var isAtEnd = false

    /// Begins at the head of a folder.
    public init(of folder: Directory) throws(FileError) {
        // A description of our own, so that several listings do not share a position.
        do throws(FileError) { self.folder = try Directory(reopening: folder) } catch {
            throw FileError(.list, folder.path, error.cause)
        }
    }

    /// Visits the next few entries but `.` and `..`, at most some hundreds, in the file system's order.
    ///
    /// - Returns: false when there are no more.
    public func next(using buffer: inout [UInt8], _ visit: (DirectoryEntry) -> Void) throws(FileError) -> Bool {
        if isAtEnd { return false }
        let filled = try folder.fill(&buffer)
        isAtEnd = filled == 0
        var start = 0
        while start < filled {
            // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name.
            let inode = (0..<8).reduce(UInt64(0)) { $0 | UInt64(buffer[start + $1]) << UInt64($1 * 8) }
            let length = Int(buffer[start + 16]) | Int(buffer[start + 17]) << 8
            let type = buffer[start + 18]
            let name = buffer[(start + 19)..<(start + length)].prefix { $0 != 0 }
            start += length
            guard let name = FileName(ArraySlice(name)) else { continue }
            visit(DirectoryEntry(name: name, inode: inode, isDirectory: type == 4))
        }
        return !isAtEnd
    }
}
