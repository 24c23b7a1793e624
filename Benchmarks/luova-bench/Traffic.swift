import Glibc
import Messages

/// Makes traffic: valid messages of all types, the same again for the same seed.
///
/// `next` costs some microseconds a message of 2 kB, so that a day of them can be made while it is sent.
/// Memory is that of one message.
struct Traffic {
    /// How much of what.
    let mix: TrafficMix
    /// Between whom.
    let partners: TrafficPartners
    /// What makes this traffic different from other traffic.
    let seed: UInt64
    /// How many messages the day has; their moments are spread over it.
    let count: Int
    /// How many were made.
    private(set) var number = 0
    /// The flows of each type, by its place in `TrafficType.allCases`.
    private let flows: [[TrafficFlow]]
    /// The last purchase of each pharmacy.
    private var purchases: [TrafficPurchase]
    private let types: [TrafficType: Int]
    private let totalWeight: Int
    private let text = TrafficText()

    /// Traffic of one day with so many messages.
    init(_ mix: TrafficMix, partners: TrafficPartners = .shipped, seed: UInt64 = 1, count: Int = 1_500_000) {
        self.mix = mix
        self.partners = partners
        self.seed = seed
        self.count = count
        flows = TrafficType.allCases.map { type in partners.flows.filter { $0.type == type } }
        types = Dictionary(uniqueKeysWithValues: TrafficType.allCases.enumerated().map { ($1, $0) })
        purchases = Array(repeating: TrafficPurchase(), count: partners.flows.count)
        totalWeight = mix.weight
        precondition(totalWeight > 0, "a mix without messages")
    }

    /// The next message of the day. It never ends: after `count` messages the moments stand still.
    mutating func next() -> TrafficMessage {
        var random = stream
        let share = pick(&random)
        return make(share, &random)
    }

    /// The next message of the day, of this kind.
    mutating func next(of share: TrafficMix.Share) -> TrafficMessage {
        var random = stream
        return make(share, &random)
    }

    private var stream: RandomStream { RandomStream(seed: seed &+ UInt64(number) &* 0xA24B_AED4_963E_E407) }

    private mutating func make(_ share: TrafficMix.Share, _ random: inout RandomStream) -> TrafficMessage {
        let ways = flows[types[share.type] ?? 0]
        let way = random.below(ways.count)
        let flow = ways[way]
        let isJSON = share.type.allowsJSON && random.below(1_000) < mix.jsonShare
        if share.type == .purchaseNotification { purchases[way].advance(isRepeated: random.below(20) == 0) }
        let plan = TrafficPlan(
            number: number, flow: flow, target: size(share.sizes, &random), reports: share.reports,
            moment: TrafficMoment(of: min(number, count - 1), in: count),
            identifier: TrafficIdentifier(seed: seed, number: number),
            answered: TrafficIdentifier(seed: ~seed, number: number), purchase: purchases[way], text: text)
        let capacity = share.reports.map { $0 * 620 + 1_000 } ?? plan.target + 512
        var writer = TrafficWriter(isJSON ? .json : .xml, random: random, capacity: max(capacity, 1_024))
        plan.write(to: &writer)
        defer { number += 1 }
        return TrafficMessage(
            number: number, type: share.type, syntax: writer.syntax, sender: flow.sender.id,
            receiver: flow.receiver.id, due: plan.moment, identifier: plan.identifier, bytes: writer.bytes)
    }

    private func pick(_ random: inout RandomStream) -> TrafficMix.Share {
        var left = random.below(totalWeight)
        for share in mix.shares {
            left -= share.weight
            if left < 0 { return share }
        }
        preconditionFailure("the weights do not make their sum")
    }

    /// A size of the range; each doubling of it is as likely as another.
    private func size(_ sizes: ClosedRange<Int>, _ random: inout RandomStream) -> Int {
        let part = Double(random.next() >> 11) / Double(1 << 53)
        let size = Double(sizes.lowerBound) * pow(Double(sizes.upperBound) / Double(sizes.lowerBound), part)
        return min(max(Int(size), sizes.lowerBound), sizes.upperBound)
    }
}
