public import Messages

/// What makes two messages the same: their sender, their type, and the sender's id for them.
public struct DuplicateKey: Hashable, Sendable {
    /// Who sent it.
    public let sender: ParticipantIdentifier
    /// What it is.
    public let type: MessageType
    /// The sender's id for it.
    public let messageID: [UInt8]

    /// Names a message.
    public init(sender: ParticipantIdentifier, type: MessageType, messageID: [UInt8]) {
        self.sender = sender
        self.type = type
        self.messageID = messageID
    }

    /// 64 bits that are the same in every process, never 0 (FNV-1a with a final mix). Different
    /// messages may share them; the ledger tells.
    public var fingerprint: UInt64 {
        DuplicateKey.fingerprint(sender: sender.text.utf8, type: type.text.utf8, messageID: messageID)
    }

    /// The fingerprint of a key that is only there as bytes.
    static func fingerprint(
        sender: some Sequence<UInt8>, type: some Sequence<UInt8>, messageID: some Sequence<UInt8>
    ) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
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
