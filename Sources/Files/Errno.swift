import Glibc

/// What a system call answered when it failed (errno(3)).
///
/// Copied from `errno` in the statement after the call, in `SystemCall` and nowhere else.
public struct Errno: Error, Hashable, Sendable {
    /// The number, as the kernel gave it.
    public let number: CInt

    /// An error number.
    public init(_ number: CInt) { self.number = number }

    /// The kernel's sentence for it (strerror(3)).
    public var sentence: String { unsafe String(cString: strerror(number)) }

    /// No such file (ENOENT).
    public static var noSuchFile: Errno { Errno(ENOENT) }
    /// The name is taken (EEXIST).
    public static var fileExists: Errno { Errno(EEXIST) }
    /// Try again, or somebody else holds it (EAGAIN).
    public static var tryAgain: Errno { Errno(EAGAIN) }
    /// A symbolic link where none is followed (ELOOP).
    public static var tooManyLinks: Errno { Errno(ELOOP) }
    /// Not a folder (ENOTDIR).
    public static var notADirectory: Errno { Errno(ENOTDIR) }
    /// A folder where a file was meant (EISDIR).
    public static var isADirectory: Errno { Errno(EISDIR) }
    /// No permission by mode or owner (EACCES).
    public static var accessDenied: Errno { Errno(EACCES) }
    /// No permission by privilege (EPERM).
    public static var notPermitted: Errno { Errno(EPERM) }
    /// A socket, or a device without a driver (ENXIO).
    public static var noSuchDevice: Errno { Errno(ENXIO) }
    /// Another file system, or another mount (EXDEV).
    public static var otherFileSystem: Errno { Errno(EXDEV) }
    /// The call does not exist here for this kind of file (EINVAL).
    public static var invalid: Errno { Errno(EINVAL) }
    /// No room on the file system, or no inode (ENOSPC).
    public static var noSpace: Errno { Errno(ENOSPC) }
    /// The account has used up its share of the file system (EDQUOT).
    public static var noQuota: Errno { Errno(EDQUOT) }
    /// The process has too many files open (EMFILE).
    public static var tooManyOpenFiles: Errno { Errno(EMFILE) }
    /// The system has too many files open (ENFILE).
    public static var tooManyOpenFilesEverywhere: Errno { Errno(ENFILE) }
    /// The kernel has no memory for it (ENOMEM).
    public static var noMemory: Errno { Errno(ENOMEM) }
    /// The file system may only be read (EROFS).
    public static var readOnly: Errno { Errno(EROFS) }
    /// Somebody uses the address (EADDRINUSE).
    public static var addressInUse: Errno { Errno(EADDRINUSE) }
    /// Nobody listens (ECONNREFUSED).
    public static var connectionRefused: Errno { Errno(ECONNREFUSED) }
    /// The other end is gone (ECONNRESET).
    public static var connectionReset: Errno { Errno(ECONNRESET) }
}
