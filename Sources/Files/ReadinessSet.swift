import CLinux
import Glibc

/// Descriptors of which any may become ready, behind one descriptor that can be waited on (epoll(7)).
///
/// For pipes and processes, whose other end goes away: Dispatch's own sources do not survive that on
/// Linux, and a set like this one never hangs up.
public struct ReadinessSet: ~Copyable {
    private let descriptor: Descriptor

    /// An empty set.
    public init() throws(FileError) {
        let number = epoll_create1(CInt(O_CLOEXEC))
        guard number >= 0 else { throw FileError(.watch, "epoll", Errno(errno)) }
        descriptor = Descriptor(number: number, path: "epoll")
    }

    /// The number to wait on for reading: readable while any member is. It stays the set's own.
    public var waitable: Int32 { descriptor.number }

    /// Adds a descriptor under its own number. It must be removed before it is closed.
    ///
    /// - Parameter forWriting: whether to hear of it when it can be written to, instead of when it is readable.
    public borrowing func add(_ number: Int32, forWriting: Bool = false) throws(FileError) {
        let kind = forWriting ? EPOLLOUT : EPOLLIN
        var event = unsafe epoll_event(events: kind.rawValue, data: epoll_data_t(fd: number))
        guard unsafe epoll_ctl(descriptor.number, EPOLL_CTL_ADD, number, &event) == 0 else {
            throw FileError(.watch, "descriptor \(number)", Errno(errno))
        }
    }

    /// Removes a descriptor; nothing is heard of it from the next `ready` on.
    public borrowing func remove(_ number: Int32) {
        var event = unsafe epoll_event()
        _ = unsafe epoll_ctl(descriptor.number, EPOLL_CTL_DEL, number, &event)
    }

    /// The numbers of members that are ready, or at their end, now; at most 64 of them.
    public borrowing func ready() -> [Int32] {
        var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)
        let count = unsafe epoll_wait(descriptor.number, &events, CInt(events.count), 0)
        return unsafe events.prefix(Int(max(0, count))).map { unsafe $0.data.fd }
    }
}
