// A named pipe, which no room of the house ever makes, but which a sender may leave.

public import Files
import Glibc

/// Makes a named pipe (mkfifo(3)).
public func makeNamedPipe(_ path: String) throws(FileError) {
    guard mkfifo(path, 0o600) == 0 else { throw FileError(.create, path, Errno(errno)) }
}
