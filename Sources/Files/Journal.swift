import CLinux
import Glibc

/// The system's journal (systemd-journald(8)), by its native protocol: entries of named fields.
public enum Journal {
    /// Where it listens, unless a test says otherwise.
    public static let address = "/run/systemd/journal/socket"

    /// Whether standard error goes to the journal, and nobody has led it elsewhere since (systemd.exec(5)).
    ///
    /// - Parameter stream: the value of JOURNAL_STREAM: device and inode, with a colon between them.
    public static func receivesStandardError(_ stream: String) -> Bool {
        let parts = stream.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let device = UInt64(parts[0]), let inode = UInt64(parts[1]),
            let status = try? SystemCall.fstat(STDERR_FILENO)
        else { return false }
        return status.device == device && status.inode == inode
    }

    /// Sends one entry. A field's name is made of capital letters, digits and underscores; its value is any bytes.
    /// Waits while the journal has more than it can take; throws when it does not listen, and when the entry is
    /// larger than a datagram.
    public static func send(_ fields: [(name: String, value: [UInt8])], to address: String = address) throws(FileError)
    {
        var bytes: [UInt8] = []
        for field in fields {
            bytes += Array(field.name.utf8)
            if field.value.contains(0x0A) {
                // Its length in front, for a value of several lines.
                bytes.append(0x0A)
                let count = UInt64(field.value.count)
                bytes += (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
            } else {
                bytes.append(UInt8(ascii: "="))
            }
            bytes += field.value
            bytes.append(0x0A)
        }
        try ServiceNotification.send(bytes, to: address)
    }
}
