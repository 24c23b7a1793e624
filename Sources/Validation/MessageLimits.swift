public import XML

/// What a message may cost, as the service row of the routing table sets it.
public struct MessageLimits: Equatable, Sendable {
    /// The largest file, in bytes.
    public var size = 50_000_000
    /// The largest message that is read whole, in bytes; a larger one is judged as it flows past.
    public var whole = 1_000_000
    /// The limits of its document.
    public var document = DocumentLimits()
    /// The most CPU time that judging may take, in nanoseconds: so much for the first 10 MB, and again
    /// for each further 10 MB begun.
    public var time: Int64 = 2_000_000_000
    /// Whether a refusal quotes the values that break a rule, beside its mistakes.
    public var quotesValues = false
    /// Whether the items of a batch are judged each by itself, where its contract says what they are: what is wrong
    /// with each is kept then, and where it stands.
    public var judgesItems = false
    /// The longest message id, in bytes: ids stand in the ledger, in receipts and in environments.
    public var messageID = 256

    /// The default limits.
    public init() {}

    /// The same limits, as those of its document.
    func applied() -> MessageLimits {
        var limits = self
        limits.document.time = time
        limits.document.keepsValues = quotesValues
        return limits
    }

    /// The same limits, with a contract's own limit for text if it has one.
    func keeping(_ textLimit: Int?) -> MessageLimits {
        var limits = self
        limits.document.text = textLimit ?? document.text
        return limits
    }
}
