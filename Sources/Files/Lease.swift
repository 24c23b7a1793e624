import CLinux
import Glibc

/// What a read lease says about a file (fcntl(2), F_SETLEASE).
public enum Lease: Sendable {
    /// Held: nobody has the file open for writing now, and who tries waits for us.
    case held
    /// Somebody has the file open for writing.
    case writerPresent
    /// No right to leases on this file, or its file system has none: nothing is known.
    case unavailable
}

extension Descriptor {
    /// Asks for a read lease. It needs ownership of the file or CAP_LEASE, costs two microseconds,
    /// and is let go by `releaseLease` or by closing.
    ///
    /// It is a sure sign that nobody writes *now*; it is no custody: an open for writing that waits
    /// on it passed its permission check before, and goes on when we let go.
    public borrowing func takeReadLease() -> Lease {
        do {
            _ = try SystemCall.fcntl(number, CInt(LUOVA_F_SETLEASE), CInt(F_RDLCK))
            return .held
        } catch {
            return error == .tryAgain ? .writerPresent : .unavailable
        }
    }

    /// Whether the lease still stands: false as soon as somebody waits to open the file for writing.
    public borrowing func stillHoldsLease() throws(FileError) -> Bool {
        do {
            return try SystemCall.fcntl(number, CInt(LUOVA_F_GETLEASE), 0) == CInt(F_RDLCK)
        } catch {
            throw FileError(.lease, path, error)
        }
    }

    /// Lets go of the lease.
    public borrowing func releaseLease() {
        _ = try? SystemCall.fcntl(number, CInt(LUOVA_F_SETLEASE), CInt(F_UNLCK))
    }
}
