import Glibc

/// A folder for a moment: for the demonstration and for tests, never for messages.
public enum ScratchFolder {
    /// Makes a new folder of our own below `parent` (mkdtemp(3)).
    public static func make(in parent: String, prefix: String) throws(FileError) -> String {
        var template = "\(parent)/\(prefix)\(String(repeating: "X", count: 6))".utf8CString.map { $0 }
        guard unsafe mkdtemp(&template) != nil else { throw FileError(.makeDirectory, parent, Errno(errno)) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes a folder and everything in it; follows no link.
    public static func remove(_ path: String) {
        guard let folder = try? Directory(path: path), let entries = try? folder.entries() else { return }
        for entry in entries {
            let isFolder = (try? folder.status(of: entry.name))?.kind == .directory
            if isFolder {
                remove("\(path)/\(String(decoding: entry.name.bytes, as: UTF8.self))")
            } else {
                _ = try? folder.remove(entry.name)
            }
        }
        _ = unsafe rmdir(path)
    }

    /// Makes a symbolic link (symlink(2)).
    public static func symbolicLink(_ path: String, to target: String) throws(FileError) {
        guard unsafe symlink(target, path) == 0 else { throw FileError(.create, path, Errno(errno)) }
    }

    /// Gives a file a second name (link(2)).
    public static func hardLink(_ path: String, to target: String) throws(FileError) {
        guard unsafe link(target, path) == 0 else { throw FileError(.create, path, Errno(errno)) }
    }

    /// Sets when a file was last written, nanoseconds since 1970 (utimensat(2)).
    public static func setModified(_ path: String, _ nanoseconds: Int64) throws(FileError) {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        try setModified(path, seconds: Int(seconds), nanoseconds: Int(rest))
    }

    /// The same for any time, as far as the file system has it.
    public static func setModified(_ path: String, seconds: Int, nanoseconds: Int = 0) throws(FileError) {
        let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
        guard unsafe utimensat(AT_FDCWD, path, [time, time], AT_SYMLINK_NOFOLLOW) == 0 else {
            throw FileError(.write, path, Errno(errno))
        }
    }

    /// Waits (nanosleep(2)).
    public static func pause(nanoseconds: Int64) {
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        _ = unsafe nanosleep(&time, nil)
    }
}
