public import Files
public import Recording

/// Who may ask what. Root and the daemon's own account may everything; members of the operators' group too; members of
/// the readers' group may look.
///
/// Groups are asked of the system by name, and again when that is a while ago: somebody who becomes a member need not
/// wait for a new start, only log in anew.
public struct ControlAccess {
    /// What somebody may.
    public enum Right: Sendable {
        case looks, acts
    }

    /// For so many nanoseconds it is not asked again which numbers the groups have.
    private static let patience: Int64 = 5_000_000_000

    private let readers: String
    private let operators: String
    private let account: UInt32
    private var numbers: (readers: UInt32?, operators: UInt32?) = (nil, nil)
    private var askedAt: Int64?

    /// Names the groups. A group that the system does not have has no members.
    public init(readers: String, operators: String, account: UInt32 = Account.current) {
        self.readers = readers
        self.operators = operators
        self.account = account
    }

    /// What somebody may; nil for nothing.
    public mutating func right(of peer: Peer, now: Int64 = Clock.monotonic()) -> Right? {
        if peer.user == 0 || peer.user == account { return .acts }
        if askedAt.map({ now - $0 > ControlAccess.patience }) ?? true {
            numbers = (AccountGroup(name: readers)?.number, AccountGroup(name: operators)?.number)
            askedAt = now
        }
        if let number = numbers.operators, peer.isMember(of: number) { return .acts }
        if let number = numbers.readers, peer.isMember(of: number) { return .looks }
        return nil
    }

    /// What somebody is told who may nothing.
    public func refusal(of who: Operator) -> String {
        "account \(who) may not ask this service: it is neither in group \(readers) nor in group \(operators); "
            + "have it added, and log in anew"
    }

    /// What somebody is told who may only look.
    public func refusalToAct(of who: Operator) -> String {
        "account \(who) may look and not act: it is not in group \(operators); have it added, and log in anew"
    }
}
