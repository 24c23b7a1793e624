import CLinux
import Glibc

/// A pipe (pipe2(2)): what is written to one end is read at the other, which does not block.
public struct Pipe: ~Copyable {
    /// Where to read; reading does not block.
    public let reader: Descriptor
    /// Where to write.
    public let writer: Descriptor

    /// Makes a pipe whose ends are closed in programs that are started later.
    public init() throws(FileError) {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw FileError(.create, "pipe", Errno(errno)) }
        for end in ends { _ = try? SystemCall.fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = try? SystemCall.fcntl(ends[0], F_SETFL, O_NONBLOCK)
        reader = Descriptor(number: ends[0], path: "pipe")
        writer = Descriptor(number: ends[1], path: "pipe")
    }

    /// Gives the reading end away and closes the other.
    public consuming func takeReader() -> Descriptor { reader }
}
