import CLinux
import Glibc

/// The one seam to the kernel: each call once, retried on EINTR here only, errno copied in the next
/// statement. Nothing else in the house calls the kernel for files.
enum SystemCall {
    /// The calls, as the fault seam of test builds names them.
    enum Name: String, CaseIterable, Sendable {
        case open, create, fstat, fstatat, read, pread, write, fdatasync, fsync, syncfs, ftruncate
        case rename, unlink, mkdir, getdents, fcntl, lock, fchown, fchmod, lseek
        /// Beginning to write back what was written to a file (sync_file_range(2)); it makes nothing durable.
        case writeback
        /// Watching a folder for changes (inotify_add_watch(2)); it changes nothing on the disk.
        case watch
        /// Questions to the directory of accounts, which the C library asks for us.
        case account, group

        /// Whether it changes what is on the disk, or makes a change durable.
        var changes: Bool {
            switch self {
            case .open, .fstat, .fstatat, .read, .pread, .getdents, .fcntl, .lock, .lseek, .writeback, .watch, .account,
                .group:
                false
            case .create, .write, .fdatasync, .fsync, .syncfs, .ftruncate, .rename, .unlink, .mkdir,
                .fchown, .fchmod:
                true
            }
        }
    }

    /// Calls until it is not interrupted; -1 becomes the errno that the call left.
    ///
    /// - Parameters:
    ///   - descriptor: what the call is about, and the name in it, for the fault seam of test builds.
    ///   - body: the call; of `isShort` it moves only a part of its bytes.
    @inline(__always)
    private static func retrying<Number: FixedWidthInteger>(
        _ name: Name, _ descriptor: CInt, _ file: [CChar]? = nil, _ body: (_ isShort: Bool) -> Number
    ) throws(Errno) -> Number {
        while true {
            var isShort = false
            #if DEBUG
                switch FaultSeam.next(name, descriptor, file) {
                case .fail(Errno(EINTR)): continue
                case .fail(let cause): throw cause
                case .skip: return 0
                case .short: isShort = true
                case .hang: while true { _ = pause() }
                case .stop: kill(getpid(), SIGSTOP)
                default: break
                }
            #endif
            let answer = body(isShort)
            if answer != -1 { return answer }
            let number = errno
            if number != EINTR { throw Errno(number) }
        }
    }

    /// How much a call moves when it is to come up short.
    private static func size(_ whole: Int, _ isShort: Bool) -> Int { isShort ? (whole + 1) / 2 : whole }

    static func open(_ directory: CInt, _ name: [CChar], _ flags: CInt, mode: UInt32 = 0) throws(Errno) -> CInt {
        try retrying(flags & O_CREAT == 0 ? .open : .create, directory, name) { _ in
            unsafe luova_openat(directory, name, flags | O_CLOEXEC, mode)
        }
    }

    static func fstat(_ descriptor: CInt) throws(Errno) -> FileStatus {
        var raw = stat()
        _ = try retrying(.fstat, descriptor) { _ in unsafe Glibc.fstat(descriptor, &raw) }
        return FileStatus(raw)
    }

    static func fstatat(_ directory: CInt, _ name: [CChar]) throws(Errno) -> FileStatus {
        var raw = stat()
        _ = try retrying(.fstatat, directory, name) { _ in
            unsafe Glibc.fstatat(directory, name, &raw, AT_SYMLINK_NOFOLLOW)
        }
        return FileStatus(raw)
    }

    static func read(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        try retrying(.read, descriptor) { unsafe Glibc.read(descriptor, buffer.baseAddress, size(buffer.count, $0)) }
    }

    /// Reads at a place, and notes whether that had to wait. Both calls that this may take are one to the fault seam:
    /// whether there are two depends on what is in memory.
    static func pread(
        _ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int64, noting wait: inout DiskWait
    ) throws(Errno) -> Int {
        try retrying(.pread, descriptor) {
            let count = size(buffer.count, $0)
            if wait.isAsked {
                let answer = unsafe luova_pread_at_hand(descriptor, buffer.baseAddress, count, offset)
                if answer >= 0 { return answer }
                wait.note(Errno(errno))
            }
            return unsafe Glibc.pread(descriptor, buffer.baseAddress, count, off_t(offset))
        }
    }

    static func write(_ descriptor: CInt, _ buffer: UnsafeRawBufferPointer) throws(Errno) -> Int {
        try retrying(.write, descriptor) { unsafe Glibc.write(descriptor, buffer.baseAddress, size(buffer.count, $0)) }
    }

