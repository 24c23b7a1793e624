/// What a message says about itself, in the fields that its contract names. Bytes as they stand in
/// the message, white space at both ends removed; nil where the message has no such field.
public struct Header: Equatable, Sendable {
    /// The sender's own name for the message. With sender and type it is the key of duplicates.
    public var messageID: [UInt8]?
    /// Who says that it sent the message.
    public var sender: [UInt8]?
    /// When the message says that it was made.
    public var created: [UInt8]?
    /// The message id of the message that this one answers.
    public var replyTo: [UInt8]?
    /// The consent that lets the message be sent.
    public var consent: [UInt8]?
    /// Whether it is meant in earnest, in the words of `MessageEnvironment`.
    public var environment: [UInt8]?

    /// A header with nothing in it yet.
    public init() {}
}

/// A field of the header, as contracts name them.
public enum HeaderField: Int, Sendable, CaseIterable {
    case messageID, sender, created, replyTo, consent, environment
}

extension Header {
    /// One field by its name.
    public subscript(field: HeaderField) -> [UInt8]? {
        get {
            switch field {
            case .messageID: messageID
            case .sender: sender
            case .created: created
            case .replyTo: replyTo
            case .consent: consent
            case .environment: environment
            }
        }
        set {
            switch field {
            case .messageID: messageID = newValue
            case .sender: sender = newValue
            case .created: created = newValue
            case .replyTo: replyTo = newValue
            case .consent: consent = newValue
            case .environment: environment = newValue
            }
        }
    }
}
