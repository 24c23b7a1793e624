import Glibc

extension Directory {
    /// Bytes that are free for an account without privileges on the folder's file system
    /// (statvfs(3)); nil when the file system does not say.
    public func freeBytes() -> Int64? {
        var raw = statvfs()
        guard unsafe statvfs(path, &raw) == 0 else { return nil }
        return Int64(raw.f_bavail) * Int64(raw.f_frsize)
    }
}
