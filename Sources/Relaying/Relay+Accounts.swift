// The accounts that own what participants send, and those that programs run as, looked up beside the control queue: a
// directory of accounts elsewhere may answer late, or never, or not be able to. Everything here happens on the control queue.

import Dispatch
import Files
import Messages
import Routing
import Synchronization

/// A table that comes into force when the system has said which accounts it names.
struct AwaitedTable {
    /// The table.
    let table: RoutingTable
    /// Whether the one before is in force until then.
    var isReload: Bool
    /// Called when it is in force, or a later one; with false when the service ends before.
    var done: [@Sendable (Bool) -> Void]
}

extension Relay {
    /// Whether the service has not begun its work: nothing is taken, and nobody knows what waits. From any queue.
    public var isStarting: Bool { !begun.load(ordering: .acquiring) }

    /// Has the accounts of a table looked up, and then puts it into force; at a start, nothing is taken before. One that
    /// still waits for that gives way to the later one, and all that hear of the one hear of the other.
    func adopt(_ table: RoutingTable, isReload: Bool, _ done: @escaping @Sendable (Bool) -> Void) {
        if isReload, awaited != nil {
            log(
                .notice, .account,
                "reload: accounts of an earlier table are still being looked up; this one takes its place")
        }
        tablesAwaited += 1
        faults.isStarting = isStarting
        awaited = AwaitedTable(
            table: table, isReload: isReload && awaited?.isReload ?? true, done: (awaited?.done ?? []) + [done])
        lookUp()
    }

    /// Asks the system about the table that is to come into force, unless it is being asked about an earlier one.
    private func lookUp() {
        guard let awaited else { return }
        let names = awaited.table.accountNames
        if names.isEmpty { return enter([:]) }
        guard !isLookingUp else { return }
        isLookingUp = true
        let serial = tablesAwaited
        let account = options.account
        control.asyncAfter(deadline: .now() + .nanoseconds(Int(options.patience))) { self.tellSilence(serial) }
        owners.async {
            let answer = Result { () throws(AccountDirectoryError) in
                var found: [String: Account] = [:]
                for name in names { found[name] = try account(name) }
                return found
            }
            self.control.async { self.heard(answer, about: serial) }
        }
    }

    /// The system has said which accounts there are, or that it cannot say it now. Of an earlier table that is worth
    /// nothing: an account may have come since.
    private func heard(_ answer: Result<[String: Account], AccountDirectoryError>, about serial: Int) {
        isLookingUp = false
        guard serial == tablesAwaited else { return lookUp() }
        switch answer {
        case .success(let accounts): enter(accounts)
        case .failure(let error): askAgain(error)
        }
    }

    /// The system could not say it: nothing is known of any account, and it is asked again in a while.
    private func askAgain(_ error: AccountDirectoryError) {
        guard !isStopping, awaited != nil else { return }
        let serial = tablesAwaited
        tell("\(error.reason); \(meanwhile), and it is asked again", "look at it (\(error.test))")
        control.asyncAfter(deadline: .now() + .nanoseconds(Int(options.recheck))) {
            guard serial == self.tablesAwaited, !self.isStopping else { return }
            self.lookUp()
        }
    }

    private func enter(_ accounts: [String: Account]) {
        guard let awaited else { return }
        self.awaited = nil
        startDelayed = nil
        faults.isStarting = false
        faults.end(.accounts)
        if !isStopping {
            self.accounts = accounts
            if isStarting { resume(awaited.table) }
            use(awaited.table)
            begun.store(true, ordering: .releasing)
            // Nobody looks at the folders of those who left.
            faults.endFolders { table.participants[$0] == nil }
            if awaited.isReload { log(.notice, .reloaded, "reload: the new routing table is in force") }
        }
        for done in awaited.done { done(!isStopping) }
    }

    /// The system has not said it in time.
    private func tellSilence(_ serial: Int) {
        guard isLookingUp, awaited != nil, serial == tablesAwaited || faults.has(.accounts) else { return }
        tell(
            "the system does not say which accounts the table names; \(meanwhile)", "look at its directory of accounts")
    }

    /// What holds until a table comes into force.
    private var meanwhile: String {
        (awaited?.isReload ?? true ? "the table before stays in force" : "nothing is taken") + " until it does"
    }

    /// Somebody must know what is waited for; operators may ask for it also while the service starts.
    private func tell(_ text: String, _ advice: String) {
        let text = "\(text); \(advice), or load a table without 'user'"
        faults.begin(.accounts, text)
        // It may be another reason by now.
        faults.tell(.accounts, text)
        startDelayed?()
        startDelayed = nil
    }
}

extension RoutingTable {
    /// The names of all accounts: of those who own what participants send, and of those that programs run as.
    fileprivate var accountNames: Set<String> {
        Set(participants.values.flatMap { [$0.user, $0.program?.user].compactMap(\.self) })
    }
}
