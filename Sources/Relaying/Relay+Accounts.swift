// The accounts that own what participants send, looked up beside the control queue: a directory of accounts elsewhere may
// answer late, or never. Everything here happens on the control queue.

import Dispatch
import Messages
import Routing

/// A table that comes into force when the system has said which accounts its participants have.
struct AwaitedTable {
    /// The table.
    let table: RoutingTable
    /// Whether the one before is in force until then.
    var isReload: Bool
    /// Called when it is in force, or a later one; with false when the service ends before.
    var done: [@Sendable (Bool) -> Void]
}

extension Relay {
    /// Has the accounts of a table looked up, and then puts it into force; at a start, nothing is taken before. One that
    /// still waits for that gives way to the later one, and all that hear of the one hear of the other.
    func adopt(_ table: RoutingTable, isReload: Bool, _ done: @escaping @Sendable (Bool) -> Void) {
        if isReload, awaited != nil {
            log(
                .notice, .account,
                "reload: accounts of an earlier table are still being looked up; this one takes its place")
        }
        tablesAwaited += 1
        awaited = AwaitedTable(
            table: table, isReload: isReload && awaited?.isReload ?? true, done: (awaited?.done ?? []) + [done])
        lookUp()
    }

    /// Asks the system about the table that is to come into force, unless it is being asked about an earlier one.
    private func lookUp() {
        guard let awaited else { return }
        let names = Set(awaited.table.participants.values.compactMap(\.user))
        if names.isEmpty { return enter([:]) }
        guard !isLookingUp else { return }
        isLookingUp = true
        let serial = tablesAwaited
        let account = options.account
        control.asyncAfter(deadline: .now() + .nanoseconds(Int(options.patience))) { self.tellSilence(serial) }
        owners.async {
            var found: [String: UInt32] = [:]
            for name in names { found[name] = account(name) }
            self.control.async { [found] in self.found(found, for: serial) }
        }
    }

    /// The system has said which accounts there are. Of an earlier table that is worth nothing: an account may have come
    /// since.
    private func found(_ accounts: [String: UInt32], for serial: Int) {
        isLookingUp = false
        if serial == tablesAwaited { enter(accounts) } else { lookUp() }
    }

    private func enter(_ accounts: [String: UInt32]) {
        guard let awaited else { return }
        self.awaited = nil
        faults.end(.accounts)
        if !isStopping {
            self.accounts = accounts
            if !hasBegun { resume() }
            hasBegun = true
            use(awaited.table)
            // Nobody looks at the folders of those who left.
            faults.endFolders { table.participants[$0] == nil }
            if awaited.isReload { log(.notice, .reloaded, "reload: the new routing table is in force") }
        }
        for done in awaited.done { done(!isStopping) }
    }

    /// The system has not said it in time: somebody must know what is waited for.
    private func tellSilence(_ serial: Int) {
        guard isLookingUp, let awaited, serial == tablesAwaited || faults.has(.accounts) else { return }
        let meanwhile = awaited.isReload ? "the table before stays in force" : "nothing is taken"
        faults.begin(
            .accounts,
            "the system does not say which accounts participants have; \(meanwhile) until it does; look at its directory of accounts, or load a table without 'user'"
        )
    }
}
