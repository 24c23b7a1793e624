import Files
import Handling
import Messages
import Recording
import Routing
import Spooling
import Synchronization

/// The commit of a group: the one place where decisions become true. Belongs to the committer's queue.
///
/// Its steps, in this order; the page spool-states says for each pair of them what a crash between them
/// leaves, and who mends it:
///
/// | step | what it does |
/// |---|---|
/// | `recordDeliveries` | lines for what was delivered and is durable |
/// | `decide` | sequence numbers, duplicates and quotas in ledger order, receipts written to `taken/` |
/// | `synchronizeBodies` | staged bodies, their names, and the renames of groups before are durable |
/// | `closeGroup` | the lines are appended and made durable: **this is the commit** |
/// | `index` | accepted ids enter the duplicate index |
/// | `place` | of each message: its original leaves the drop, its bodies move to their final places, its sender is told |
///
/// Workers stage bodies before, off this queue. Of a large group, `synchronizeAhead` does the sync before its turn
/// comes, while the group before is being closed and placed; then only receipts are left for `synchronizeBodies`.
/// Behind small groups, `synchronizeLooseEnds` does for many what none of them waits for.
///
/// Unchecked: everything in it happens on the committer's queue, but for `synchronizeAhead` and `synchronizeLooseEnds`,
/// which touch only `spool` and `settling`.
final class Commit: @unchecked Sendable {  // reason: only on the committer's queue
    /// One thing that is to be decided or recorded.
    enum Item: Sendable {
        case candidate(Candidate)
        // Large and few: a candidate is a reference.
        indirect case settlement(Settlement)
        indirect case operation(Operation)
    }

    /// Why a group could not be committed.
    enum Failure: Error {
        /// Nothing of it was decided, and nothing is lost: the same group can be committed later.
        case later(FileError)
        /// The disk has failed. Nothing of the group may be acknowledged: the process must end, and the
        /// next start says what is on the disk.
        case final(LedgerError)
    }

    /// A group on its way through the steps.
    struct Group {
        let time: Timestamp
        /// What the clock on the wall says, which may have been set back.
        let clock: Timestamp
        var moves: [Move] = []
        var bodies: [(FileName, Directory)] = []
        /// Accepted in this group, not in the index yet.
        var fresh: [DuplicateKey: Acceptance] = [:]
        /// Receipts that this group wrote.
        var receipts: [(FileName, Directory)] = []
        /// Files in `refused/` that this group takes.
        var claimed: [UInt64] = []
        /// Files in pickup folders that this group removes.
        var unfetched: [FileName] = []
        /// Up to where the ledger was shortened before it.
        var shortened: UInt64 = 0
        /// What a look for an earlier message found wrong with the ledger.
        var damage: LedgerError?
        var result = Result()
    }

    /// Up to so many bodies are synced one by one; for more, the whole file system is cheaper.
    static let fewBodies = 4

    let spool: Spool
    let ledger: Ledger
    let index: DuplicateIndex
    let custody: CustodyKeeper
    private let delivery: Delivery
    /// What groups before placed.
    let settling: Mutex<Settling>
    /// Moves that could not be made yet.
    private var unplaced: [Move] = []
    /// The first decision that recovery could not finish.
    private var spoiled: UInt64?
    /// Files in `refused/` that are on their way out of it, by the lines that put them there.
    var claimed: Set<UInt64> = []
    /// Files that are about to be removed from pickup folders, or from elsewhere.
    var unfetched: Set<FileName> = []
    /// The segments with lines up to this number are no longer kept, or are about to be removed.
    var shortened: UInt64 = 0
    /// Accepted and committed, but not in the index yet, because that could not be written.
    var unindexed: [DuplicateKey: Acceptance] = [:]
    /// How many messages each sender has sent where a row limits that.
    var quotas: QuotaKeeper
    /// Whether the group at hand was tried before, and a file or a folder that it needs was gone: somebody has removed it.
    /// Then what has lost something of its own is left out, so that all others go on.
    var missesFiles = false
    /// The latest time in the ledger: its times never go back, whatever the clock does.
    private var latest: Timestamp

