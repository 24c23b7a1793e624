import Files
import Messages
import Recording
import Routing

/// Keeps the quotas of rows: knows how many messages each sender has had accepted, and refuses what is more. Belongs to
/// the committer's queue, which asks in the order of the ledger; so the count is exact, whatever the workers do.
///
/// Only what is accepted counts. The numbers are derived from the ledger, at a start and where a new table limits a row
/// that none has limited so far, and kept in memory from then on: no file, and no sync. What a group counts is true when the
/// group is committed.
struct QuotaKeeper: ~Copyable {
    private let ledger: Directory
    private var counts = QuotaCounts()
    private var clock: QuotaClock
    /// Since when each row's messages are counted without a gap.
    private var countedSince: [RouteIdentifier: Timestamp] = [:]
    /// The table that was looked at last.
    private var table: RoutingTable?
    /// What the group at hand counts.
    private var fresh: [QuotaCounts.Subject: Int] = [:]
    private var starts: QuotaCounts.Starts
    /// By how much the time of quotas is before the clock on the wall, in nanoseconds.
    private var lead: Int64 = 0

    /// - Parameters:
    ///   - ledger: its folder.
    ///   - time: the last time in it.
    ///   - monotonic: the monotonic clock, in nanoseconds.
    init(ledger: Directory, from time: Timestamp, monotonic: Int64) {
        self.ledger = ledger
        clock = QuotaClock(from: time, monotonic: monotonic)
        starts = QuotaCounts.Starts(of: time, in: .utc)
    }

    /// Whether another table than the last one is to be looked at before its messages are decided.
    func isNew(_ table: RoutingTable) -> Bool { table !== self.table }

    /// A table is in force: counts in the ledger what it needs and nobody has counted. Nothing where it limits no row.
    ///
    /// - Parameter last: the number of the last line that is committed.
    mutating func use(_ table: RoutingTable, upTo last: UInt64) throws(LedgerError) {
        guard !table.quotas.isEmpty else {
            self.table = table
            return
        }
        var missing: Set<RouteIdentifier> = []
        var since = clock.now
        for (route, quotas) in table.quotas {
            let starts = quotas.map { $0.period.bounds(at: clock.now, in: table.zone).lowerBound }
            guard let start = starts.min(), countedSince[route].map({ start < $0 }) ?? true else { continue }
            missing.insert(route)
            since = min(since, start)
        }
        if missing.isEmpty {
            self.table = table
            return
        }
        var found = counts
        found.forget(missing)
        // Those of a group have the same time.
        var moment = (time: since, starts: QuotaCounts.Starts(of: since, in: table.zone))
        try LedgerLines(folder: ledger).forEachMessage(since: since, upTo: last) { time, sender, route in
            guard missing.contains(route) else { return }
            if time != moment.time { moment = (time, QuotaCounts.Starts(of: time, in: table.zone)) }
            found.add(1, of: QuotaCounts.Subject(route: route, sender: sender), at: moment.starts)
        }
        counts = found
        for route in missing { countedSince[route] = since }
        self.table = table
    }

    /// A group begins: what was counted for one that was taken back is forgotten.
    ///
    /// - Parameters:
    ///   - time: the clock on the wall.
    ///   - monotonic: the monotonic clock, in nanoseconds.
    mutating func begin(at time: Timestamp, monotonic: Int64) {
        fresh.removeAll(keepingCapacity: true)
        clock.advance(clock: time, monotonic: monotonic)
        lead = clock.now.nanoseconds - time.nanoseconds
        guard let table, !countedSince.isEmpty else { return }
        starts = QuotaCounts.Starts(of: clock.now, in: table.zone)
        counts.forgetOver(at: starts)
    }

    /// Why a message may not be accepted now; nil when it may, and for one that is the same as an accepted one: its
    /// sender asks for a receipt that was lost, and is told what became of the first.
    ///
    /// - Parameter first: the accepted message with the same id.
    func refusal(_ record: LedgerRecord, repeating first: Acceptance?, by table: RoutingTable) -> Refusal? {
        if table.quotas.isEmpty { return nil }
        guard let route = record.route, let sender = record.sender, let quotas = table.quotas[route],
            first == nil || first?.digest != record.digest
        else { return nil }
        let subject = QuotaCounts.Subject(route: route, sender: sender)
        let errors = quotas.compactMap { quota -> MessageError? in
            let number = counts.number(of: subject, in: quota.period, since: starts[quota.period])
            guard number + fresh[subject, default: 0] >= quota.most else { return nil }
            let end = quota.period.bounds(at: clock.now, in: table.zone).upperBound
            let again = Timestamp(nanoseconds: end.nanoseconds - lead)
            return MessageError(
                .permission,
                "route \(route) allows \(quota.most) \(quota.most == 1 ? "message" : "messages") of each sender in one \(quota.period.rawValue) "
                    + "(\(quota.text)), and as many were accepted in this one; "
                    + "send it again at \(String(decoding: again.text, as: UTF8.self)) or later")
        }
        return errors.isEmpty ? nil : Refusal(.overQuota, errors)
    }

    /// Counts an accepted message, for the group at hand.
    mutating func count(_ record: LedgerRecord) {
        if countedSince.isEmpty { return }
        guard let route = record.route, let sender = record.sender, countedSince[route] != nil else { return }
        fresh[QuotaCounts.Subject(route: route, sender: sender), default: 0] += 1
    }

    /// The group at hand is committed.
    mutating func keep() {
        for (subject, number) in fresh { counts.add(number, of: subject, at: starts) }
        fresh.removeAll(keepingCapacity: true)
    }
}
