/// The system's directory of accounts (nsswitch.conf(5)) could not say whether there is an account, or a group.
///
/// That is no answer: there may well be one. Whoever asked asks again later, and takes nothing for settled meanwhile.
public struct AccountDirectoryError: Error, Sendable, CustomStringConvertible {
    /// What was asked for.
    public enum Subject: String, Sendable {
        case account, group
    }

    /// What was asked for.
    public let subject: Subject
    /// By which name.
    public let name: String
    /// Why there is no answer. A directory whose service does not run often gives ENOENT.
    public let cause: Errno

    /// Names a question that was not answered.
    public init(_ subject: Subject, _ name: String, _ cause: Errno) {
        self.subject = subject
        self.name = name
        self.cause = cause
    }

    /// Half a sentence: what is not known, and why.
    public var reason: String {
        "the system's directory of accounts cannot say whether there is \(subject == .account ? "an" : "a") \(subject.rawValue) '\(name)' (\(cause.sentence))"
    }

    /// How a person sees whether it answers by now.
    public var test: String { "getent \(subject == .account ? "passwd" : "group") \(name)" }

    /// One sentence: what is not known, why, and what to do.
    public var description: String { "\(reason); look at the directory (\(test)), and try again" }
}