    init(spool: Spool, ledger: Ledger, index: DuplicateIndex, custody: CustodyKeeper) {
        self.spool = spool
        self.ledger = ledger
        self.index = index
        self.custody = custody
        delivery = Delivery(custody: custody)
        quotas = QuotaKeeper(ledger: spool.ledger, from: ledger.lastTime, monotonic: Clock.monotonic())
        latest = ledger.lastTime
        settling = Mutex(Settling(through: ledger.settled))
    }

    /// Takes over what recovery found, and makes its moves: they were decided before. To be called before
    /// anything is taken, so that an original whose copy is committed has left its drop folder by then.
    func adopt(_ plan: Recovery.Plan) -> Result {
        unplaced += plan.moves
        // What is on its way out of `refused/` has its line, also where it cannot leave yet.
        claimed.formUnion(plan.moves.compactMap(\.refused))
        shortened = plan.moves.compactMap(\.shortened).max() ?? 0
        settling.withLock { $0.add(LooseEnds(delivered: plan.delivered, through: ledger.settled)) }
        spoiled = plan.spoiled
        var group = Group(time: latest, clock: latest)
        place(&group)
        return group.result
    }

    /// Originals that are decided and could not leave their drop folders yet: they must not be taken again.
    var held: [Work] { unplaced.compactMap(\.claimed) }

    /// Commits a group. When it returns, everything in it is durable and on its way.
    ///
    /// - Parameters:
    ///   - isSynced: whether `synchronizeAhead` was called for it. If not, no call of that may be under way.
    ///     A small group leaves what groups before have placed to `synchronizeLooseEnds`: somebody waits for it.
    ///   - synced: called when the group's bodies are durable, while the rest is still to be done.
    func commit(_ items: [Item], isSynced: Bool, synced: () -> Void) throws(Failure) -> Result {
        if items.isEmpty, settling.withLock({ $0.isEmpty }) { return try tryAgain() }
        // Somebody waits for a small one.
        let syncs = !isSynced && (items.isEmpty || items.count > Commit.fewBodies)
        let (durable, own) = settling.withLock { $0.take(syncs: syncs) }
        /// What of it could not be recorded is the next group's.
        func putBack() { settling.withLock { $0.putBack(durable: durable, own: own) } }
        let clock = Timestamp(nanoseconds: Clock.realtime())
        var group = Group(time: max(clock, latest), clock: clock)
        group.fresh.reserveCapacity(items.count)
        group.moves.reserveCapacity(2 * items.count)
        group.shortened = shortened
        group.result.clockIsBehind = group.time.nanoseconds - clock.nanoseconds
        recordDeliveries(durable.delivered + own.delivered, group.time)
        do throws(FileError) {
            try beginCounting(items, &group)
            for item in items {
                switch item {
                case .candidate(let candidate): try decide(candidate, &group)
                case .settlement(let settlement): try record(settlement, &group)
                case .operation(let operation): try record(operation, &group)
                }
            }
            let begun = Clock.monotonic()
            try synchronizeBodies(isSynced ? group.receipts : group.bodies, own.touched)
            if !isSynced, group.bodies.count > Commit.fewBodies { group.result.syncTime = Clock.monotonic() - begun }
            // Of few bodies each was opened.
            if isSynced || group.bodies.count > Commit.fewBodies { try mustBeThere(group.bodies) }
        } catch {
            putBack()
            if let damage = group.damage { throw .final(damage) }
            // Pages that could not be written are marked clean: a second sync would lie.
            if error.code == .synchronize { throw .final(.file(error)) }
            throw takeBack(group, error)
        }
        synced()
        do throws(LedgerError) {
            try closeGroup(group, own.through)
        } catch {
            putBack()
            if case .postponed(let cause) = error { throw takeBack(group, cause) }
            throw .final(error)
        }
        missesFiles = false
        settling.withLock { $0.cover(own) }
        group.result.committedAt = Clock.monotonic()
        group.result.closed = ClosedGroup(
            lastSequence: ledger.nextSequence - 1, time: group.time, count: items.count)
        quotas.keep()
        try index(&group)
        place(&group)
        return group.result
    }

