public import Messages

/// A message that waits for its receiver's program, or is held, as an operator sees it.
public struct WaitingEntry: Sendable {
    /// Where it stands. The names are for programs and never change.
    public enum State: String, Sendable, CaseIterable {
        /// It is handed on when its time comes.
        case waiting
        /// Its program has it now, or something is being recorded of it.
        case running
        /// It keeps its sender's order, and stands behind another one.
        case behind
        /// An operator keeps it back.
        case held
        /// Nobody knows whether its program has it.
        case doubt
        /// The window of its row is closed, or its receiver's program was taken out of the table.
        case window
    }

    /// Which delivery.
    public let delivery: DeliveryIdentifier
    /// Who sent it.
    public let sender: ParticipantIdentifier
    /// Whose program takes it.
    public let receiver: ParticipantIdentifier
    /// Its type.
    public let type: MessageType
    /// The sender's own id for it, masked.
    public let messageID: [UInt8]
    /// The row that allowed it.
    public let route: RouteIdentifier
    /// The sender's name for the file, percent-escaped and masked.
    public let file: String
    /// When it was accepted.
    public let acceptedAt: Timestamp
    /// How often its program has been started for it.
    public let tries: Int
    /// Where it stands.
    public let state: State
    /// In how many nanoseconds it is handed on; nil unless it waits for that.
    public let dueIn: Int64?
    /// The one that it stands behind.
    public let front: DeliveryIdentifier?

    init(_ message: WaitingMessage, _ state: State, dueIn: Int64? = nil, front: DeliveryIdentifier? = nil) {
        delivery = message.delivery
        sender = message.sender
        receiver = message.receiver
        type = message.type
        messageID = message.maskedMessageID
        route = message.route
        file = message.fileName
        acceptedAt = message.acceptedAt
        tries = message.tries
        self.state = state
        self.dueIn = dueIn
        self.front = front
    }
}
