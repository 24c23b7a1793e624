import CLinux
import Glibc

/// Who is at the other end of a connection, as the kernel knows it (unix(7), SO_PEERCRED and SO_PEERGROUPS).
public struct Peer: Equatable, Sendable {
    /// Its process, when it connected.
    public let process: Int32
    /// Its account.
    public let user: UInt32
    /// Its first group.
    public let group: UInt32
    /// Its other groups.
    public let groups: [UInt32]

    /// States who, for one that stands elsewhere.
    public init(process: Int32, user: UInt32, group: UInt32, groups: [UInt32]) {
        self.process = process
        self.user = user
        self.group = group
        self.groups = groups
    }

    /// Whether it is in a group.
    public func isMember(of number: UInt32) -> Bool { group == number || groups.contains(number) }
}

extension Descriptor {
    /// A connection to whoever listens at a path (connect(2)). Reading and writing block, for so many seconds at most.
    public static func connected(to path: String, patience seconds: Int32) throws(FileError) -> Descriptor {
        var number: CInt = -1
        let text = path.utf8CString
        let failure = unsafe luova_connect(text.map { $0 }, text.count - 1, seconds, &number)
        guard failure == 0 else { throw FileError(.connect, path, Errno(failure)) }
        return Descriptor(number: number, path: path)
    }

    /// Who is at the other end of a connection.
    public borrowing func peer() throws(FileError) -> Peer {
        var raw = luova_peer()
        let failure = unsafe luova_peer_credentials(number, &raw)
        guard failure == 0 else { throw FileError(.status, path, Errno(failure)) }
        // An account has some groups, and 65536 at most (setgroups(2)).
        for room in [64, 65_536] {
            var groups = [UInt32](repeating: 0, count: room)
            let count = unsafe luova_peer_groups(number, &groups, room)
            if count >= 0 {
                return Peer(
                    process: raw.process, user: raw.user, group: raw.group, groups: Array(groups.prefix(count)))
            }
            let cause = Errno(errno)
            if cause != Errno(ERANGE) { throw FileError(.status, path, cause) }
        }
        throw FileError(.status, path, Errno(ERANGE))
    }

    /// Writes all of the bytes to a connection whose calls block. No signal when the other end is gone.
    public borrowing func send(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            guard let count = try sendAvailable(rest) else { throw FileError(.write, path, .tryAgain) }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes as much of the bytes as a connection takes now, and says how much; nil when it takes none. No signal
    /// when the other end is gone.
    public borrowing func sendAvailable(_ bytes: ArraySlice<UInt8>) throws(FileError) -> Int? {
        while true {
            let count = unsafe bytes.withUnsafeBytes { unsafe luova_send(number, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            let cause = Errno(errno)
            switch cause {
            case Errno(EINTR): continue
            case .tryAgain: return nil
            default: throw FileError(.write, path, cause)
            }
        }
    }
}
