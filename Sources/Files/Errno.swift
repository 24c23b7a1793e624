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
    /// The call does not exist here for this kind of file (EINVAL).
    public static var invalid: Errno { Errno(EINVAL) }
}