    static func fdatasync(_ descriptor: CInt) throws(Errno) {
        _ = try retrying(.fdatasync, descriptor) { _ in Glibc.fdatasync(descriptor) }
    }

    static func fsync(_ descriptor: CInt) throws(Errno) {
        _ = try retrying(.fsync, descriptor) { _ in Glibc.fsync(descriptor) }
    }

    static func syncfs(_ descriptor: CInt) throws(Errno) {
        _ = try retrying(.syncfs, descriptor) { _ in luova_syncfs(descriptor) }
    }

    static func beginWriteback(_ descriptor: CInt, at offset: Int64, count: Int64) throws(Errno) {
        _ = try retrying(.writeback, descriptor) { _ in luova_begin_writeback(descriptor, offset, count) }
    }

    static func ftruncate(_ descriptor: CInt, _ size: Int64) throws(Errno) {
        _ = try retrying(.ftruncate, descriptor) { _ in Glibc.ftruncate(descriptor, off_t(size)) }
    }

    static func rename(
        _ from: CInt, _ old: [CChar], _ to: CInt, _ new: [CChar], replacing: Bool
    ) throws(Errno) {
        let flags: CUnsignedInt = replacing ? 0 : CUnsignedInt(LUOVA_RENAME_NOREPLACE)
        _ = try retrying(.rename, from, old) { _ in unsafe luova_renameat2(from, old, to, new, flags) }
    }

    static func unlink(_ directory: CInt, _ name: [CChar], flags: CInt = 0) throws(Errno) {
        _ = try retrying(.unlink, directory, name) { _ in unsafe Glibc.unlinkat(directory, name, flags) }
    }

    static func mkdir(_ directory: CInt, _ name: [CChar], mode: UInt32) throws(Errno) {
        _ = try retrying(.mkdir, directory, name) { _ in unsafe Glibc.mkdirat(directory, name, mode) }
    }

    static func getdents(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        try retrying(.getdents, descriptor) { _ in
            unsafe luova_getdents64(descriptor, buffer.baseAddress, buffer.count)
        }
    }

    static func fcntl(_ descriptor: CInt, _ command: CInt, _ argument: CInt) throws(Errno) -> CInt {
        try retrying(.fcntl, descriptor) { _ in luova_fcntl(descriptor, command, argument) }
    }

    static func lock(_ descriptor: CInt) throws(Errno) {
        _ = try retrying(.lock, descriptor) { _ in luova_lock(descriptor) }
    }

    static func fchown(_ descriptor: CInt, _ owner: UInt32, _ group: UInt32) throws(Errno) {
        _ = try retrying(.fchown, descriptor) { _ in Glibc.fchown(descriptor, owner, group) }
    }

    static func fchmod(_ descriptor: CInt, _ mode: UInt32) throws(Errno) {
        _ = try retrying(.fchmod, descriptor) { _ in Glibc.fchmod(descriptor, mode) }
    }

    static func lseek(_ descriptor: CInt, _ offset: Int64) throws(Errno) {
        _ = try retrying(.lseek, descriptor) { _ in Glibc.lseek(descriptor, off_t(offset), SEEK_SET) }
    }

    static func watch(_ watch: CInt, _ path: [CChar], _ events: UInt32) throws(Errno) -> CInt {
        try retrying(.watch, -1, path) { _ in unsafe inotify_add_watch(watch, path, events) }
    }

    /// The most room, in bytes, that one entry of the directory of accounts gets.
    private static let largestEntry = 1 << 26

    /// Asks the directory of accounts for a name. Whether there is an entry, `body` keeps for itself.
    ///
    /// - Parameters:
    ///   - buffer: room for the entry; it grows until that fits.
    ///   - body: the call, which returns an errno, or 0 also where there is no such entry. glibc returns 0 for a name that
    ///     is not there; ENOENT and ESRCH, which other systems return for that, are a directory that did not answer.
    static func look(
        _ name: Name, for entry: String, in buffer: inout [CChar], _ body: (inout [CChar]) -> CInt
    ) throws(Errno) {
        let file = Array(entry.utf8CString)
        while true {
            var failure: CInt = 0
            _ = try retrying(name, -1, file) { _ -> CInt in
                failure = body(&buffer)
                errno = failure
                return failure == EINTR ? -1 : 0
            }
            guard failure == ERANGE, buffer.count < largestEntry else {
                if failure != 0 { throw Errno(failure) }
                return
            }
            buffer = [CChar](repeating: 0, count: buffer.count * 4)
        }
    }
}
