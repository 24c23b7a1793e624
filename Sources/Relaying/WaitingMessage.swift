import Files
import Messages
import Recording

/// An accepted message that waits for its receiver's program.
struct WaitingMessage: Sendable {
    /// Which delivery.
    var delivery: DeliveryIdentifier
    /// Who sent it.
    var sender: ParticipantIdentifier
    /// Whose program takes it.
    var receiver: ParticipantIdentifier
    /// Its type.
    var type: MessageType
    /// Its syntax.
    var syntax: Syntax
    /// The sender's own id for it, as it stands in the message; nil when only the masked one is known.
    var messageID: [UInt8]?
    /// The same, as the ledger has it.
    var maskedMessageID: [UInt8]
    /// The row that allowed it.
    var route: RouteIdentifier
    /// The sender's name for the file, percent-escaped and masked.
    var fileName: String
    /// Its content.
    var digest: Digest
    /// When it was accepted.
    var acceptedAt: Timestamp
    /// How often its program has been started for it.
    var tries = 0

    /// The message that a ledger line accepted; nil when the line is about something else.
    init?(_ record: LedgerRecord, receiver place: Int) {
        guard record.event == .accepted, place < record.receivers.count, let sender = record.sender,
            let type = record.type,
            let syntax = record.syntax, let route = record.route, let digest = record.digest,
            let messageID = record.messageID
        else { return nil }
        delivery = DeliveryIdentifier(sequence: record.sequence, receiver: place)
        self.sender = sender
        receiver = record.receivers[place]
        self.type = type
        self.syntax = syntax
        self.messageID = record.key == nil ? messageID : nil
        maskedMessageID = messageID
        self.route = route
        fileName = record.file ?? ""
        self.digest = digest
        acceptedAt = record.time
    }

    /// Its name in `waiting/`: `<type>.<delivery id>.<tries>.<xml|json>`. The tries stand there so that
    /// they survive a restart without a look into the ledger.
    var name: FileName {
        guard let name = FileName("\(type).\(delivery).\(tries).\(syntax.rawValue)") else {
            preconditionFailure("a delivery's name is always one")
        }
        return name
    }

    /// Delivery and tries out of a name in `waiting/`; nil for a file that we did not put there.
    static func parse(_ name: FileName) -> (delivery: DeliveryIdentifier, tries: Int)? {
        let parts = name.description.split(separator: ".")
        guard parts.count >= 4, let delivery = DeliveryIdentifier(parts[parts.count - 3]),
            let tries = Int(parts[parts.count - 2])
        else { return nil }
        return (delivery, tries)
    }
}

/// What became of one try to deliver a waiting message.
struct Settlement: Sendable {
    /// What is to be recorded.
    enum Result: Sendable {
        /// The program has it, and perhaps answered.
        case delivered(Reply?)
        /// It will be tried again.
        case deferred(String)
        /// It will not be delivered.
        case undelivered(Reason, String)
    }

    /// The message, with the number of tries so far.
    var message: WaitingMessage
    /// What became of it.
    var result: Result
    /// What the sender wants to be told.
    var policy: ReceiptPolicy
}

/// A program's answer, judged and staged.
struct Reply: Sendable {
    /// The name of its body in the answering system's `taken/`.
    var body: String
    /// Its type.
    var type: MessageType
    /// What it says of itself.
    var header: Header
    /// Its content.
    var digest: Digest
    /// Its length in bytes.
    var size: Int64
    /// Its syntax.
    var syntax: Syntax
}
