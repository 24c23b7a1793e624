import Glibc

/// Whether what is read lay in memory, or had to be waited for until it came from the disk; noted by the reads that it is
/// handed to.
///
/// The kernel says it where the file system can (preadv2(2), RWF_NOWAIT): ext4, XFS and btrfs can, tmpfs and overlayfs
/// cannot. A clock would not do: in a traced process, or on a busy processor, every read is slow.
public struct DiskWait: Sendable {
    /// Whether the kernel is to be asked: until a file system has once not answered.
    private(set) var isAsked = true
    private var hasWaited = false

    /// Notes nothing yet.
    public init() {}

    /// That reads are not to be noted.
    static var unnoted: DiskWait {
        var wait = DiskWait()
        wait.isAsked = false
        return wait
    }

    /// A read that was not to wait failed. What says nothing of the file system, as a broken sector or a signal, is left to
    /// the read that follows.
    mutating func note(_ cause: Errno) {
        switch cause.number {
        case EAGAIN: hasWaited = true
        case EOPNOTSUPP, ENOSYS, EINVAL, EPERM: isAsked = false
        default: break
        }
    }

    /// Whether a read had to wait since this was asked last.
    public mutating func take() -> Bool {
        defer { hasWaited = false }
        return hasWaited
    }
}
