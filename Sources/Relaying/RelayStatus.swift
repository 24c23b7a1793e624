public import Files
public import Messages

/// What the daemon is at, at one moment.
public struct RelayStatus: Sendable {
    /// Something that keeps it from its work.
    public struct Trouble: Sendable {
        /// What is wrong, where, and what to do.
        public let text: String
        /// How long it has stood, in nanoseconds.
        public let age: Int64
    }

    /// What waits for one receiver's program.
    public struct Receiver: Sendable {
        /// Whose program.
        public let identifier: ParticipantIdentifier
        /// How many messages are in its program's hands.
        public internal(set) var running = 0
        /// How many wait to be handed on.
        public internal(set) var waiting = 0
        /// How many stand behind others of their senders.
        public internal(set) var behind = 0
        /// How many an operator keeps back.
        public internal(set) var held = 0
        /// Of how many nobody knows whether they were handed on.
        public internal(set) var doubtful = 0
        /// When the oldest of them was accepted; nil when there is none.
        public internal(set) var oldest: Timestamp?
        /// Whether an operator has stopped the handing on.
        public internal(set) var isPaused = false

        init(_ identifier: ParticipantIdentifier) { self.identifier = identifier }

        /// How many there are.
        public var count: Int { running + waiting + behind + held + doubtful }
    }

    /// When it was asked.
    public internal(set) var now: Timestamp
    /// The state in one line.
    public internal(set) var state: String
    /// When that changed last.
    public internal(set) var since: Timestamp
    /// When the process began.
    public internal(set) var startedAt: Timestamp
    /// What is wrong now; what stands longest comes first.
    public internal(set) var troubles: [Trouble]
    /// What operators have stopped.
    public internal(set) var pauses: [Pause]
    /// Tells the table in force from others.
    public internal(set) var table: Digest
    /// When it was loaded.
    public internal(set) var tableLoadedAt: Timestamp
    /// How many rows, and how many participants it has.
    public internal(set) var routes, participants: Int
    /// How many files are between the drop and the commit.
    public internal(set) var inHand: Int
    /// How many names wait in drop folders, as far as they are known.
    public internal(set) var inDrop: Int
    /// How many decisions could not be carried out yet.
    public internal(set) var leftOver: Int
    /// How many files were decided in the last minute, in the last 5, and in the last 15.
    public internal(set) var decided: (one: Int, five: Int, fifteen: Int)
    /// The group that was committed last.
    public internal(set) var lastGroup: ClosedGroup
    /// What is left on the disk; nil when it does not say.
    public internal(set) var space: FileSystemSpace?
    /// Every receiver with a program, in the order of their names.
    public internal(set) var receivers: [Receiver] = []
}
