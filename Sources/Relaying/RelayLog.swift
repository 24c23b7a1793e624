public import Messages

/// How much an operator should care, in the journal's words (syslog(3)).
public enum LogLevel: Int, Sendable {
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
}

/// One event: one line for people, and what a program may look for. No personal data.
public struct LogEntry: Sendable {
    /// How much an operator should care.
    public var level: LogLevel
    /// What happened.
    public var event: LogEvent
    /// What happened, to what, and what to do: one line.
    public var text: String
    /// The participant that it is about; nil when about none.
    public var participant: ParticipantIdentifier?
    /// The route that it is about; nil when about none.
    public var route: RouteIdentifier?
    /// Why a file or message was refused; nil when none was.
    public var reason: Reason?

    /// Tells an event.
    public init(
        _ level: LogLevel, _ event: LogEvent, _ text: String, participant: ParticipantIdentifier? = nil,
        route: RouteIdentifier? = nil, reason: Reason? = nil
    ) {
        self.level = level
        self.event = event
        self.text = text
        self.participant = participant
        self.route = route
        self.reason = reason
    }
}

/// Where the relay says what happens to it. May be called from any queue. Nothing is said of messages that are
/// accepted or refused: the ledger tells them.
public struct RelayLog: Sendable {
    private let write: @Sendable (LogEntry) -> Void

    /// - Parameter write: called with each event, from any queue.
    public init(_ write: @escaping @Sendable (LogEntry) -> Void) { self.write = write }

    /// Tells an event.
    public func callAsFunction(_ entry: LogEntry) { write(entry) }

    /// Tells an event.
    public func callAsFunction(
        _ level: LogLevel, _ event: LogEvent, _ text: String, participant: ParticipantIdentifier? = nil,
        route: RouteIdentifier? = nil, reason: Reason? = nil
    ) {
        write(LogEntry(level, event, text, participant: participant, route: route, reason: reason))
    }

    /// The same, without personal identity codes: a file's name, and so a path in an error, may hold one.
    public func masked() -> RelayLog {
        RelayLog { entry in
            var entry = entry
            entry.text = PersonalIdentityMask.masked(entry.text)
            write(entry)
        }
    }
}
