/// How a participant's files come into the daemon's hands.
public enum Custody: String, Sendable {
    /// The daemon's own copy of what it judged; needs no rights and no trust.
    case copy
    /// The file itself, by lease and change of owner; twice as fast, for senders that do not race.
    case move
}

/// What a sender wants to be told.
public enum ReceiptPolicy: String, Sendable {
    /// A receipt for every message.
    case all
    /// Only for messages that are refused, duplicate or undelivered.
    case refusals
    /// Nothing.
    case none

    /// Whether an outcome is told under this policy.
    public func covers(_ outcome: Outcome) -> Bool {
        switch self {
        case .all: true
        case .refusals: outcome != .accepted
        case .none: false
        }
    }
}

/// How urgent a route's messages are.
public enum Lane: String, Sendable {
    /// Somebody waits at the counter.
    case interactive
    /// A night's work.
    case batch
}
