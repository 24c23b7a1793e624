public import Messages

/// What makes two messages the same: their sender, their type, and the sender's id for them.
public struct DuplicateKey: Hashable, Sendable {
    /// Who sent it.
    public let sender: ParticipantIdentifier
    /// What it is.
    public let type: MessageType
    /// The sender's id for it.
    public let messageID: [UInt8]

    /// 64 bits that are the same in every process, never 0 (FNV-1a with a final mix). Different
    /// messages may share them; the ledger tells.
    public let fingerprint: UInt64

    /// Names a message. O(n).
    public init(sender: ParticipantIdentifier, type: MessageType, messageID: [UInt8]) {
        self.sender = sender
        self.type = type
        self.messageID = messageID
        fingerprint = DuplicateKey.fingerprint(
            sender: sender.text.utf8.span, type: type.text.utf8.span, messageID: messageID.span)
    }

    /// Whether both name the same message.
    public static func == (left: DuplicateKey, right: DuplicateKey) -> Bool {
        left.fingerprint == right.fingerprint && left.messageID == right.messageID && left.sender == right.sender
            && left.type == right.type
    }

    /// Takes the id in beside the fingerprint: ids with one fingerprint can be made up, and must not all fall on
    /// one place.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(fingerprint)
        unsafe messageID.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }

    /// The fingerprint of a key that is only there as bytes.
    static func fingerprint(sender: Span<UInt8>, type: Span<UInt8>, messageID: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ bytes: Span<UInt8>) {
            for place in bytes.indices { hash = (hash ^ UInt64(bytes[place])) &* 0x0000_0100_0000_01b3 }
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01b3
        }
        add(sender)
        add(type)
        add(messageID)
        hash ^= hash >> 33
        hash = hash &* 0xff51_afd7_ed55_8ccd
        hash ^= hash >> 33
        return hash == 0 ? 1 : hash
    }
}
