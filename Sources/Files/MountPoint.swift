import CLinux

/// Which mount a path leads to: two folders of one mount can be renamed into each other, two of the same file
/// system that are mounted at two places cannot.
public struct MountPoint: Equatable, Sendable {
    private let number: UInt64

    /// Looks at a path (statx(2), STATX_MNT_ID); nil when nothing is there, or the kernel does not tell.
    public init?(of path: String) {
        number = unsafe luova_mount(path)
        if number == 0 { return nil }
    }
}
