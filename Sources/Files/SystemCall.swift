import CLinux
import Glibc

/// The one seam to the kernel: each call once, retried on EINTR here only, errno copied in the next
/// statement. Nothing else in the house calls the kernel for files.
enum SystemCall {
    /// Calls until it is not interrupted; -1 becomes the errno that the call left.
    @inline(__always)
    private static func retrying<Number: FixedWidthInteger>(_ call: () -> Number) throws(Errno) -> Number {
        while true {
            let answer = call()
            if answer != -1 { return answer }
            let number = errno
            if number != EINTR { throw Errno(number) }
        }
    }

    static func open(_ directory: CInt, _ name: [CChar], _ flags: CInt, mode: UInt32 = 0) throws(Errno) -> CInt {
        try retrying { unsafe luova_openat(directory, name, flags | O_CLOEXEC, mode) }
    }

    static func fstat(_ descriptor: CInt) throws(Errno) -> FileStatus {
        var raw = stat()
        _ = try retrying { unsafe Glibc.fstat(descriptor, &raw) }
        return FileStatus(raw)
    }

    static func fstatat(_ directory: CInt, _ name: [CChar]) throws(Errno) -> FileStatus {
        var raw = stat()
        _ = try retrying { unsafe Glibc.fstatat(directory, name, &raw, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(raw)
    }

    static func read(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        try retrying { unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
    }

    static func pread(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(Errno)
        -> Int
    {
        try retrying { unsafe Glibc.pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
    }

    static func write(_ descriptor: CInt, _ buffer: UnsafeRawBufferPointer) throws(Errno) -> Int {
        try retrying { unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count) }
    }

    static func fdatasync(_ descriptor: CInt) throws(Errno) {
        _ = try retrying { Glibc.fdatasync(descriptor) }
    }

    static func fsync(_ descriptor: CInt) throws(Errno) {
        _ = try retrying { Glibc.fsync(descriptor) }
    }

    static func syncfs(_ descriptor: CInt) throws(Errno) {
        _ = try retrying { luova_syncfs(descriptor) }
    }

    static func ftruncate(_ descriptor: CInt, _ size: Int64) throws(Errno) {
        _ = try retrying { Glibc.ftruncate(descriptor, off_t(size)) }
    }

    static func rename(
        _ from: CInt, _ old: [CChar], _ to: CInt, _ new: [CChar], replacing: Bool
    ) throws(Errno) {
        let flags: CUnsignedInt = replacing ? 0 : CUnsignedInt(LUOVA_RENAME_NOREPLACE)
        _ = try retrying { unsafe luova_renameat2(from, old, to, new, flags) }
    }

    static func unlink(_ directory: CInt, _ name: [CChar], flags: CInt = 0) throws(Errno) {
        _ = try retrying { unsafe Glibc.unlinkat(directory, name, flags) }
    }

    static func mkdir(_ directory: CInt, _ name: [CChar], mode: UInt32) throws(Errno) {
        _ = try retrying { unsafe Glibc.mkdirat(directory, name, mode) }
    }

    static func getdents(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        try retrying { unsafe luova_getdents64(descriptor, buffer.baseAddress, buffer.count) }
    }

    static func fcntl(_ descriptor: CInt, _ command: CInt, _ argument: CInt) throws(Errno) -> CInt {
        try retrying { luova_fcntl(descriptor, command, argument) }
    }

    static func lock(_ descriptor: CInt) throws(Errno) {
        _ = try retrying { luova_lock(descriptor) }
    }

    static func fchown(_ descriptor: CInt, _ owner: UInt32, _ group: UInt32) throws(Errno) {
        _ = try retrying { Glibc.fchown(descriptor, owner, group) }
    }

    static func fchmod(_ descriptor: CInt, _ mode: UInt32) throws(Errno) {
        _ = try retrying { Glibc.fchmod(descriptor, mode) }
    }

    static func lseek(_ descriptor: CInt, _ offset: Int64) throws(Errno) {
        _ = try retrying { Glibc.lseek(descriptor, off_t(offset), SEEK_SET) }
    }
}
