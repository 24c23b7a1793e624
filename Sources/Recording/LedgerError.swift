public import Files

/// Why the ledger cannot be trusted or written. Each of them but `postponed` ends the
/// daemon with exit code 74: it must not acknowledge what it cannot record.
public enum LedgerError: Error, Sendable, CustomStringConvertible {
    /// The disk refused.
    case file(FileError)
    /// A group could not be written, for want of room or rights, and was taken back: nothing of it is in
    /// the ledger, and it may be committed again.
    case postponed(FileError)
    /// A line before the last commit is not what was written.
    case damaged(path: String, line: Int, text: String)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .file(let error), .postponed(let error): error.description
        case .damaged(let path, let line, let text):
            "\(path):\(line): \(text); restore the segment from a copy, nothing is taken until then"
        }
    }
}
