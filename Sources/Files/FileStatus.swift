import Glibc

/// What the kernel says of a file (stat(2)), as far as the spool asks.
public struct FileStatus: Equatable, Sendable {
    /// The kinds of file that the spool tells apart.
    public enum Kind: Sendable { case regular, directory, symbolicLink, other }

    /// The device of its file system.
    public let device: UInt64
    /// Its number there.
    public let inode: UInt64
    /// Regular file, folder, link, or something else.
    public let kind: Kind
    /// How many names it has.
    public let links: UInt64
    /// The number of its owner.
    public let owner: UInt32
    /// The number of its group.
    public let group: UInt32
    /// Permission bits.
    public let mode: UInt32
    /// Bytes.
    public let size: Int64
    /// When its content changed, or what its owner says of that, nanoseconds since 1970; the years 1825 and 2115 stand for
    /// all that lie beyond.
    public let modified: Int64
    /// When its content or its status changed, nanoseconds since 1970.
    public let changed: Int64

    init(_ raw: stat) {
        device = UInt64(raw.st_dev)
        inode = UInt64(raw.st_ino)
        kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            default: .other
            }
        links = UInt64(raw.st_nlink)
        owner = raw.st_uid
        group = raw.st_gid
        mode = raw.st_mode & 0o7777
        size = Int64(raw.st_size)
        modified = FileStatus.nanoseconds(raw.st_mtim)
        changed = FileStatus.nanoseconds(raw.st_ctim)
    }

    /// A file's owner sets the time of writing as it likes, beyond what nanoseconds can count. So much of it is kept that
    /// two such times can be subtracted.
    private static func nanoseconds(_ time: timespec) -> Int64 {
        let farthest = 4_600_000_000
        return Int64(min(max(time.tv_sec, -farthest), farthest)) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Whether both look at the same inode of the same file system.
    public func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }

    /// Whether it is the same file and nobody wrote to it between the two looks. Links and owner
    /// may differ: a rename changes `changed`, so callers compare across none.
    public func isUnchanged(since other: FileStatus) -> Bool {
        isSameFile(as: other) && size == other.size && modified == other.modified && changed == other.changed
    }
}
