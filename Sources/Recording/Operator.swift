/// Who had something done that the daemon does not do by itself: an account of this system.
public struct Operator: Equatable, Sendable, CustomStringConvertible {
    /// The account's number, as the kernel told it.
    public let user: UInt32
    /// The account's name then; its number where it had none.
    public let name: String

    /// Names an account.
    public init(user: UInt32, name: String) {
        self.user = user
        self.name = name
    }

    /// The name, and the number behind it.
    public var description: String { "\(name) (\(user))" }
}
