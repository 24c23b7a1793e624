public import Messages

/// One event of the ledger: what was decided about a file, or what became of a message.
///
/// Holds no body and no value of a field but the message id; personal identity codes in names and
/// ids are masked before a record is made.
public struct LedgerRecord: Equatable, Sendable {
    /// What happened.
    public enum Event: String, Sendable {
        /// A file was accepted; `sequence` is its delivery id from now on.
        case accepted
        /// A file was refused.
        case refused
        /// A file was the same as an accepted message and was not delivered again.
        case duplicate
        /// A receiver has it: `delivery`, `receivers`.
        case delivered
        /// A program did not take it this time.
        case deferred
        /// It will not be delivered.
        case undelivered
        /// Closes a group: everything before it is durable.
        case commit
        /// A program is about to get a message that must not be handed on twice.
        case started
        /// Nobody knows whether a program has it, or an operator keeps it back; a person decides.
        case held
        /// A person had a held message handed on again.
        case released
        /// An operator had messages tried again before their time: `delivery`, or all of `receivers`.
        case retried
        /// An operator had an undelivered message handed on once more, as the same delivery.
        case resent
        /// An operator had a file in `refused/` judged anew, as a new message.
        case replayed
        /// An operator stopped taking from `sender`, or handing on to `receivers`, or taking from anybody.
        case paused
        /// What an operator had stopped goes on.
        case resumed
        /// The window of a waiting message's row is open, and it goes to its receiver's pickup folder.
        case opened
        /// A file has been kept as long as the table says, and is removed. In `refused/`: `delivery` is its number. With
        /// `receivers`, in their pickup folder: `delivery` is its delivery id. With `receipt` or `feedback` as well, it is
        /// what told the sender of the line `delivery`.
        case purged
        /// The oldest segment of the ledger has been kept as long as the table says, and is removed: `file`, up to the
        /// line `through`, which ended the chain with `anchor`.
        case shortened
    }

    /// Its number; one more than the line before.
    public var sequence: UInt64
    /// When it was decided.
    public var time: Timestamp
    /// What happened.
    public var event: Event

    /// Who sent the file.
    public var sender: ParticipantIdentifier?
    /// The file's name as the sender gave it, percent-escaped and masked.
    public var file: String?
    /// The file's length in bytes.
    public var size: Int64?
    /// The file's content.
    public var digest: Digest?
    /// Its message type.
    public var type: MessageType?
    /// The sender's own id for it, masked.
    public var messageID: [UInt8]?
    /// What tells the id from others, where masking hides a part of it; nil where it hides none.
    public var key: UInt64?
    /// Its syntax; nil when it had none that is known.
    public var syntax: Syntax?
    /// The row that allowed it.
    public var route: RouteIdentifier?
    /// Who gets it.
    public var receivers: [ParticipantIdentifier] = []
    /// When the window of its row opens, until when it waits in `waiting/`; nil when it is handed on at once.
    public var opens: Timestamp?
    /// Why it was refused or is undelivered.
    public var reason: Reason?
    /// What was wrong with it.
    public var errors: [MessageError] = []
    /// How many more mistakes there were.
    public var moreErrors = 0
    /// How many of its items go on, where it is accepted without some of them.
    public var itemsAccepted: Int?
    /// How many do not.
    public var itemsRefused: Int?
    /// The content that is handed on, where that is less than what was sent; else nil.
    public var delivered: Digest?
    /// The names of its bodies in `taken/`, one for each receiver, without the sender's file name.
    public var taken: [String] = []
    /// The original's inode number, where that stays in the drop until the commit.
    public var sourceInode: UInt64?
    /// The original's change time, where that stays in the drop until the commit.
    public var sourceChanged: Int64?
    /// The name of its receipt in `taken/`; nil when none is told. Of `purged`, the name in the pickup folder of the
    /// receipt that is removed.
    public var receipt: String?
    /// The name in `taken/` of the feedback about the items that do not go on; nil where all do. Of `purged`, the name in
    /// the pickup folder of the feedback that is removed.
    public var feedback: String?
    /// Which message this is about: the first one of a duplicate, the request of a reply, or the
    /// delivery that a handler spoke of.
    public var delivery: DeliveryIdentifier?
    /// How often a program has been tried.
    public var attempt: Int?
    /// What a person should know.
    public var text: String?
    /// The operator who had it done; nil for what the daemon did by itself.
    public var by: Operator?
    /// Which decision this takes up again: of `replayed`, and of what came of that, the refused file's; of `resent`, the
    /// undelivered message's.
    public var againOf: DeliveryIdentifier?
    /// Of what was removed or given up because the table says so: the retention row.
    public var retention: String?
    /// The statute that the row rests on.
    public var basis: String?
    /// Of `shortened`: the number of the last line that is removed.
    public var through: UInt64?
    /// Of `shortened`: what the chain came to with that line; nil where it had no value yet.
    public var anchor: Digest?
    /// Commit only: everything up to this sequence number is at its final place, and durably so.
    public var settled: UInt64?
    /// Commit only: the chain value of the group before; stands in the first one of each segment.
    public internal(set) var previous: Digest?
    /// Commit only: what the chain comes to with this group; see `LedgerChain`. Nil in a ledger that was
    /// written before there was a chain.
    public internal(set) var chain: Digest?

    /// The content of the bodies that were staged.
    public var body: Digest? { delivered ?? digest }

    /// An event with nothing said of it yet.
    public init(sequence: UInt64, time: Timestamp, event: Event) {
        self.sequence = sequence
        self.time = time
        self.event = event
    }
}
