public import Messages

/// A partner (outside) or a system (inside): whoever sends and receives.
public struct Participant: Sendable {
    /// Its id, which is also the name of its folder.
    public var identifier: ParticipantIdentifier
    /// What people call it.
    public var name: String
    /// Whether it is a partner, that is, outside the agency.
    public var isPartner: Bool
    /// What kind it is of, in a word of the table's own; nil when the table does not say.
    public var kind: String?
    /// All that it may call itself in the sender field of a message.
    public var identities: [String]
    /// The account that must own what it drops; nil when that is not checked.
    public var user: String?
    /// What it is told.
    public var receipts: ReceiptPolicy
    /// Whether its receipts quote the values that break a rule.
    public var quotesValues: Bool
    /// The groups that it belongs to; their rows are its rows too.
    public var groups: [GroupIdentifier]
    /// The agreement that it exchanges under on the rows of its groups that name none; nil when it has none.
    public var agreement: String?
    /// Whether it acts on what it gets in earnest; nil for what the service says.
    public var environment: MessageEnvironment?
    /// How its files are taken.
    public var custody: Custody
    /// The program that takes its messages; nil when it finds them in its pickup folder.
    public var program: Program?

    /// Whether it may call itself so in the sender field of a message.
    public func isCalled(_ name: [UInt8]) -> Bool {
        identities.contains { identity in
            let (own, name) = (identity.utf8.span, name.span)
            guard own.count == name.count else { return false }
            for place in own.indices where own[place] != name[place] { return false }
            return true
        }
    }
}

/// How a program takes messages. Durations in nanoseconds.
public struct Program: Sendable {
    /// Its file, absolute.
    public var path: String
    /// The account that it runs as; nil for the daemon's own.
    public var user: String?
    /// How long one run may take.
    public var timeout: Int64
    /// How many runs there may be at a time.
    public var parallel: Int
    /// How long to wait after the first failed run; each further wait is twice as long.
    public var retry: Int64
    /// The longest wait.
    public var retryLimit: Int64
    /// How long after acceptance it is given up.
    public var giveUp: Int64
}

/// What was agreed with a partner, and when it is in force.
public struct Agreement: Sendable {
    /// Its id, as people file it.
    public var identifier: String
    /// With whom.
    public var partner: Party
    /// Its first day.
    public var from: CivilDate
    /// Its last day; nil for an open end.
    public var until: CivilDate?
    /// When people look at it again; nothing stops on it.
    public var review: CivilDate?

    /// Whether it is in force on a day.
    public func isInForce(on day: CivilDate) -> Bool { from <= day && until.map { day <= $0 } ?? true }
}

/// One permission: messages of this type, from this sender, to these receivers. An object, because it is handed on
/// with every message, and never changes.
public final class Route: Sendable {
    /// Its id.
    public let identifier: RouteIdentifier
    /// Who may send.
    public let from: Party
    /// What.
    public let message: MessageType
    /// To whom; never empty.
    public let to: [ParticipantIdentifier]
    /// In which syntaxes; never empty.
    public let syntaxes: Set<Syntax>
    /// In which encodings; UTF-8 is always one of them.
    public let encodings: Set<TextEncoding>
    /// How urgent.
    public let lane: Lane
    /// The largest file, in bytes; nil for the service's limit.
    public let largest: Int64?
    /// The agreement that it rests on; nil when it names none. As it is given for one sender, that sender's own
    /// agreement where the row is a group's and names none.
    public let agreement: Agreement?
    /// The statute that allows it; nil when it names none.
    public let basis: String?
    /// Its first day; nil when it has always been in force.
    public let fromDate: CivilDate?
    /// Its last day; nil for an open end.
    public let untilDate: CivilDate?
    /// What the receiver's program answers with; nil when it does not answer.
    public let reply: MessageType?
    /// What neither its messages nor their answers may carry; nil when that is not looked at.
    public let profile: Profile?
    /// What holds for its messages together.
    public let traffic: TrafficRules
    /// Where it stands.
    public let file: String
    /// The line there.
    public let line: Int

    init(
        identifier: RouteIdentifier, from: Party, message: MessageType, to: [ParticipantIdentifier],
        syntaxes: Set<Syntax>, encodings: Set<TextEncoding>, lane: Lane, largest: Int64?, agreement: Agreement?,
        basis: String?, fromDate: CivilDate?, untilDate: CivilDate?, reply: MessageType?, profile: Profile?,
        traffic: TrafficRules, file: String, line: Int
    ) {
        self.identifier = identifier
        self.from = from
        self.message = message
        self.to = to
        self.syntaxes = syntaxes
        self.encodings = encodings
        self.lane = lane
        self.largest = largest
        self.agreement = agreement
        self.basis = basis
        self.fromDate = fromDate
        self.untilDate = untilDate
        self.reply = reply
        self.profile = profile
        self.traffic = traffic
        self.file = file
        self.line = line
    }

    /// The same row as it rests on an agreement of one of its senders.
    func resting(on agreement: Agreement) -> Route {
        Route(
            identifier: identifier, from: from, message: message, to: to, syntaxes: syntaxes, encodings: encodings,
            lane: lane, largest: largest, agreement: agreement, basis: basis, fromDate: fromDate, untilDate: untilDate,
            reply: reply, profile: profile, traffic: traffic, file: file, line: line)
    }

    /// The first day on which it and its agreement are in force; nil when they always have been.
    public var firstDay: CivilDate? { [fromDate, agreement?.from].compactMap { $0 }.max() }
    /// The last day; nil for an open end.
    public var lastDay: CivilDate? { [untilDate, agreement?.until].compactMap { $0 }.min() }
}
