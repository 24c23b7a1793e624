public import Messages

/// A group as the ledger has it.
public struct ClosedGroup: Sendable, Equatable {
    /// The number of its closing line.
    public let lastSequence: UInt64
    /// When it was decided.
    public let time: Timestamp
    /// How many files and settlements it had.
    public let count: Int
}
