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
    /// What was sent, where that is more than what waits; else nil.
    var sent: Digest?
    /// When it was accepted.
    var acceptedAt: Timestamp
    /// Until when it waited for the window of its row, as far as was known when it was accepted; nil for one that was to
    /// be handed on at once.
    var opens: Timestamp?
    /// Since when its program could have it, as far as this process knows: since it was accepted, its window opened, or an
    /// operator let it go on.
    var dueSince: Timestamp
    /// How often its program has been started for it.
    var tries = 0
    /// Whether its row keeps the order of each sender.
    var keepsOrder = false
    /// What its name in `waiting/` says beside that; nil for a message that may be handed on.
    var mark: Mark?

    /// What a name in `waiting/` says of a message that must not be handed on twice, or not now.
    enum Mark: String, Sendable {
        /// Its program is about to run, or runs. Found at a start: nobody knows what became of it.
        case started
        /// Nobody knows whether its program has it: a person decides.
        case held
        /// An operator keeps it back.
        case stopped
    }

    /// The message that a ledger line accepted; nil when the line is about something else.
    init?(_ record: LedgerRecord, receiver place: Int) {
        guard record.event == .accepted, place < record.receivers.count, let sender = record.sender,
            let type = record.type,
            let syntax = record.syntax, let route = record.route, let digest = record.body,
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
        sent = record.delivered == nil ? nil : record.digest
        acceptedAt = record.time
        opens = record.opens
        dueSince = max(record.time, record.opens ?? record.time)
    }

    /// Its name in `waiting/`: `<type>.<delivery id>.<tries>.<xml|json>`, with a mark before the syntax where it has
    /// one. The tries and the mark stand there so that they survive a restart without a look into the ledger.
    var name: FileName {
        Name(delivery: delivery, tries: tries, mark: mark, type: type.text, syntax: syntax.rawValue).marked(mark)
    }

    /// Whether another message comes after it, where their row keeps the order of each sender.
    func isBefore(_ other: WaitingMessage) -> Bool {
        route == other.route && sender == other.sender && receiver == other.receiver
            && delivery.sequence < other.delivery.sequence
    }

    /// The same message with another mark, or none.
    func marked(_ mark: Mark?) -> WaitingMessage {
        var message = self
        message.mark = mark
        return message
    }

    /// What a name in `waiting/` says.
    struct Name {
        /// Which message.
        let delivery: DeliveryIdentifier
        /// How often its program has been started for it.
        let tries: Int
        /// What else is known of it.
        let mark: Mark?
        /// Its type.
        let type: String
        /// Its syntax.
        let syntax: String

        /// The name with another mark, or none.
        func marked(_ mark: Mark?) -> FileName {
            let word = mark.map { ".\($0.rawValue)" } ?? ""
            guard let name = FileName("\(type).\(delivery).\(tries)\(word).\(syntax)") else {
                preconditionFailure("what was read from a file name makes one")
            }
            return name
        }
    }

    /// Reads a name in `waiting/`; nil for a file that we did not put there.
    static func parse(_ name: FileName) -> Name? {
        var parts = name.description.split(separator: ".")
        guard parts.count >= 4 else { return nil }
        let syntax = String(parts.removeLast())
        let mark = parts.last.flatMap { Mark(rawValue: String($0)) }
        if mark != nil { parts.removeLast() }
        guard parts.count >= 3, let tries = Int(parts.removeLast()),
            let delivery = DeliveryIdentifier(parts.removeLast())
        else { return nil }
        return Name(
            delivery: delivery, tries: tries, mark: mark, type: parts.joined(separator: "."), syntax: syntax)
    }
}

/// What became of one try to deliver a waiting message, or is about to.
struct Settlement: Sendable {
    /// What is to be recorded.
    enum Result: Sendable {
        /// The program has it, and perhaps answered.
        case delivered(Reply?)
        /// It is about to be handed on, and must not be twice.
        case started
        /// It will be tried again.
        case deferred(String)
        /// Nobody knows whether the program has it: a person decides.
        case held(String)
        /// A person let it be tried again.
        case released
        /// The window of its row is open: it goes to its receiver's pickup folder.
        case opened
        /// It will not be delivered.
        case undelivered(Reason, String)
    }

    /// The message, with the number of tries so far.
    var message: WaitingMessage
    /// What became of it.
    var result: Result
    /// What the sender wants to be told.
    var policy: ReceiptPolicy
    /// Who had it done; nil for what came of a try.
    var intervention: Intervention?
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
