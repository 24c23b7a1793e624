/// How much an operator should care, in the journal's words (syslog(3)).
public enum LogLevel: Int, Sendable {
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
}

/// Where the relay says what happens to it: one event a call, one line, no personal data. May be called
/// from any queue.
public typealias RelayLog = @Sendable (_ level: LogLevel, _ text: String) -> Void
