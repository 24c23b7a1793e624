public import Files
public import Messages
public import Recording
public import Routing

/// What the pipeline is doing at one moment, and what it has done since its start: a value, put together on request.
public struct Observation: Sendable {
    /// Names of one sender that wait in its drop folder and are known.
    public struct Drop: Equatable, Sendable {
        /// How many are known.
        public var count: Int
        /// Whether there are more in the folder.
        public var hasMore: Bool
        /// When the one that comes next was last changed; nil when that cannot be said.
        public var oldest: Timestamp?
        /// Whether an operator has stopped the taking of them.
        public var isPaused: Bool

        /// States what waits.
        public init(count: Int, hasMore: Bool = false, oldest: Timestamp? = nil, isPaused: Bool = false) {
            self.count = count
            self.hasMore = hasMore
            self.oldest = oldest
            self.isPaused = isPaused
        }
    }

    /// Messages that wait for one receiver's program.
    public struct Queue: Equatable, Sendable {
        /// How many wait for a try, or are being tried.
        public var waiting = 0
        /// Of these, how many are being tried.
        public var running = 0
        /// How many are held for a person, besides.
        public var held = 0
        /// How many tries failed in a row; 0 after one that was answered.
        public var failures = 0
        /// When the first one of those that wait was accepted.
        public var oldest: Timestamp?
        /// Since when the first one of those is due that wait though they are, or were tried in vain: since it was accepted, its
        /// window opened, or an operator let it go on.
        public var oldestDue: Timestamp?
        /// Whether an operator has stopped the handing on of them.
        public var isPaused = false

        /// An empty queue.
        public init() {}
    }

    /// When it was put together.
    public var time: Timestamp
    /// When the process began with its work.
    public var startedAt: Timestamp
    /// The state in one line, as the service manager is told it.
    public var state = "working"
    /// Whether the start waits for something, and nothing is taken before that.
    public var isStarting = false
    /// Whether a fault keeps anything from being taken.
    public var isPaused = false
    /// The faults of now, the oldest first.
    public var faults: [StandingFault] = []
    /// Files that are between a drop folder and their commit.
    public var inHand = 0
    /// Who has files in its drop folder that wait.
    public var drops: [ParticipantIdentifier: Drop] = [:]
    /// The queue of each receiver with a program.
    public var queues: [ParticipantIdentifier: Queue] = [:]
    /// When operators let go on what they had stopped, the last time each, since the start.
    public var resumed: [PauseScope: Timestamp] = [:]
    /// What is left of the spool's file system; nil when that does not say.
    public var space: FileSystemSpace?
    /// What the lines come to that this process has written.
    public var tally = LedgerTally()
    /// The number of the ledger's last line.
    public var lastLine: UInt64 = 0
    /// How long the stages took.
    public var stages = StageTimes()
    /// The routing table in force.
    public var table: RoutingTable
    /// Since when it is in force.
    public var tableLoadedAt: Timestamp

    /// A service that works, and has done nothing yet.
    public init(time: Timestamp, startedAt: Timestamp, table: RoutingTable, tableLoadedAt: Timestamp) {
        self.time = time
        self.startedAt = startedAt
        self.table = table
        self.tableLoadedAt = tableLoadedAt
    }
}

/// A fault of now.
public struct StandingFault: Equatable, Sendable {
    /// Which, in a word.
    public let name: String
    /// Whose folders it is about; nil when about none.
    public let participant: ParticipantIdentifier?
    /// Since when.
    public let since: Timestamp
    /// What is wrong, where, and what to do.
    public let text: String
    /// Whether nothing is taken while it lasts.
    public let pausesTaking: Bool

    /// States a fault.
    public init(name: String, participant: ParticipantIdentifier?, since: Timestamp, text: String, pausesTaking: Bool) {
        self.name = name
        self.participant = participant
        self.since = since
        self.text = text
        self.pausesTaking = pausesTaking
    }
}

extension Fault {
    /// Its name for programs; never changes its meaning.
    var name: String {
        switch self {
        case .space: "space"
        case .readOnly: "read-only"
        case .taking: "taking"
        case .committing: "committing"
        case .placing: "placing"
        case .leftOver: "left-over"
        case .indexing: "indexing"
        case .clock: "clock"
        case .held: "held"
        case .paused: "paused"
        case .accounts: "accounts"
        case .watching: "watching"
        case .folder: "folder"
        }
    }
}
