import CLinux
import Glibc

/// An open file, closed when its owner goes.
public struct Descriptor: ~Copyable, Sendable {
    let number: CInt
    private let place: Place

    /// Where it was opened. The path is put together only for an error.
    private enum Place {
        case path(String)
        case entry(FileName, folder: String)
    }

    init(number: CInt, path: String) {
        self.number = number
        place = .path(path)
    }

    init(number: CInt, name: FileName, folder: String) {
        self.number = number
        place = .entry(name, folder: folder)
    }

    /// The path it was opened by, for errors.
    var path: String {
        switch place {
        case .path(let path): path
        case .entry(let name, let folder): "\(folder)/\(name)"
        }
    }

    deinit { close(number) }

    /// The number to wait on for reading. It stays the descriptor's own.
    public var waitable: Int32 { number }

    /// What the kernel says of it now (fstat(2)).
    public borrowing func status() throws(FileError) -> FileStatus {
        do { return try SystemCall.fstat(number) } catch { throw FileError(.status, path, error) }
    }

    /// Reads up to `count` bytes from `offset` (pread(2)); fewer only at the end of the file.
    public borrowing func read(count: Int, at offset: Int64) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let filled = try read(into: &bytes, count: count, at: offset)
        bytes.removeLast(count - filled)
        return bytes
    }

    /// Fills the first `count` bytes of `buffer` from `offset` on, and says how many there were.
    public borrowing func read(into buffer: inout [UInt8], count: Int, at offset: Int64) throws(FileError) -> Int {
        var wait = DiskWait.unnoted
        return try read(into: &buffer, count: count, at: offset, noting: &wait)
    }

    /// Does that, and notes whether the disk had to be waited for.
    public borrowing func read(
        into buffer: inout [UInt8], count: Int, at offset: Int64, noting wait: inout DiskWait
    ) throws(FileError) -> Int {
        precondition(count <= buffer.count)
        var filled = 0
        var failure: Errno?
        unsafe buffer.withUnsafeMutableBytes { raw in
            while filled < count {
                do throws(Errno) {
                    let target = unsafe UnsafeMutableRawBufferPointer(rebasing: raw[filled..<count])
                    let got = try unsafe SystemCall.pread(number, target, at: offset + Int64(filled), noting: &wait)
                    if got == 0 { break }
                    filled += got
                } catch {
                    failure = error
                    break
                }
            }
        }
        if let failure { throw FileError(.read, path, failure) }
        return filled
    }

    /// Reads once, from where the descriptor stands, what is there (read(2)); nil when it would block,
    /// 0 bytes at the end.
    public borrowing func readAvailable(into buffer: inout [UInt8]) throws(FileError) -> Int? {
        var answer: Result<Int, Errno> = .success(0)
        unsafe buffer.withUnsafeMutableBytes { raw in
            do throws(Errno) {
                answer = .success(try unsafe SystemCall.read(number, raw))
            } catch {
                answer = .failure(error)
            }
        }
        switch answer {
        case .success(let count): return count
        case .failure(.tryAgain): return nil
        case .failure(let cause): throw FileError(.read, path, cause)
        }
    }

    /// Writes all of `bytes` where the descriptor stands; short writes are continued.
    public borrowing func write(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        var failure: FileError?
        unsafe bytes.withUnsafeBytes { raw in unsafe failure = writeAll(raw) }
        if let failure { throw failure }
    }

    /// Writes bytes wherever they lie; says why when it could not.
    borrowing func writeAll(_ raw: UnsafeRawBufferPointer) -> FileError? {
        var done = 0
        while done < raw.count {
            do throws(Errno) {
                done += try unsafe SystemCall.write(number, UnsafeRawBufferPointer(rebasing: raw[done...]))
            } catch {
                return FileError(.write, path, error)
            }
        }
        return nil
    }

    /// Makes the content durable (fdatasync(2)).
    public borrowing func synchronizeData() throws(FileError) {
        do { try SystemCall.fdatasync(number) } catch { throw FileError(.synchronize, path, error) }
    }

    /// Has the kernel begin to write back a part of the content (sync_file_range(2)); see `Writeback`.
    borrowing func beginWriteback(at offset: Int64, count: Int64) {
        try? SystemCall.beginWriteback(number, at: offset, count: count)
    }

    /// Makes everything on its file system durable (syncfs(2)).
    public borrowing func synchronizeFileSystem() throws(FileError) {
        do { try SystemCall.syncfs(number) } catch { throw FileError(.synchronize, path, error) }
    }

    /// Cuts or extends the file (ftruncate(2)).
    public borrowing func truncate(to size: Int64) throws(FileError) {
        do { try SystemCall.ftruncate(number, size) } catch { throw FileError(.write, path, error) }
    }

    /// Moves to where the next write goes (lseek(2)).
    public borrowing func seek(to offset: Int64) throws(FileError) {
        do { try SystemCall.lseek(number, offset) } catch { throw FileError(.read, path, error) }
    }

    /// Sets owner and group (fchown(2)); nil leaves one as it is.
    public borrowing func changeOwner(to owner: UInt32?, group: UInt32?) throws(FileError) {
        do {
            try SystemCall.fchown(number, owner ?? .max, group ?? .max)
        } catch {
            throw FileError(.changeOwner, path, error)
        }
    }

    /// Sets the permission bits (fchmod(2)).
    public borrowing func changeMode(to mode: UInt32) throws(FileError) {
        do { try SystemCall.fchmod(number, mode) } catch { throw FileError(.changeOwner, path, error) }
    }

    /// Forgets what the kernel has cached of the file, so that the next read comes from the disk
    /// (posix_fadvise(2)); pages that are not yet written stay.
    public borrowing func dropCachedPages() {
        _ = posix_fadvise(number, 0, 0, POSIX_FADV_DONTNEED)
    }

    /// Takes an exclusive lock that lasts as long as the descriptor (fcntl(2), F_OFD_SETLK).
    /// False when another process holds it.
    public borrowing func lock() throws(FileError) -> Bool {
        do {
            try SystemCall.lock(number)
            return true
        } catch {
            if error == .tryAgain || error == .accessDenied { return false }
            throw FileError(.lock, path, error)
        }
    }
}
