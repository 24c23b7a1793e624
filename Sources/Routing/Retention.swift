public import Messages

/// How long a kind of thing is kept, counted from an event in the ledger. What no row is about is kept for good.
public struct Retention: Sendable {
    /// What is kept. The names are those of the table.
    public enum Kept: String, Sendable, CaseIterable {
        /// Files in `refused/`, counted from the line `refused` or `undelivered` that put them there.
        case refused
        /// Messages in pickup folders that their receivers have not fetched, counted from the line `delivered`.
        case delivered
        /// Receipts, and feedback about items, in the pickup folders of those who sent the files, who have not fetched
        /// them; counted from the line that they tell of: `accepted`, `refused`, `duplicate` or `undelivered`.
        case receipts
        /// Messages in `waiting/`, counted from the line `accepted`: their time is over, and they are undelivered.
        case waiting
        /// Whole segments of the ledger, counted from the last line of each.
        case ledger
    }

    /// Its id.
    public var identifier: String
    /// What it is about.
    public var keeps: Kept
    /// Whose files: a participant or a group, as the table names it; nil for everybody's.
    public var from: String?
    /// For whom: a participant or a group, as the table names it; nil for everybody.
    public var to: String?
    /// Of which message type; nil for all, also where the type is not known.
    public var message: MessageType?
    /// How long, in nanoseconds.
    public var length: Int64
    /// The statute that it rests on.
    public var basis: String
    /// Who belongs to `from`; nil for everybody.
    var senders: Set<ParticipantIdentifier>?
    /// Who belongs to `to`; nil for everybody.
    var receivers: Set<ParticipantIdentifier>?

    /// How long, as the table writes it.
    public var lengthText: String { Units.text(duration: length) }

    /// Whether it is about a file.
    func isAbout(_ sender: ParticipantIdentifier, _ receiver: ParticipantIdentifier?, _ type: MessageType?) -> Bool {
        if let senders, !senders.contains(sender) { return false }
        if let receivers, receiver.map({ receivers.contains($0) }) != true { return false }
        if let message { return message == type }
        return true
    }
}

/// What must not be removed for now, whatever the retention rows say.
public struct LegalHold: Sendable {
    /// A participant or a group, as the table names it; nil when it is about a message.
    public var participant: String?
    /// A number of the ledger; nil when it is about a participant.
    public var message: DeliveryIdentifier?
    /// Why.
    public var reason: String
    /// Who belongs to `participant`.
    var participants: Set<ParticipantIdentifier> = []

    /// What it is about, for people.
    public var subject: String { participant ?? message.map { "message \($0)" } ?? "" }
}

/// All that the table says of keeping and removing.
public struct RetentionRules: Sendable {
    /// The retention rows, in the order of the table.
    public var rows: [Retention] = []
    /// The holds, in the order of the table.
    public var holds: [LegalHold] = []

    /// The row by which a file may be removed some day: of those that are about it the one that keeps it longest, so
    /// that a further row never shortens what another one promises. Nil where none is about it: then it is kept.
    ///
    /// - Parameter receiver: whose folder it lies in, or whom it waits for; nil for a refused file, and for what
    ///   its own sender is told.
    public func row(
        for kept: Retention.Kept, from sender: ParticipantIdentifier, to receiver: ParticipantIdentifier? = nil,
        type: MessageType?
    ) -> Retention? {
        rows.filter { $0.keeps == kept && $0.isAbout(sender, receiver, type) }.max { $0.length < $1.length }
    }

    /// The row by which segments of the ledger may be removed some day: of several the one that keeps them longest.
    public var ledger: Retention? { rows.filter { $0.keeps == .ledger }.max { $0.length < $1.length } }

    /// The shortest time that a row names for a kind of thing: what is younger is never due. Nil where no row is about it.
    public func shortest(_ kept: Retention.Kept) -> Int64? { rows.filter { $0.keeps == kept }.map(\.length).min() }

    /// Whether a row is about a kind of thing at all.
    public func isAbout(_ kept: Retention.Kept) -> Bool { rows.contains { $0.keeps == kept } }

    /// The hold that keeps something; nil when there is none.
    ///
    /// - Parameters:
    ///   - participants: whose it is: its sender, and whom it was for.
    ///   - numbers: the numbers of the ledger that it is known by.
    public func hold(participants: [ParticipantIdentifier], numbers: [UInt64]) -> LegalHold? {
        holds.first { hold in
            if let message = hold.message { return numbers.contains(message.sequence) }
            return participants.contains { hold.participants.contains($0) }
        }
    }
}
