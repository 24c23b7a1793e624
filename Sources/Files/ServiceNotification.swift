import CLinux

/// Tells the service manager about ourselves (sd_notify(3)).
public enum ServiceNotification {
    /// Sends lines such as `READY=1` to the manager's socket. `address` is the value of
    /// NOTIFY_SOCKET: a path, or a name in the abstract space that begins with `@`.
    public static func send(_ text: String, to address: String) throws(FileError) {
        try send(Array(text.utf8), to: address)
    }

    /// Sends a datagram to a socket with a name.
    static func send(_ bytes: [UInt8], to address: String) throws(FileError) {
        let name = address.utf8CString.dropLast().map { $0 }
        let failure = unsafe luova_notify(name, name.count, bytes, bytes.count)
        guard failure == 0 else { throw FileError(.notify, address, Errno(failure)) }
    }
}
