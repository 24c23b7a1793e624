/// What a sender is told about the items of a batch that did not go on: itself a message with a contract
/// (`contracts/processing-feedback.xsd`), of which the service is the author. No route brings it, as none brings a
/// receipt.
public struct ProcessingFeedback: Sendable {
    /// Its message type, with which its name in a pickup folder begins.
    public static let type = MessageType("processing-feedback")
    /// Its root element, by which its contract is known.
    public static let root = "{\(namespace)}ProcessingFeedback"
    private static let namespace = "urn:luova:processing-feedback:1"
    /// The longest text of a mistake, in characters, as the contract has it.
    static let longestText = 400

    /// When the batch was judged.
    public var time: Timestamp
    /// Whom it is for.
    public var receiver: ParticipantIdentifier
    /// The id of the batch; personal identity codes in it are masked.
    public var batch: [UInt8]
    /// The batch as it was sent.
    public var digest: Digest
    /// Whether its sender acts in earnest.
    public var environment: MessageEnvironment
    /// How many items the batch held.
    public var count: Int
    /// Those that did not go on.
    public var refused: [RefusedItem]

    /// Puts a feedback together.
    public init(
        time: Timestamp, receiver: ParticipantIdentifier, batch: [UInt8], digest: Digest,
        environment: MessageEnvironment, count: Int, refused: [RefusedItem]
    ) {
        self.time = time
        self.receiver = receiver
        self.batch = batch
        self.digest = digest
        self.environment = environment
        self.count = count
        self.refused = refused
    }

    /// Writes it, a piece of some 64 kB after the other.
    public func write<Failure: Error>(_ sink: (ArraySlice<UInt8>) throws(Failure) -> Void) throws(Failure) {
        var text = XMLText()
        let identifier = identifier
        text.open("ProcessingFeedback", namespace: ProcessingFeedback.namespace)
        text.open("Header")
        text.element("MessageId", identifier)
        text.element("CreatedAt", String(decoding: time.text, as: UTF8.self))
        text.element("Sender", "luova")
        text.element("Receiver", receiver.text)
        text.element("DeliveryId", identifier)
        text.element("InReplyTo", String(decoding: batch, as: UTF8.self))
        text.element("Environment", environment.rawValue)
        text.close("Header")
        text.element("Outcome", "partly-accepted")
        text.element("Received", "\(count)")
        text.element("Accepted", "\(count - refused.count)")
        for item in refused {
            ProcessingFeedback.write(item, to: &text)
            if text.bytes.count > 65_536 { try sink(text.take()[...]) }
        }
        text.close("ProcessingFeedback")
        try sink(text.take()[...])
    }

    /// Its own id, a UUID: a hash of what it answers, to whom, and when. Made again of the same, it is the same.
    private var identifier: String {
        let seed = digest.hexadecimal + time.text + Array(receiver.text.utf8)
        var digits = Array(Digest(of: seed).hexadecimal.prefix(32))
        // Version 8: of one's own making; and the variant that all have.
        digits[12] = UInt8(ascii: "8")
        digits[16] = UInt8(ascii: "8")
        var text = ""
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { text += "-" }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// An item: what it is called, its first mistake, and the others.
    private static func write(_ item: RefusedItem, to text: inout XMLText) {
        text.open("Item")
        text.element("Number", "\(item.number)")
        text.element("Reference", item.reference)
        text.element("Severity", "rejected")
        for (place, error) in item.errors.enumerated() {
            if place > 0 { text.open("Error") }
            text.element("Code", error.code.rawValue)
            text.element("Text", shortened(error.text))
            text.element("Line", error.line.map { "\($0)" })
            text.element("Column", error.column.map { "\($0)" })
            text.element("Place", error.place)
            text.element("Value", item.quotes[place])
            if place > 0 { text.close("Error") }
        }
        if item.moreErrors > 0 { text.element("MoreErrors", "\(item.moreErrors)") }
        text.close("Item")
    }

    private static func shortened(_ text: String) -> String {
        guard text.unicodeScalars.count > longestText else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(longestText - 1))) + "…"
    }
}
