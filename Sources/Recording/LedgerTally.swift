public import Messages

/// What a ledger's lines come to: how many of each kind, how many bytes, and when the last one was. Counted while lines
/// are written, group by group, so that it is true of what is committed and of nothing else.
///
/// Noting a line costs a comparison where it is of the kind of the line before, else one look into a hash table; no
/// memory is asked for once its kind is known.
public struct LedgerTally: Sendable {
    /// Lines that are counted together.
    public struct Kind: Hashable, Sendable {
        /// What happened.
        public var event: LedgerRecord.Event
        /// Who sent the files; nil where the lines are about deliveries.
        public var sender: ParticipantIdentifier?
        /// Whose deliveries; nil where the lines are about files.
        public var receiver: ParticipantIdentifier?
        /// Of which type; nil where that is not known, or not told apart.
        public var type: MessageType?
        /// Why.
        public var reason: Reason?

        /// A kind by all that makes it.
        public init(
            _ event: LedgerRecord.Event, sender: ParticipantIdentifier? = nil, receiver: ParticipantIdentifier? = nil,
            type: MessageType? = nil, reason: Reason? = nil
        ) {
            self.event = event
            self.sender = sender
            self.receiver = receiver
            self.type = type
            self.reason = reason
        }
    }

    /// What the lines of a kind come to.
    public struct Total: Equatable, Sendable {
        /// How many.
        public var count: UInt64 = 0
        /// Of how many bytes, where they are about files.
        public var bytes: Int64 = 0
        /// When the last one was decided.
        public var last = Timestamp(nanoseconds: 0)
    }

    private struct Entry {
        var place: Int
        var bytes: Int64
    }

    /// Beyond so many kinds, types are no longer told apart.
    private static let mostKinds = 20_000

    private var places: [Kind: Int] = [:]
    private var kinds: [Kind] = []
    private var totals: [Total] = []
    /// Of the group that is not committed.
    private var pending: [Entry] = []
    /// The traffic of the last day.
    public private(set) var traffic = TrafficHistory()

    /// Nothing yet.
    public init() {}

    /// What there is of each kind; those of which there is nothing are left out. O(kinds).
    public var all: [(kind: Kind, total: Total)] {
        kinds.indices.filter { totals[$0].count > 0 }.map { (kinds[$0], totals[$0]) }
    }

    /// Notes a line of the group at hand.
    mutating func note(_ record: LedgerRecord) {
        guard let kind = LedgerTally.kind(of: record) else { return }
        let place: Int
        if let last = pending.last?.place, kinds[last] == kind {
            place = last
        } else {
            place = self.place(of: kind)
        }
        pending.append(Entry(place: place, bytes: record.size ?? 0))
    }

    /// The group at hand is committed: it counts.
    mutating func confirm(at time: Timestamp) {
        for entry in pending {
            totals[entry.place].count += 1
            totals[entry.place].bytes += entry.bytes
            totals[entry.place].last = max(totals[entry.place].last, time)
            traffic.count(kinds[entry.place].event, at: time)
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// The group at hand is taken back.
    mutating func forget() { pending.removeAll(keepingCapacity: true) }

    /// Counts a line that is committed.
    public mutating func count(_ record: LedgerRecord) {
        note(record)
        confirm(at: record.time)
    }

    /// What both come to, which must be about different lines. O(kinds).
    public func merging(_ other: LedgerTally) -> LedgerTally {
        var sum = self
        for (kind, total) in other.all {
            let place = sum.place(of: kind)
            sum.totals[place].count += total.count
            sum.totals[place].bytes += total.bytes
            sum.totals[place].last = max(sum.totals[place].last, total.last)
        }
        sum.traffic.add(other.traffic)
        return sum
    }

    private mutating func place(of kind: Kind) -> Int {
        if let known = places[kind] { return known }
        var kind = kind
        if kinds.count >= LedgerTally.mostKinds, kind.type != nil {
            kind.type = nil
            if let known = places[kind] { return known }
        }
        kinds.append(kind)
        totals.append(Total())
        places[kind] = kinds.count - 1
        return kinds.count - 1
    }

    /// Under what a line is counted; nil for a closing line.
    private static func kind(of record: LedgerRecord) -> Kind? {
        switch record.event {
        case .accepted, .refused, .duplicate:
            Kind(record.event, sender: record.sender, type: record.type, reason: record.reason)
        case .undelivered: Kind(record.event, receiver: record.receivers.first, reason: record.reason)
        case .delivered, .deferred, .started, .held, .released: Kind(record.event, receiver: record.receivers.first)
        case .commit: nil
        }
    }
}
