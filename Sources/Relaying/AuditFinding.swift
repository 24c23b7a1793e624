/// What does not agree between ledger and spool, or what a person should know about it.
public struct AuditFinding: Sendable {
    /// The kinds of findings. Their names are for programs and never change; those of the ledger's own
    /// findings begin with `ledger-`.
    public enum Code: String, Sendable {
        /// Accepted, and neither delivered nor anywhere in the spool.
        case lost
        /// In its pickup folder, settled, and without a `delivered` line.
        case unrecorded
        /// A body is not what was judged.
        case bodyChanged = "body-changed"
        /// A file in a pickup folder is named like a delivery that the ledger does not have.
        case pickupUnknown = "pickup-unknown"
        /// A file in a pickup folder is named like a receipt that the ledger does not have.
        case receiptUnknown = "receipt-unknown"
        /// A file in `waiting/` is not an accepted message for that program.
        case waitingUnknown = "waiting-unknown"
        /// A file in `waiting/` whose delivery has ended.
        case waitingEnded = "waiting-ended"
        /// A file in `refused/` that the ledger does not have.
        case refusedUnknown = "refused-unknown"
        /// A file in `taken/` whose decision is settled: nobody will ever move it.
        case takenSettled = "taken-settled"
        /// A delivery ended twice.
        case endedTwice = "ended-twice"
        /// A delivery of what was never accepted.
        case endedUnknown = "ended-unknown"
        /// A delivery of what was refused.
        case endedRefused = "ended-refused"
        /// A delivery to somebody whom it was not meant for.
        case otherReceiver = "other-receiver"
        /// Undelivered, and in the pickup folder all the same.
        case undeliveredThere = "undelivered-there"
        /// A try of a delivery that is not open.
        case deferredUnknown = "deferred-unknown"
        /// A delivery that must not be repeated was started again without a word.
        case startedTwice = "started-twice"
        /// A delivery was handed on once more that was not undelivered.
        case resentUnknown = "resent-unknown"
        /// A file was removed that was never refused, delivered or told, or twice.
        case purgedUnknown = "purged-unknown"
        /// The ledger says that a file was removed, and it is there.
        case purgedThere = "purged-there"
        /// A duplicate of nothing.
        case duplicateUnknown = "duplicate-unknown"
        /// The same message was accepted twice inside the window.
        case acceptedTwice = "accepted-twice"

        /// Refused files that are gone; no deviation.
        case refusedGone = "refused-gone"
        /// Refused files that a retention row removed; no deviation.
        case purged
        /// Messages in pickup folders that a retention row removed; no deviation.
        case unfetched
        /// Receipts and feedbacks in pickup folders that a retention row removed; no deviation.
        case unfetchedReceipts = "unfetched-receipts"
        /// Files that are not ours; no deviation.
        case foreign
        /// Files whose lines the ledger has no longer; no deviation.
        case archived
        /// Not decided yet; no deviation.
        case undecided
        /// Lines behind the last commit; no deviation.
        case torn = "ledger-torn"
        /// Lines that a start cut and kept; no deviation.
        case tornKept = "ledger-torn-kept"
        /// The ledger has no chain; no deviation.
        case chainMissing = "ledger-chain-none"

        fileprivate var isNote: Bool {
            switch self {
            case .refusedGone, .purged, .unfetched, .unfetchedReceipts, .foreign, .archived, .undecided, .torn,
                .tornKept, .chainMissing:
                true
            default: false
            }
        }
    }

    /// Its kind.
    public let code: String
    /// Whether it is no deviation.
    public let isNote: Bool
    /// The file that it is about, or the ledger's segment.
    public let path: String
    /// The line of the segment; nil for a file.
    public let line: Int?
    /// The delivery id that it is about; nil where there is none.
    public let delivery: String?
    /// What, and what to do.
    public let text: String

    init(_ code: Code, _ path: String, line: Int? = nil, delivery: String? = nil, _ text: String) {
        self.code = code.rawValue
        isNote = code.isNote
        self.path = path
        self.line = line
        self.delivery = delivery
        self.text = text
    }

    init(ledger code: String, isNote: Bool, _ path: String, line: Int, _ text: String) {
        self.code = code
        self.isNote = isNote
        self.path = path
        self.line = line
        delivery = nil
        self.text = text
    }
}

/// What an audit has looked at. Of deliveries, each receiver of a message counts.
public struct AuditSummary: Equatable, Sendable {
    /// Ledger lines.
    public internal(set) var lines = 0
    /// Ledger segments.
    public internal(set) var segments = 0
    /// Deliveries that were accepted.
    public internal(set) var accepted = 0
    /// Deliveries that are recorded as made.
    public internal(set) var delivered = 0
    /// Deliveries that wait for programs, or for windows.
    public internal(set) var waiting = 0
    /// Deliveries that are between acceptance and their `delivered` line.
    public internal(set) var inHand = 0
    /// Deliveries that ended without success.
    public internal(set) var undelivered = 0
    /// Deviations.
    public internal(set) var deviations = 0
    /// The number of the last committed line.
    public internal(set) var lastSequence: UInt64 = 0
    /// The chain value of the last group, 64 digits; nil where there is none.
    public internal(set) var chain: String?
}
