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

        fileprivate mutating func add(_ count: UInt64, _ bytes: Int64, _ time: Timestamp) {
            self.count += count
            self.bytes += bytes
            last = max(last, time)
        }
    }

    /// Lines of the group at hand that follow each other and are of one kind.
    private struct Run {
        var place: Int
        var count: UInt64
        var bytes: Int64
    }

    /// Beyond so many kinds, types are no longer told apart.
    private static let mostKinds = 20_000

    private var kinds: [Kind] = []
    private var totals: [Total] = []
    private var index = PlaceIndex()
    /// The group that is not committed.
    private var pending: [Run] = []
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
        if record.event == .commit { return }
        if let last = pending.indices.last, isOf(pending[last].place, record) {
            pending[last].count += 1
            pending[last].bytes += record.size ?? 0
            return
        }
        pending.append(Run(place: place(of: record), count: 1, bytes: record.size ?? 0))
    }

    /// The group at hand is committed: it counts.
    mutating func confirm(at time: Timestamp) {
        for run in pending {
            totals[run.place].add(run.count, run.bytes, time)
            traffic.count(kinds[run.place].event, run.count, at: time)
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
            sum.totals[place].add(total.count, total.bytes, total.last)
        }
        sum.traffic.add(other.traffic)
        return sum
    }

    /// Where a line's kind is counted; a new one gets its place.
    private mutating func place(of record: LedgerRecord) -> Int {
        let hash =
            switch Subject(record.event) {
            case .file: LedgerTally.hash(record.event, record.sender?.text, record.type?.text, record.reason)
            case .delivery: LedgerTally.hash(record.event, record.receivers.first?.text, nil, record.reason)
            case .service: LedgerTally.hash(record.event, nil, nil, nil)
            }
        if let known = index.first(hash, where: { isOf($0, record) }) { return known }
        return add(LedgerTally.kind(of: record), hash)
    }

    private mutating func place(of kind: Kind) -> Int {
        let hash = LedgerTally.hash(kind.event, (kind.sender ?? kind.receiver)?.text, kind.type?.text, kind.reason)
        if let known = index.first(hash, where: { kinds[$0] == kind }) { return known }
        return add(kind, hash)
    }

    private mutating func add(_ kind: Kind, _ hash: UInt64) -> Int {
        if kinds.count >= LedgerTally.mostKinds, kind.type != nil {
            var kind = kind
            kind.type = nil
            return place(of: kind)
        }
        kinds.append(kind)
        totals.append(Total())
        index.add(kinds.count - 1, hash)
        return kinds.count - 1
    }

    /// Whether a line is of the kind at a place. The same texts are mostly the same pieces of memory, and soon compared.
    private func isOf(_ place: Int, _ record: LedgerRecord) -> Bool {
        guard kinds[place].event == record.event else { return false }
        switch Subject(record.event) {
        case .file:
            return kinds[place].sender == record.sender && kinds[place].type == record.type
                && kinds[place].reason == record.reason
        case .delivery:
            return kinds[place].receiver == record.receivers.first && kinds[place].reason == record.reason
        case .service: return true
        }
    }

    /// What a line is about.
    private enum Subject {
        case file
        case delivery
        case service

        init(_ event: LedgerRecord.Event) {
            switch event {
            case .accepted, .refused, .duplicate: self = .file
            case .delivered, .deferred, .undelivered, .started, .held, .released, .opened: self = .delivery
            case .commit, .retried, .resent, .replayed, .paused, .resumed, .purged, .shortened:
                self = .service
            }
        }
    }

    /// Of the ends of the texts. Far cheaper than a hash that strangers could not play with; all that goes into it is out of
    /// the routing table, or a word of our own.
    private static func hash(
        _ event: LedgerRecord.Event, _ participant: String?, _ type: String?, _ reason: Reason?
    ) -> UInt64 {
        let number: UInt64 =
            switch event {
            case .accepted: 1
            case .refused: 2
            case .duplicate: 3
            case .delivered: 4
            case .deferred: 5
            case .undelivered: 6
            case .started: 7
            case .held: 8
            case .released: 9
            case .commit: 10
            case .retried: 11
            case .resent: 12
            case .replayed: 13
            case .paused: 14
            case .resumed: 15
            case .opened: 16
            case .purged: 17
            case .shortened: 18
            }
        var mixed = number
        if let participant { mixed = mix(mixed, participant) }
        if let type { mixed = mix(mixed, type) }
        if let reason { mixed = mix(mixed, reason.rawValue) }
        return mixed ^ mixed >> 29
    }

    private static func mix(_ before: UInt64, _ text: String) -> UInt64 {
        let bytes = text.utf8.span
        var first: UInt64 = 0
        var last: UInt64 = 0
        if bytes.count >= 8 {
            unsafe first = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
            unsafe last = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
        } else {
            for place in bytes.indices { first = first << 8 | UInt64(bytes[place]) }
        }
        return (before &+ first) &* 0x9E37_79B9_7F4A_7C15 ^ (last ^ last >> 32) &* 0xC2B2_AE3D_27D4_EB4F
    }

    /// Under what a line is counted.
    private static func kind(of record: LedgerRecord) -> Kind {
        switch Subject(record.event) {
        case .file: Kind(record.event, sender: record.sender, type: record.type, reason: record.reason)
        case .delivery: Kind(record.event, receiver: record.receivers.first, reason: record.reason)
        case .service: Kind(record.event)
        }
    }
}
