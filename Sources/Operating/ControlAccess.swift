public import Files
import Recording

/// Who may ask what. Root and the daemon's own account may everything; members of the operators' group too; members of
/// the readers' group may look.
///
/// Which groups somebody is in, the kernel says. Which numbers both groups have, and the name of an account, is asked of
/// the system, which may take its time: whoever has an `AccountQuestion` answered does so where nobody else waits. Groups
/// are asked for again when that is a while ago: somebody who becomes a member need not wait for a new start, only log in
/// anew.
public struct ControlAccess: Sendable {
    /// What somebody may.
    public enum Right: Sendable {
        case looks, acts
    }

    /// For so many nanoseconds it is not asked again which numbers the groups have.
    private static let patience: Int64 = 5_000_000_000

    private let readers: String
    private let operators: String
    private let account: UInt32
    private var numbers: AccountQuestion.Numbers?
    private var askedAt: Int64 = 0

    /// Names the groups. A group that the system does not have has no members.
    public init(readers: String, operators: String, account: UInt32 = Account.current) {
        self.readers = readers
        self.operators = operators
        self.account = account
    }

    /// Whether an account may everything, whatever its groups are.
    func mayAll(_ user: UInt32) -> Bool { user == 0 || user == account }

    /// What the system must be asked about an account now.
    func question(about user: UInt32, now: Int64) -> AccountQuestion {
        let isKnown = mayAll(user) || numbers != nil && now - askedAt <= ControlAccess.patience
        return AccountQuestion(user: user, groups: isKnown ? nil : (readers, operators))
    }

    /// Keeps what the system said about the groups, where it was asked for them.
    mutating func learn(_ answer: AccountQuestion.Answer, now: Int64) {
        guard let found = answer.numbers else { return }
        numbers = found
        askedAt = now
    }

    /// What somebody may, as far as the groups are known; nil for nothing.
    func right(of peer: Peer) -> Right? {
        if mayAll(peer.user) { return .acts }
        if let number = numbers?.operators, peer.isMember(of: number) { return .acts }
        if let number = numbers?.readers, peer.isMember(of: number) { return .looks }
        return nil
    }

    /// What somebody is told who may nothing.
    func refusal(of who: Operator) -> String {
        "account \(who) may not ask this service: it is neither in group \(readers) nor in group \(operators); "
            + "have it added, and log in anew"
    }

    /// What somebody is told who may only look.
    func refusalToAct(of who: Operator) -> String {
        "account \(who) may look and not act: it is not in group \(operators); have it added, and log in anew"
    }

    /// What somebody is told of whom the system cannot say which groups that is in.
    func refusal(because error: AccountDirectoryError) -> String {
        "\(error); root and the daemon's own account may ask meanwhile"
    }

    /// What somebody is told of whom the system does not say in time who that is.
    func refusalOfUnknown(_ user: UInt32) -> String {
        "the system did not say in time who account \(user) is and which groups \(readers) and \(operators) are; ask again, "
            + "or have its directory of accounts looked at; root and the daemon's own account may ask meanwhile"
    }
}

/// What has to be found out about somebody by asking the system (nsswitch.conf(5)): a directory elsewhere may answer late.
struct AccountQuestion: Sendable {
    /// The numbers of both groups; nil for one that the system does not have.
    typealias Numbers = (readers: UInt32?, operators: UInt32?)

    /// What the system said.
    struct Answer: Sendable {
        /// The account's name; nil when it has none.
        var name: String?
        /// Nil when it was not asked, or could not say it.
        var numbers: Numbers?
        /// Why it could not say which numbers the groups have; nil when it could, or was not asked.
        var failure: AccountDirectoryError?
    }

    /// Whose name is asked for.
    let user: UInt32
    /// Which groups are; nil when none.
    let groups: (readers: String, operators: String)?

    /// Asks. Takes as long as the system does.
    func ask() -> Answer {
        var answer = Answer(name: Account.name(of: user))
        guard let groups else { return answer }
        do throws(AccountDirectoryError) {
            answer.numbers = (
                try AccountGroup(name: groups.readers)?.number, try AccountGroup(name: groups.operators)?.number
            )
        } catch {
            answer.failure = error
        }
        return answer
    }
}
