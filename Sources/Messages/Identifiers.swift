/// A name that the routing table gives to something: ASCII, checked when the table is loaded.
public protocol TableIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The name as the table writes it.
    var text: String { get }
    /// A name that was checked before.
    init(_ text: String)
}

extension TableIdentifier {
    /// The name as the table writes it.
    public var description: String { text }
}

/// A partner or a system.
public struct ParticipantIdentifier: TableIdentifier {
    /// The name as the table writes it.
    public let text: String
    /// Made once: on its way a message's sender and receivers are looked up several times.
    private let hash: Int

    /// A name that was checked before.
    public init(_ text: String) {
        self.text = text
        hash = text.hashValue
    }

    /// Whether both are the same name.
    public static func == (left: ParticipantIdentifier, right: ParticipantIdentifier) -> Bool {
        left.hash == right.hash && left.text == right.text
    }

    /// What was made of the name when the identifier was.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// A message type, which is the id of its contract.
public struct MessageType: TableIdentifier {
    /// The name as the table writes it.
    public let text: String
    /// A name that was checked before.
    public init(_ text: String) { self.text = text }
}

/// A row of the routing table.
public struct RouteIdentifier: TableIdentifier {
    /// The name as the table writes it.
    public let text: String
    /// A name that was checked before.
    public init(_ text: String) { self.text = text }
}

/// One delivery of one message to one receiver: the ledger's sequence number, and, from the second
/// receiver of a message on, the receiver's place in the route.
///
/// 1 to 40 characters of `[0-9A-Za-z_-]`; sorts in the order of acceptance.
public struct DeliveryIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The ledger's sequence number of the decision.
    public let sequence: UInt64
    /// 0 for the first receiver.
    public let receiver: Int

    /// Names a delivery.
    public init(sequence: UInt64, receiver: Int = 0) {
        self.sequence = sequence
        self.receiver = receiver
    }

    /// Reads what `description` wrote; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, first.count >= 12, let sequence = UInt64(first) else {
            return nil
        }
        self.sequence = sequence
        if parts.count == 2 {
            guard let place = Int(parts[1]), place >= 2 else { return nil }
            receiver = place - 1
        } else {
            receiver = 0
        }
    }

    /// At least twelve digits, then `-2`, `-3` … for the later receivers.
    public var description: String {
        let padded = DecimalDigits(sequence, width: 12).text
        return receiver == 0 ? padded : "\(padded)-\(receiver + 1)"
    }
}
