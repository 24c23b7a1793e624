public import Messages
public import Routing

/// Something that has been kept as long as a retention row says.
public protocol Retained: Sendable {
    /// The number that it is known by: of a file the line that put it there, of a message its delivery id, of a segment
    /// its first line.
    var number: DeliveryIdentifier { get }
    /// Who sent it; nil for a segment.
    var sender: ParticipantIdentifier? { get }
    /// Whom it was for, or is; nil for a refused file and for a segment.
    var receiver: ParticipantIdentifier? { get }
    /// Its place in the spool.
    var path: String { get }
    /// The row.
    var row: Retention { get }
    /// What keeps it all the same; nil when nothing does.
    var hold: LegalHold? { get }
    /// What the service itself needs it for yet; nil when it can do without.
    var need: String? { get }
    /// How long ago its time began, in nanoseconds.
    var age: Int64 { get }
    /// The places in the spool of what goes with it.
    var companions: [String] { get }
}

extension Retained {
    /// Whom it was for, or is; nil for a refused file and for a segment.
    public var receiver: ParticipantIdentifier? { nil }
    /// What the service itself needs it for yet; nil when it can do without.
    public var need: String? { nil }
    /// The places in the spool of what goes with it.
    public var companions: [String] { [] }
    /// Whether it may be removed now.
    public var isFree: Bool { hold == nil && need == nil }
}
