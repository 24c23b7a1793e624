import Files
import Messages
import Recording
import Routing

// What a row says of its messages together, as far as it concerns the decision: their number, and their time.
extension Commit {
    /// Counts in the ledger what the quotas of a table need, before anything is taken. Nothing where it has none.
    func prepare(_ table: RoutingTable) throws(LedgerError) {
        quotas.begin(at: Timestamp(nanoseconds: Clock.realtime()), monotonic: Clock.monotonic())
        try quotas.use(table, upTo: ledger.lastSequence)
    }

    /// Gets the counts of quotas ready for a group, before anything of it is decided.
    func beginCounting(_ items: [Item], _ group: inout Group) throws(FileError) {
        quotas.begin(at: group.clock, monotonic: Clock.monotonic())
        for item in items {
            guard case .candidate(let candidate) = item, quotas.isNew(candidate.table) else { continue }
            try lookBack(&group) { () throws(LedgerError) in
                // What of this group is appended already accepts nothing.
                try quotas.use(candidate.table, upTo: ledger.lastSequence)
            }
            quotas.begin(at: group.clock, monotonic: Clock.monotonic())
        }
    }

    /// Has an accepted message wait where the window of its row is closed; and where the row keeps the order too, so that
    /// none overtakes those that waited.
    func wait(_ record: inout LedgerRecord, by table: RoutingTable, at now: Timestamp) {
        if table.windows.isEmpty { return }
        guard let route = record.route, let window = table.windows[route] else { return }
        if !window.isOpen(at: now) {
            record.opens = window.nextOpening(after: now)
        } else if table.orderedRoutes.contains(route) {
            record.opens = now
        }
    }
}
