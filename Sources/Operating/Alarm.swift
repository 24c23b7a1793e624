import Messages

/// Something that somebody should see to, from when it was noticed until it is over.
struct Alarm: Equatable, Sendable {
    /// What kind. The names never change their meaning.
    enum Kind: String, CaseIterable, Sendable {
        /// The program of a receiver takes nothing.
        case receiverDown = "receiver-down"
        /// Files wait in a drop folder to be taken.
        case dropOld = "drop-old"
        /// The spool's file system is nearly full.
        case diskLow = "disk-low"
        /// Nothing is heard of a sender that should be.
        case partnerSilent = "partner-silent"
        /// Much of what a sender sends is refused.
        case refusals
        /// An agreement ends soon.
        case agreementEnding = "agreement-ending"
        /// A fault keeps the service from its work; see `FaultBoard`.
        case fault

        /// How long it must be over before that is told, in nanoseconds: what comes and goes is one alarm.
        var calm: Int64 {
            switch self {
            case .receiverDown, .dropOld, .diskLow, .refusals, .fault: 300_000_000_000
            case .partnerSilent, .agreementEnding: 0
            }
        }
    }

    /// What tells one alarm from another.
    struct Key: Hashable, Comparable, Sendable {
        /// What kind.
        let kind: Kind
        /// What it is about: a participant, a participant and a route, an agreement, a fault, or the spool.
        let subject: String

        /// Names an alarm.
        init(_ kind: Kind, _ subject: String) {
            self.kind = kind
            self.subject = subject
        }

        /// The participant that it is about; nil when about none.
        var participant: ParticipantIdentifier? {
            switch kind {
            case .receiverDown, .dropOld, .refusals: ParticipantIdentifier(subject)
            case .partnerSilent: subject.split(separator: "/").first.map { ParticipantIdentifier(String($0)) }
            case .diskLow, .agreementEnding, .fault: nil
            }
        }

        /// The route that it is about; nil when about none.
        var route: RouteIdentifier? {
            guard kind == .partnerSilent else { return nil }
            return subject.split(separator: "/").last.map { RouteIdentifier(String($0)) }
        }

        /// By kind, then by subject.
        static func < (left: Key, right: Key) -> Bool {
            (left.kind.rawValue, left.subject) < (right.kind.rawValue, right.subject)
        }
    }

    /// Which.
    var key: Key
    /// Since when.
    var since: Timestamp
    /// What is wrong, and what to do. Ids and numbers only.
    var text: String

    /// States an alarm.
    init(_ key: Key, since: Timestamp, text: String) {
        self.key = key
        self.since = since
        self.text = text
    }
}
