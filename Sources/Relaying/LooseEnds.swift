import Files
import Messages

/// What was placed and is not durable yet: whoever makes the next sync takes it over, and when that has come
/// back its lines may be written.
struct LooseEnds: Sendable {
    /// Deliveries to pickup folders, whose lines are still to be written.
    var delivered: [(DeliveryIdentifier, ParticipantIdentifier)] = []
    /// Folders whose names changed.
    var touched: [ObjectIdentifier: Directory] = [:]
    /// Up to which number everything was placed, but for what is left over.
    var through: UInt64

    /// Whether there is nothing to make durable and nothing to record.
    var isEmpty: Bool { delivered.isEmpty && touched.isEmpty }

    /// Takes everything over, and leaves what was placed later to the next one.
    mutating func take() -> LooseEnds {
        defer { self = LooseEnds(through: through) }
        return self
    }

    /// Adds what was placed before, or after.
    mutating func add(_ other: LooseEnds) {
        delivered += other.delivered
        touched.merge(other.touched) { $1 }
        through = max(through, other.through)
    }
}
