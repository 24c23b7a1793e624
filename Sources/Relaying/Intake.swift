import Files
import Messages
import Routing
import Spooling
import Validation

/// Where a name that was given to a worker is to be found.
enum WorkPlace: Hashable, Sendable {
    /// In the sender's drop folder.
    case drop
    /// In `taken/`, where a crash or a swap left it.
    case taken(TakenRest)

    /// The sender's name of a file whose name on disk is another.
    struct TakenRest: Hashable, Sendable { var original: [UInt8] }
}

/// A name that may be ready to be taken.
struct Work: Sendable {
    /// What stays the same, in one object: a name changes hands many times on its way.
    private final class Origin: Sendable {
        let sender: ParticipantIdentifier
        let name: FileName
        let place: WorkPlace
        /// Made once: a name is looked up several times.
        let hash: Int

        init(sender: ParticipantIdentifier, name: FileName, place: WorkPlace) {
            self.sender = sender
            self.name = name
            self.place = place
            var hasher = Hasher()
            hasher.combine(sender)
            hasher.combine(name)
            hash = hasher.finalize()
        }
    }

    private let origin: Origin
    /// Whether an event told that its writer closed it.
    var wasClosed = false
    /// Its change time when it was looked at last, a while ago; nil when it was not.
    var lastChange: Int64?
    /// Its place among the names of a sender whose messages keep their order; 0 while it has none.
    var arrival: UInt64 = 0

    init(sender: ParticipantIdentifier, name: FileName, place: WorkPlace = .drop, wasClosed: Bool = false) {
        origin = Origin(sender: sender, name: name, place: place)
        self.wasClosed = wasClosed
    }

    var sender: ParticipantIdentifier { origin.sender }
    var name: FileName { origin.name }
    var place: WorkPlace { origin.place }

    /// The same name, whatever is known about it.
    var key: Work {
        var key = self
        key.wasClosed = false
        key.lastChange = nil
        key.arrival = 0
        return key
    }
}

extension Work: Hashable {
    static func == (left: Work, right: Work) -> Bool {
        guard left.wasClosed == right.wasClosed, left.lastChange == right.lastChange, left.arrival == right.arrival
        else { return false }
        let (one, other) = (left.origin, right.origin)
        return one === other
            || one.hash == other.hash && one.sender == other.sender && one.name == other.name
                && one.place == other.place
    }

    func hash(into hasher: inout Hasher) { hasher.combine(origin.hash) }
}

/// What a worker found out about a name.
enum WorkResult: Sendable {
    /// On to the committer.
    case candidate(Candidate)
    /// Not ready; look again after so many nanoseconds, or, for nil, when it is closed.
    case later(Int64?, changed: Int64? = nil)
    /// It ends too early; its sender has so many nanoseconds to go on with it.
    case incomplete(Int64)
    /// Too large for this worker; give it to the one for large files.
    case large
    /// Its group took too long; it is the next one again.
    case untouched
    /// A folder.
    case folder
    /// Nothing is there.
    case gone
    /// Its sender is not in the table; it is still where it was.
    case absent
    /// The disk failed; it is still where it was.
    case failed(FileError)
}

extension WorkResult {
    /// Whether the file is as good as taken, so that later ones of a sender whose messages keep their order must not
    /// overtake it.
    var holdsBack: Bool {
        switch self {
        case .large, .untouched: true
        case .failed(let error): error.isPassing
        case .candidate, .later, .incomplete, .folder, .gone, .absent: false
        }
    }
}

/// Opens a name in a drop folder, if it may be taken, and reads it once. The first stage.
struct Intake {
    let table: RoutingTable
    /// Accounts by name, looked up once.
    let accounts: [String: Account]

    /// The file, if it may be taken now.
    func open(_ work: Work, sender: Participant, folders: ParticipantFolders, now: Int64) throws(FileError)
        -> DropAnswer
    {
        let settings = table.settings
        // An account that the system does not know owns nothing: every file is refused as another's.
        let owner = sender.user.map { accounts[$0]?.user ?? .max }
        let rules = DropRules(
            owner: owner, largest: Int64(settings.limits.size), settle: settings.settle, wasClosed: work.wasClosed,
            lastChange: work.lastChange)
        let isTaken = work.place != .drop
        return try DropFile.open(
            work.name, in: isTaken ? folders.taken : folders.drop, isTaken: isTaken, rules: rules, now: now)
    }
}
