import Messages

/// Messages of the traffic that are made before anything is measured: what is sent later is one of them with an id of
/// its own, which costs the harness next to nothing.
///
/// The shares of the types are exact as far as the number of messages allows, and their order is random and the same
/// for the same seed.
final class TrafficPool {
    /// A message, and where its id stands in it.
    private struct Template {
        let message: TrafficMessage
        var bytes: [UInt8]
        /// Where the id stands with hyphens, and where without.
        let hyphened: [Int]
        let plain: [Int]
    }

    /// No pool has more messages: the rarest types are there then, and memory stays near 60 MB.
    static let most = 16_384
    /// The id stands in the head of a message.
    private static let head = 1_024

    private let seed: UInt64
    private var templates: [Template] = []

    /// Makes the messages for so many that will be sent.
    init(_ choice: TrafficChoice, messages: Int) throws(Failure) {
        seed = choice.seed
        let mix = choice.mix
        let count = min(messages, TrafficPool.most)
        var traffic = Traffic(mix, partners: choice.partners, seed: seed, count: count)
        var order = mix.places(of: count)
        var random = RandomStream(seed: seed ^ 0x706F_6F6C)
        for place in order.indices.dropFirst() { order.swapAt(place, random.below(place + 1)) }
        templates.reserveCapacity(count)
        for place in order {
            if templates.count % 1_000 == 0 { try Interruption.check() }
            templates.append(TrafficPool.template(of: traffic.next(of: mix.shares[place])))
        }
    }

    private static func template(of message: TrafficMessage) -> Template {
        let head = message.bytes.prefix(head)
        let hyphened = head.places(of: Array(message.identifier.text().utf8))
        precondition(!hyphened.isEmpty, "a message has its id in its head")
        return Template(
            message: message, bytes: message.bytes, hyphened: hyphened,
            plain: head.places(of: Array(message.identifier.text(hyphens: false).utf8)))
    }

    /// The mean of all sizes, in bytes.
    var meanSize: Int { templates.reduce(0) { $0 + $1.bytes.count } / max(1, templates.count) }

    /// How many of a hundred are JSON.
    var shareOfJSON: Double {
        Double(templates.count { $0.message.syntax == .json }) * 100 / Double(max(1, templates.count))
    }

    /// The message of a number, the same again for the same number. Its bytes are valid until the next call.
    func message(_ number: Int) -> FeedMessage {
        let place = number % templates.count
        let identifier = TrafficIdentifier(seed: seed, number: number)
        for offset in templates[place].hyphened { identifier.write(to: &templates[place].bytes, at: offset) }
        for offset in templates[place].plain {
            identifier.write(to: &templates[place].bytes, at: offset, hyphens: false)
        }
        let message = templates[place].message
        return FeedMessage(
            sender: message.sender, name: "\(number).\(message.syntax.rawValue)",
            bytes: templates[place].bytes[...])
    }
}
