import Messages

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

/// The same, without personal identity codes: a file's name, and so a path in an error, may hold one.
func masked(_ log: @escaping RelayLog) -> RelayLog {
    { level, text in log(level, String(decoding: PersonalIdentityMask.masked(Array(text.utf8)), as: UTF8.self)) }
}
