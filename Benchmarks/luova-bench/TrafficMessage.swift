import Messages

/// One generated message, ready to be dropped.
struct TrafficMessage {
    /// Which one of its generator, from 0.
    let number: Int
    /// What it is.
    let type: TrafficType
    /// In which syntax.
    let syntax: Syntax
    /// Who drops it: the id of a participant.
    let sender: String
    /// To whom its route leads.
    let receiver: String
    /// When it is due in the day.
    let due: TrafficMoment
    /// Its id, which no other message of the same seed has.
    let identifier: TrafficIdentifier
    /// The whole of it.
    let bytes: [UInt8]

    /// How soon its receiver wants it.
    var lane: String { type.lane }

    /// The id as the daemon reads it.
    var messageID: String { identifier.text(hyphens: type != .paymentOrder) }

    /// A name for its file that no other message of its sender has.
    var fileName: String {
        let digits = String(number)
        return "\(type.rawValue)-\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits).\(syntax.rawValue)"
    }
}
