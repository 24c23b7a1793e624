import Messages
import Recording

/// When it last went well, with whom.
struct LastSuccess {
    /// When a file of a sender was last accepted.
    private(set) var accepted: [ParticipantIdentifier: Timestamp] = [:]
    /// When a receiver last got a message.
    private(set) var delivered: [ParticipantIdentifier: Timestamp] = [:]

    init(_ tally: LedgerTally) {
        for (kind, total) in tally.all {
            switch kind.event {
            case .accepted:
                if let sender = kind.sender { accepted[sender] = max(accepted[sender] ?? total.last, total.last) }
            case .delivered:
                if let receiver = kind.receiver {
                    delivered[receiver] = max(delivered[receiver] ?? total.last, total.last)
                }
            default: break
            }
        }
    }
}
