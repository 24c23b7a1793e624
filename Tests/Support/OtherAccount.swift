// Runs a piece of a test as an account without rights, where the tests run as root.

import Files
import Glibc

/// The account that tests become to be nobody.
public enum OtherAccount {
    /// Its number: nobody's, on every Linux system.
    public static let identifier: UInt32 = 65_534

    /// Whether the tests run as root, and so can become somebody else and come back.
    public static var isReachable: Bool { Account.current == 0 }

    /// Runs `body` as nobody (seteuid(2)), and comes back.
    public static func run<Answer: ~Copyable>(_ body: () throws -> Answer) rethrows -> Answer {
        precondition(isReachable, "only root can become another account and come back")
        guard setegid(identifier) == 0, seteuid(identifier) == 0 else {
            fatalError("cannot become nobody")  // reason: going on as root would test nothing
        }
        defer {
            guard seteuid(0) == 0, setegid(0) == 0 else {
                fatalError("cannot become root again")  // reason: later tests would run as nobody
            }
        }
        return try body()
    }
}
