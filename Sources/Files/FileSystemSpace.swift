import Glibc

/// What is left of a file system (statvfs(3)).
public struct FileSystemSpace: Sendable {
    /// Its size in bytes.
    public let bytes: Int64
    /// Bytes that are free for an account without privileges.
    public let freeBytes: Int64
    /// How many files it can hold; 0 where there is no such number.
    public let files: Int64
    /// How many more files an account without privileges may make.
    public let freeFiles: Int64
    /// Whether it is mounted read-only.
    public let isReadOnly: Bool

    /// States what is left.
    public init(bytes: Int64, freeBytes: Int64, files: Int64 = 0, freeFiles: Int64 = 0, isReadOnly: Bool = false) {
        self.bytes = bytes
        self.freeBytes = freeBytes
        self.files = files
        self.freeFiles = freeFiles
        self.isReadOnly = isReadOnly
    }
}

extension Directory {
    /// What is left of the folder's file system; nil when that does not say.
    public func space() -> FileSystemSpace? {
        var raw = statvfs()
        guard unsafe statvfs(path, &raw) == 0 else { return nil }
        let block = Int64(clamping: raw.f_frsize)
        return FileSystemSpace(
            bytes: Int64(clamping: raw.f_blocks).multipliedReportingOverflow(by: block).partialValue,
            freeBytes: Int64(clamping: raw.f_bavail).multipliedReportingOverflow(by: block).partialValue,
            files: Int64(clamping: raw.f_files), freeFiles: Int64(clamping: raw.f_favail),
            isReadOnly: raw.f_flag & UInt(ST_RDONLY) != 0)
    }
}
