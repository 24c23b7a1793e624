import CLinux
import Glibc

/// An open folder. Everything in it is named relative to it, so that nobody who swaps a folder on
/// the way can lead us elsewhere; no operation follows a symbolic link in the last place.
public final class Directory: Sendable {
    private let descriptor: CInt
    /// The path it was opened by, for errors.
    public let path: String

    private init(descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private static let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
    private static let readingFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY

    /// Opens a folder by path; the path's last place must not be a link.
    public convenience init(path: String) throws(FileError) {
        do {
            let descriptor = try SystemCall.open(AT_FDCWD, path.utf8CString.map { $0 }, Directory.flags)
            self.init(descriptor: descriptor, path: path)
        } catch {
            throw FileError(.open, path, error)
        }
    }

    /// Stands for a folder that cannot be opened. Whatever is done with it fails as it would in one that was removed: there
    /// is no such file.
    ///
    /// - Parameter path: where it should be.
    public static func missing(_ path: String) -> Directory { Directory(descriptor: -1, path: path) }

    /// The error of a call that failed. The kernel calls the descriptor of a missing folder a bad one.
    private func error(
        _ code: FileError.Code, _ path: String, _ cause: Errno, with other: Directory? = nil
    ) -> FileError {
        let isMissing = descriptor < 0 || other.map { $0.descriptor < 0 } ?? false
        return FileError(code, path, isMissing ? .noSuchFile : cause)
    }

    /// Opens the same folder once more, with a listing position of its own.
    convenience init(reopening other: Directory) throws(FileError) {
        do {
            let opened = try SystemCall.open(
                other.descriptor, [CChar(bitPattern: UInt8(ascii: ".")), 0], Directory.flags)
            self.init(descriptor: opened, path: other.path)
        } catch {
            throw other.error(.open, other.path, error)
        }
    }

    /// Fills a buffer with directory entries (getdents64(2)); 0 at the end.
    func fill(_ buffer: inout [UInt8]) throws(FileError) -> Int {
        var answer: Result<Int, Errno> = .success(0)
        unsafe buffer.withUnsafeMutableBytes { raw in
            do throws(Errno) {
                answer = .success(try unsafe SystemCall.getdents(descriptor, raw))
            } catch {
                answer = .failure(error)
            }
        }
        do { return try answer.get() } catch { throw self.error(.list, path, error) }
    }

    /// Opens a folder in this one.
    public func directory(_ name: FileName) throws(FileError) -> Directory {
        do {
            let opened = try SystemCall.open(descriptor, name.terminated, Directory.flags)
            return Directory(descriptor: opened, path: path(of: name))
        } catch {
            throw self.error(.open, path(of: name), error)
        }
    }

    /// The path of something in it, for people.
    public func path(of name: FileName) -> String { "\(path)/\(name.description)" }

    /// What the kernel says of the folder itself.
    public func status() throws(FileError) -> FileStatus {
        do { return try SystemCall.fstat(descriptor) } catch { throw self.error(.status, path, error) }
    }

    /// What the kernel says of a name in it; nil when there is none. A link is looked at, not followed.
    public func status(of name: FileName) throws(FileError) -> FileStatus? {
        do {
            return try SystemCall.fstatat(descriptor, name.terminated)
        } catch {
            let failure = self.error(.status, path(of: name), error)
            if failure.cause == .noSuchFile { return nil }
            throw failure
        }
    }

    /// Opens a file for reading without following a link and without waiting for a pipe's other end.
    public func open(_ name: FileName) throws(FileError) -> Descriptor {
        try open(name, flags: Directory.readingFlags, code: .open)
    }

    /// Has the kernel begin to read a file's first `count` bytes into memory (posix_fadvise(2)), and does not wait for them.
    /// Follows no link, and waits for no pipe's other end.
    ///
    /// Advice only: a failure of it is none, the read that comes later tells. Therefore it is outside the seam of test
    /// builds: whether it is given depends on what is in memory, and no call after it may be counted otherwise for that.
    public func beginReading(_ name: FileName, count: Int64) {
        let opened = unsafe luova_openat(descriptor, name.terminated, Directory.readingFlags | O_CLOEXEC, 0)
        guard opened >= 0 else { return }
        posix_fadvise(opened, 0, off_t(count), POSIX_FADV_WILLNEED)
        close(opened)
    }

    /// Creates a file that must not exist yet and opens it for writing.
    public func create(_ name: FileName, mode: UInt32) throws(FileError) -> Descriptor {
        try open(name, flags: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode, code: .create)
    }

    /// Opens a file for reading and writing, and creates it when it is missing.
    public func openOrCreate(_ name: FileName, mode: UInt32) throws(FileError) -> Descriptor {
        try open(name, flags: O_RDWR | O_CREAT | O_NOFOLLOW, mode: mode, code: .create)
    }

    private func open(
        _ name: FileName, flags: CInt, mode: UInt32 = 0, code: FileError.Code
    ) throws(FileError) -> Descriptor {
        do {
            let opened = try SystemCall.open(descriptor, name.terminated, flags, mode: mode)
            return Descriptor(number: opened, name: name, folder: path)
        } catch {
            throw self.error(code, path(of: name), error)
        }
    }

    /// Makes a folder in it unless there is one; true when it made one.
    @discardableResult
    public func makeDirectory(_ name: FileName, mode: UInt32) throws(FileError) -> Bool {
        do {
            try SystemCall.mkdir(descriptor, name.terminated, mode: mode)
            return true
        } catch {
            if error == .fileExists { return false }
            throw self.error(.makeDirectory, path(of: name), error)
        }
    }

    /// Renames (renameat2(2)). Without `replacing`, a taken target name is an error (EEXIST) and
    /// nothing moves. Atomic: after a crash the file stands under exactly one of the two names.
    public func rename(
        _ name: FileName, to target: Directory, _ newName: FileName, replacing: Bool = false
    ) throws(FileError) {
        do {
            try SystemCall.rename(
                descriptor, name.terminated, target.descriptor, newName.terminated, replacing: replacing)
        } catch {
            throw self.error(.rename, path(of: name), error, with: target)
        }
    }

    /// Removes a file; false when it was not there.
    @discardableResult
    public func remove(_ name: FileName) throws(FileError) -> Bool {
        do {
            try SystemCall.unlink(descriptor, name.terminated)
            return true
        } catch {
            let failure = self.error(.remove, path(of: name), error)
            if failure.cause == .noSuchFile { return false }
            throw failure
        }
    }

    /// Makes names that were added, renamed or removed in it durable (fsync(2)).
    public func synchronize() throws(FileError) {
        if descriptor < 0 { return }
        do { try SystemCall.fsync(descriptor) } catch { throw self.error(.synchronize, path, error) }
    }

    /// Makes everything on its file system durable (syncfs(2)).
    public func synchronizeFileSystem() throws(FileError) {
        do { try SystemCall.syncfs(descriptor) } catch { throw self.error(.synchronize, path, error) }
    }

    /// Gives the folder to an owner and a group, with these permission bits.
    public func change(owner: UInt32?, group: UInt32?, mode: UInt32) throws(FileError) {
        do {
            if owner != nil || group != nil { try SystemCall.fchown(descriptor, owner ?? .max, group ?? .max) }
            try SystemCall.fchmod(descriptor, mode)
        } catch {
            throw self.error(.changeOwner, path, error)
        }
    }
}
