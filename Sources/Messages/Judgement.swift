/// What a document says and whether it keeps its contract, before anybody asks who sent it.
public struct Judgement: Equatable, Sendable {
    /// XML or JSON; nil when it is neither.
    public var syntax: Syntax?
    /// How its characters are written, as far as its first bytes tell.
    public var encoding = TextEncoding.utf8
    /// Its type, once the root element was known to a contract.
    public var type: MessageType?
    /// Its header fields, as far as it was read.
    public var header = Header()
    /// The paths that its contract watches and that lead to something in it, as the table writes them.
    public var carried: [String] = []
    /// What is wrong with it; nil when nothing is.
    public var refusal: Refusal?
    /// Its items, where they were asked for and everything that is wrong lies in some of them; else nil.
    public var items: ItemFindings?
    /// Whether the validator gave up on it, so that neither its validity nor its mistakes are known: the
    /// contract is to be mended, and the operator to be told.
    public var validatorGaveUp = false

    /// A judgement about nothing yet.
    public init() {}
}

/// The decision about one message.
public struct Verdict: Equatable, Sendable {
    /// What the document says.
    public var judgement: Judgement
    /// The row that allows it; nil when none does.
    public var route: RouteIdentifier?
    /// Who gets it; empty when it is refused.
    public var receivers: [ParticipantIdentifier]
    /// Why it is refused; nil when it is accepted.
    public var refusal: Refusal?
    /// What became of its items, where it is accepted without some of them; nil when nothing was taken out.
    public var part: PartialAcceptance?

    /// What is wrong: with the message that is refused, or with the items that were taken out of it; nil when nothing
    /// is.
    public var mistakes: Refusal? { refusal ?? part?.mistakes }

    /// Puts a decision together.
    public init(
        judgement: Judgement, route: RouteIdentifier? = nil, receivers: [ParticipantIdentifier] = [],
        refusal: Refusal? = nil
    ) {
        self.judgement = judgement
        self.route = route
        self.receivers = receivers
        self.refusal = refusal
    }
}

/// What a sender is told about a file.
public enum Outcome: String, Sendable {
    case accepted, refused, duplicate, undelivered
}
