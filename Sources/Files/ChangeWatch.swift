import Glibc

/// One thing that happened in a watched folder (inotify(7)).
public struct ChangeEvent: Sendable {
    /// What happened.
    public enum Kind: Sendable {
        /// A file that was open for writing was closed, or a file was renamed into the folder.
        case ready
        /// The kernel's queue overflowed: events were lost, look at every folder.
        case overflow
        /// The folder itself was removed, renamed or unmounted.
        case folderGone
    }

    /// What happened.
    public let kind: Kind
    /// The watch's number, as `ChangeWatch.add` gave it; -1 for an overflow.
    public let watch: Int32
    /// The file's name; nil when the event is about the folder.
    public let name: FileName?
}

/// Tells when files in folders become ready to be taken.
public struct ChangeWatch: ~Copyable {
    private let descriptor: Descriptor

    /// Opens an inotify instance that does not block.
    public init() throws(FileError) {
        let number = inotify_init1(CInt(O_NONBLOCK | O_CLOEXEC))
        guard number >= 0 else { throw FileError(.watch, "inotify", Errno(errno)) }
        descriptor = Descriptor(number: number, path: "inotify")
    }

    /// The number to wait on for reading. It stays the watch's own.
    public var waitable: Int32 { descriptor.number }

    /// Sleeps until something has happened, or until there is something to read at `end`; false for the latter, whatever
    /// else has happened (poll(2)).
    public borrowing func wait(until end: borrowing Descriptor) -> Bool {
        var waiting = [
            pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: end.number, events: Int16(POLLIN), revents: 0),
        ]
        while unsafe poll(&waiting, nfds_t(waiting.count), -1) < 0 {
            precondition(errno == EINTR, "poll on descriptors of our own: \(Errno(errno))")
        }
        return waiting[1].revents == 0
    }

    /// Watches a folder, which must be no link, and says under which number.
    public borrowing func add(_ path: String) throws(FileError) -> Int32 {
        let mask =
            IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_ONLYDIR | IN_DONT_FOLLOW
        do throws(Errno) {
            return try SystemCall.watch(descriptor.number, Array(path.utf8CString), UInt32(mask))
        } catch {
            throw FileError(.watch, path, error)
        }
    }

    /// Stops watching.
    public borrowing func remove(_ watch: Int32) { inotify_rm_watch(descriptor.number, watch) }

    /// Reads what has happened since the last call into events; empty when nothing has.
    /// `buffer` is the caller's to reuse, at least 4,096 bytes.
    public borrowing func read(using buffer: inout [UInt8]) throws(FileError) -> [ChangeEvent] {
        guard let filled = try descriptor.readAvailable(into: &buffer) else { return [] }
        var events: [ChangeEvent] = []
        var start = 0
        while start + 16 <= filled {
            // struct inotify_event: watch 4, mask 4, cookie 4, name length 4, name.
            func word(_ at: Int) -> UInt32 {
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(buffer[start + at + $1]) << UInt32($1 * 8) }
            }
            let watch = Int32(bitPattern: word(0))
            let mask = word(4)
            let length = Int(word(12))
            let name = FileName(buffer[(start + 16)..<(start + 16 + length)].prefix { $0 != 0 })
            start += 16 + length
            if mask & UInt32(IN_Q_OVERFLOW) != 0 {
                events.append(ChangeEvent(kind: .overflow, watch: -1, name: nil))
            } else if mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED) != 0 {
                events.append(ChangeEvent(kind: .folderGone, watch: watch, name: nil))
            } else if let name, mask & UInt32(IN_ISDIR) == 0 {
                events.append(ChangeEvent(kind: .ready, watch: watch, name: name))
            }
        }
        return events
    }
}
