import Files
public import Messages

/// One try to deliver one message to a program: what the program finds in its environment.
public struct HandlerRequest: Sendable {
    /// The same for every try of this delivery.
    public var delivery: DeliveryIdentifier
    /// Which try this is, from 1.
    public var attempt: Int
    /// Who sent the message.
    public var sender: ParticipantIdentifier
    /// Its type.
    public var type: MessageType
    /// The sender's id for it, as it stands in the message; the program gets it percent-escaped.
    public var messageID: [UInt8]
    /// Its syntax.
    public var syntax: Syntax
    /// The row that allowed it.
    public var route: RouteIdentifier
    /// The file's name as the sender gave it, percent-escaped.
    public var fileName: String
    /// The file's content.
    public var digest: Digest

    /// Puts a request together.
    public init(
        delivery: DeliveryIdentifier, attempt: Int, sender: ParticipantIdentifier, type: MessageType,
        messageID: [UInt8],
        syntax: Syntax, route: RouteIdentifier, fileName: String, digest: Digest
    ) {
        self.delivery = delivery
        self.attempt = attempt
        self.sender = sender
        self.type = type
        self.messageID = messageID
        self.syntax = syntax
        self.route = route
        self.fileName = fileName
        self.digest = digest
    }

    /// The whole environment of the program. The names are a promise.
    public var environment: [(name: String, value: [UInt8])] {
        [
            ("PATH", Array("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".utf8)),
            ("LUOVA_DELIVERY_ID", Array(delivery.description.utf8)),
            ("LUOVA_ATTEMPT", Array(String(attempt).utf8)),
            ("LUOVA_SENDER", Array(sender.text.utf8)),
            ("LUOVA_MESSAGE_TYPE", Array(type.text.utf8)),
            ("LUOVA_MESSAGE_ID", Array(FileName.escaped(messageID).utf8)),
            ("LUOVA_SYNTAX", Array(syntax.rawValue.utf8)),
            ("LUOVA_ROUTE", Array(route.text.utf8)),
            ("LUOVA_FILE_NAME", Array(fileName.utf8)),
            ("LUOVA_SHA256", digest.hexadecimal),
        ]
    }
}
