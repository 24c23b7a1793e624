// The routing table in force. Everything here happens on the control queue.

import Dispatch
import Files
import Messages
import Routing
import Spooling

extension Relay {
    /// Puts a table into force whose accounts are looked up.
    func use(_ table: RoutingTable) {
        self.table = table
        tableLoadedAt = Timestamp(nanoseconds: Clock.realtime())
        for participant in table.participants.values {
            guard let name = participant.user, accounts[name] == nil else { continue }
            log(
                .warning, .account,
                "participant \(participant.identifier): the system has no account '\(name)'; every file of it is refused until it has",
                participant: participant.identifier
            )
        }
        for participant in table.participants.values {
            guard let name = participant.program?.user, accounts[name] == nil else { continue }
            log(
                .warning, .account,
                "participant \(participant.identifier): the system has no account '\(name)'; its program is not started until it has",
                participant: participant.identifier
            )
        }
        let movers = table.participants.values.filter { $0.custody == .move }.map(\.identifier)
        let rights = CustodyRights.current.words(movers: movers)
        log(rights.isEnough ? .info : .warning, .rights, rights.text)
        let hasAccounts = table.participants.values.contains { $0.program?.user != nil }
        if hasAccounts, !(Capabilities.current.changesAccount && Capabilities.current.signalsOthers) {
            log(
                .warning, .rights,
                "programs have accounts of their own; the daemon needs CAP_SETUID, CAP_SETGID and CAP_KILL to start and to end them"
            )
        }
        for participant in table.participants.keys {
            backlog.set(table.lane(of: participant), for: participant)
            let keeps = table.keepsOrder(of: participant)
            backlog.keepOrder(keeps, of: participant)
            // Where order is kept, a listing is read to its end at once.
            if keeps { listings[participant] = nil }
        }
        let accounts = accounts
        programs?.queue.async { self.programs?.use(table, accounts: accounts) }
        let back = absent.filter { table.participants[$0.sender] != nil }
        absent.removeAll { table.participants[$0.sender] != nil }
        for work in back { consider(work) }
        if table.settings.duplicateWindow != duplicateWindow {
            log(.notice, .reloaded, "what the new routing table says of duplicate-window counts from the next start on")
        }
        let interval = DispatchTimeInterval.nanoseconds(Int(table.settings.rescan))
        rescanTimer.schedule(deadline: .now() + interval, repeating: interval)
        watchAll()
        // The folders of all are open by now.
        mostOpen = OpenFiles().mostInHand(open: ProcessSettings.openFiles - backlog.inHandCount, workers: workers.count)
        rescan()
    }
}
