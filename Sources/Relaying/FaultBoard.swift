import Files
import Messages

/// Something that keeps the service from its work, from when it was noticed until it is over.
enum Fault: Hashable, Sendable {
    /// Less room on the disk than `min-free`, or hardly an inode left.
    case space
    /// The file system may only be read.
    case readOnly
    /// A file could not be taken.
    case taking
    /// A group could not be committed.
    case committing
    /// A decided message, or a receipt, could not be moved to its place.
    case placing
    /// Too many decisions wait because they cannot be carried out.
    case leftOver
    /// The duplicate index could not be written.
    case indexing
    /// The clock is behind what the ledger has seen.
    case clock
    /// Messages of which nobody knows whether they were handed on wait for a person.
    case held
    /// An operator has stopped something.
    case paused
    /// The system does not say which accounts the table names.
    case accounts
    /// The kernel does not tell what comes into all drop folders.
    case watching
    /// A participant's folders cannot be used.
    case folder(ParticipantIdentifier)

    /// Whose folders; nil for all others.
    var participant: ParticipantIdentifier? {
        if case .folder(let participant) = self { return participant }
        return nil
    }

    /// Whether nothing is taken while it lasts, but for one file now and then to see whether it is over.
    var pausesTaking: Bool {
        switch self {
        case .space, .readOnly, .taking, .committing, .leftOver: true
        case .placing, .indexing, .clock, .held, .paused, .accounts, .watching, .folder: false
        }
    }

    /// Whether somebody else has to go on where a drain ends while it lasts.
    fileprivate var leavesWork: Bool {
        switch self {
        case .space, .readOnly, .taking, .committing, .placing, .leftOver, .indexing, .folder: true
        case .clock, .held, .paused, .accounts, .watching: false
        }
    }
}

/// The faults of now. Each is told once when it begins and once when it is over. Belongs to the control
/// queue.
struct FaultBoard {
    private struct Standing {
        var since: Int64
        var text: String
    }

    private var standing: [Fault: Standing] = [:]
    /// Whether no table is in force yet.
    var isStarting = false
    /// When the state changed, or was the first, in nanoseconds since 1970.
    private(set) var changedAt = Clock.realtime()
    private let log: RelayLog
    private let tell: @Sendable (String) -> Void

    /// - Parameter tell: called with the state in one line, whenever it changes.
    init(log: RelayLog, tell: @escaping @Sendable (String) -> Void) {
        self.log = log
        self.tell = tell
    }

    /// Whether nothing is taken now.
    var pausesTaking: Bool { standing.keys.contains { $0.pausesTaking } }

    /// Whether a fault stands.
    func has(_ fault: Fault) -> Bool { standing[fault] != nil }

    /// Whose folders cannot be used.
    var withoutFolders: [ParticipantIdentifier] { standing.keys.compactMap(\.participant) }

    /// What stands and leaves work undone, the oldest first.
    var undone: [(fault: Fault, text: String)] {
        standing.filter { $0.key.leavesWork }.sorted { $0.value.since < $1.value.since }.map { ($0, $1.text) }
    }

    /// The faults of now, the oldest first.
    var all: [StandingFault] {
        let offset = Clock.realtime() - Clock.monotonic()
        return standing.sorted { $0.value.since < $1.value.since }.map { fault, standing in
            StandingFault(
                name: fault.name, participant: fault.participant,
                since: Timestamp(nanoseconds: standing.since + offset),
                text: PersonalIdentityMask.masked(standing.text),
                pausesTaking: fault.pausesTaking)
        }
    }

    /// A fault is there, perhaps since long.
    ///
    /// - Parameter text: what is wrong, where, and what to do.
    mutating func begin(_ fault: Fault, _ text: String) {
        guard standing[fault] == nil else { return }
        standing[fault] = Standing(since: Clock.monotonic(), text: text)
        let ending = fault.pausesTaking ? "; nothing is taken until it is over, and nothing is lost" : ""
        log(.error, .fault, "fault: \(text)\(ending)", participant: fault.participant)
        announce()
    }

    /// What there is to say of something that lasts has changed: only the state tells it, for it was logged by whoever
    /// noticed. Nil when it is over.
    mutating func tell(_ fault: Fault, _ text: String?) {
        guard standing[fault]?.text != text else { return }
        let since = standing[fault]?.since ?? Clock.monotonic()
        standing[fault] = text.map { Standing(since: since, text: $0) }
        announce()
    }

    /// A fault is not there, perhaps since long.
    mutating func end(_ fault: Fault) {
        // Asked with each message, and mostly nothing stands.
        guard !standing.isEmpty, let ended = standing.removeValue(forKey: fault) else { return }
        let seconds = (Clock.monotonic() - ended.since) / 1_000_000_000
        log(.notice, .faultOver, "over after \(seconds) s: \(ended.text)", participant: fault.participant)
        announce()
    }

    /// Nobody looks any more whether the folders of some can be used.
    mutating func endFolders(of hasLeft: (ParticipantIdentifier) -> Bool) {
        for fault in standing.keys where fault.participant.map(hasLeft) ?? false { end(fault) }
    }

    private mutating func announce() {
        changedAt = Clock.realtime()
        tell(state)
    }

    /// What stands but pauses, with the times since when on the monotonic clock; what stands longest comes first.
    var list: [(since: Int64, text: String)] {
        standing.filter { $0.key != .paused }.map { ($0.value.since, $0.value.text) }.sorted { $0.since < $1.since }
    }

    /// The state in one line.
    var state: String {
        if standing.isEmpty { return isStarting ? "starting" : "working" }
        let texts = standing.values.sorted { $0.since < $1.since }.map(\.text)
        if isStarting { return "starting: " + texts.joined(separator: "; ") }
        return (pausesTaking ? "paused: " : "working, but: ") + texts.joined(separator: "; ")
    }
}