    /// There is nothing to record: only what is left over is tried again. While a folder is missing that is done each second,
    /// perhaps for weeks, and is worth no line and no sync.
    private func tryAgain() throws(Failure) -> Result {
        let clock = Timestamp(nanoseconds: Clock.realtime())
        var group = Group(time: max(clock, latest), clock: clock)
        group.result.clockIsBehind = group.time.nanoseconds - clock.nanoseconds
        group.result.committedAt = Clock.monotonic()
        try index(&group)
        place(&group)
        return group.result
    }

    /// The group that was committed last.
    var lastGroup: ClosedGroup {
        ClosedGroup(lastSequence: ledger.nextSequence - 1, time: ledger.lastTime, count: 0)
    }

    /// The lines for what was delivered before: the renames are durable, or become so with this group.
    private func recordDeliveries(_ delivered: [(DeliveryIdentifier, ParticipantIdentifier)], _ time: Timestamp) {
        for (identifier, receiver) in delivered {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: time, event: .delivered)
            record.delivery = identifier
            record.receivers = [receiver]
            ledger.append(record)
        }
    }

    /// Writes the group's lines and its closing line, which also says up to which number everything is
    /// settled: placed, told, and durably so.
    ///
    /// - Parameter before: up to which number everything that is not left over is settled.
    private func closeGroup(_ group: Group, _ before: UInt64) throws(LedgerError) {
        let open = (unplaced.map(\.sequence) + (spoiled.map { [$0] } ?? [])).min()
        try ledger.commit(time: group.time, settled: min(open.map { $0 - 1 } ?? before, before))
        latest = group.time
    }

    /// Adds what was accepted to the duplicate index. Where that cannot be written, the ids stay in memory
    /// until it can: the index is derived, and the next start completes it from the ledger.
    private func index(_ group: inout Group) throws(Failure) {
        if unindexed.isEmpty { swap(&unindexed, &group.fresh) } else { unindexed.merge(group.fresh) { $1 } }
        do throws(FileError) {
            for (key, accepted) in unindexed {
                try index.insert(key.fingerprint, accepted.sequence, accepted.time)
            }
            unindexed = [:]
            try index.complete(through: ledger.nextSequence - 1, at: group.time)
        } catch {
            // The names of the ledger's segments are in the same folder: another sync of it would lie.
            if error.code == .synchronize, error.path == spool.ledger.path { throw .final(.file(error)) }
            group.result.unindexed = error
        }
    }

    /// Makes the group's moves, after those that could not be made before.
    private func place(_ group: inout Group) {
        let heldBefore = held
        let done = delivery.carryOut(unplaced.isEmpty ? group.moves : unplaced + group.moves, again: unplaced.count)
        unplaced = done.failed.map(\.0)
        // What has gone is seen to be gone; only what cannot go yet is still there for somebody to ask for once more.
        claimed = Set(unplaced.compactMap(\.refused))
        unfetched = Set(unplaced.compactMap(\.discarded))
        let placed = LooseEnds(delivered: done.delivered, touched: done.touched, through: ledger.nextSequence - 1)
        group.result.hasLooseEnds = settling.withLock { settling in
            settling.add(placed)
            return !settling.isEmpty
        }
        // A name whose original could not leave the drop stays in hand: it must not be taken twice.
        let held = Set(held)
        group.result.finished += heldBefore
        if !held.isEmpty {
            group.result.finished.removeAll { held.contains($0) }
            group.result.held = Array(held.subtracting(heldBefore))
        }
        group.result.words += done.lost.map { Commit.words(ofLost: $0, in: $1) }
        group.result.waiting += done.waiting
        group.result.again += done.newMessages + done.back
        group.result.unplaced = done.failed.first?.1
        group.result.leftOver = unplaced.count + unindexed.count
    }

    /// Takes a group back of which nothing was committed.
    private func takeBack(_ group: Group, _ cause: FileError) -> Failure {
        ledger.abandon()
        for (name, folder) in group.receipts { _ = try? folder.remove(name) }
        claimed.subtract(group.claimed)
        unfetched.subtract(group.unfetched)
        shortened = group.shortened
        missesFiles = cause.cause == .noSuchFile
        return .later(cause)
    }
}
