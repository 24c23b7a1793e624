// What has been kept long enough is removed. From any queue; ledger and folders are read on the desk.

import Dispatch
import Files
public import Messages
public import Recording
public import Routing
public import Spooling

/// What a purge came to.
public struct PurgeOutcome: Sendable {
    /// What was to be removed, and what became of each.
    public var removals: [(item: any Retained, outcome: OperatorOutcome)] = []
    /// What is due and must stay: on hold, or needed.
    public var kept: [any Retained] = []
    /// How many more are due and have not been looked at: whoever wants them gone asks again.
    public var left = 0
    /// How many retention rows the table has.
    public var rows = 0
    /// Why nothing was looked at; nil when that could be.
    public var failure: String?
}

/// All that is due in a spool.
public struct Due: Sendable {
    /// Files in `refused/` and in pickup folders.
    var files: [any RetainedInFile] = []
    /// Messages that have waited too long.
    var waiting: [RetainedMessage] = []
    /// Segments of the ledger, the oldest first.
    var segments: [RetainedSegment] = []
    /// Whether there may be more of these.
    private(set) var hasMoreSegments = false

    /// Looks, and changes nothing.
    ///
    /// - Parameter isInPieces: whether it may end where one request of the daemon ends, so that this is answered in time.
    public init(
        in spool: SpoolView, by table: RoutingTable, now: Timestamp, isInPieces: Bool = false
    ) throws(LedgerError) {
        guard !table.retention.rows.isEmpty else { return }
        do throws(FileError) {
            files += try RetainedFile.all(in: spool, by: table, now: now)
            waiting = try RetainedMessage.all(in: spool, by: table, now: now)
        } catch {
            throw .file(error)
        }
        // One more than is removed says that there are more.
        let most = isInPieces ? Relay.mostPurged + 1 : .max
        files += try RetainedDelivery.all(in: spool, by: table, now: now, most: most)
        files += try RetainedReceipt.all(in: spool, by: table, now: now, most: most)
        segments = try RetainedSegment.all(
            in: spool, by: table, now: now, most: isInPieces ? Relay.mostShortened : .max,
            bytes: isInPieces ? Relay.mostShortenedBytes : .max)
        let bytes = segments.reduce(0) { $0 + $1.size }
        hasMoreSegments =
            isInPieces && (segments.count >= Relay.mostShortened || bytes >= Relay.mostShortenedBytes)
    }

    /// All, in the order in which they go.
    public var all: [any Retained] {
        files.map { $0 as any Retained } + waiting.map { $0 as any Retained } + segments.map { $0 as any Retained }
    }
}

/// A file that goes when its line is in the ledger.
protocol RetainedInFile: Retained {
    /// What the committer is to record and do.
    var step: Operation.Step { get }
    /// Whether the file is there, also when that cannot be told.
    func isThere(in spool: Spool) -> Bool
}

extension RetainedFile: RetainedInFile {
    var step: Operation.Step { .purge(file, row) }

    func isThere(in spool: Spool) -> Bool {
        do throws(FileError) {
            return try spool.folders(of: file.sender).refused.status(of: file.name) != nil
        } catch {
            return true
        }
    }
}

extension Relay {
    /// Goes on where the process before left off, and takes and hands on nothing: for a purge without a daemon. Instead of
    /// `start`; from any queue, once.
    public func startOnlyToPurge() {
        control.async {
            self.programs?.queue.async { self.programs?.stop() }
            self.recovered.undecided = []
            self.resume(self.table)
            if self.hasLooseEnds || self.leftOver > 0 { self.commits?.submit([]) }
        }
    }

    /// So many files are removed for one request, so that it is answered in time.
    static let mostPurged = 2_000
    /// The same for segments of the ledger, each of which is read whole.
    static let mostShortened = 20
    /// When those come to so many bytes, they are enough.
    static let mostShortenedBytes: Int64 = 128_000_000

    /// Removes what the retention rows of the table in force call due and nothing keeps, what is oldest first. Each
    /// removal is in the ledger, durable, before the file goes. `done` is called on any queue.
    public func purge(by intervention: Intervention, _ done: @escaping @Sendable (PurgeOutcome) -> Void) {
        desk.async {
            let table = self.control.sync { self.table }
            var outcome = PurgeOutcome(rows: table.retention.rows.count)
            do {
                let due = try Due(
                    in: SpoolView(path: self.options.spool), by: table, now: Timestamp(nanoseconds: Clock.realtime()),
                    isInPieces: true)
                outcome.kept = due.all.filter { !$0.isFree }
                var files: [any RetainedInFile] = []
                for file in due.files where file.isFree {
                    // The committer must find them open: a folder that cannot be is nobody's fault but its owner's.
                    do throws(FileError) {
                        for participant in [file.sender, file.receiver].compactMap(\.self) {
                            _ = try self.spool.folders(of: participant)
                        }
                        files.append(file)
                    } catch {
                        outcome.removals.append((file, .refused("\(error)")))
                    }
                }
                let waiting = due.waiting.filter(\.isFree)
                let segments = due.segments.filter(\.isFree)
                outcome.left =
                    max(0, files.count - Relay.mostPurged) + max(0, waiting.count - Relay.mostPurged)
                    + (due.hasMoreSegments ? 1 : 0)
                self.control.async { [outcome, files] in
                    self.purge(files.prefix(Relay.mostPurged), intervention, outcome) { outcome in
                        self.giveUp(waiting.prefix(Relay.mostPurged), intervention, outcome) { outcome in
                            self.shorten(segments[...], intervention, outcome, done)
                        }
                    }
                }
            } catch {
                outcome.failure = "\(error)"
                done(outcome)
            }
        }
    }

    /// On the control queue. A group after the other: messages that come meanwhile wait for none but the one at hand.
    private func purge(
        _ files: ArraySlice<any RetainedInFile>, _ intervention: Intervention, _ outcome: PurgeOutcome,
        _ done: @escaping @Sendable (PurgeOutcome) -> Void
    ) {
        let group = Array(files.prefix(Relay.mostInGroup))
        guard !group.isEmpty else { return done(outcome) }
        let rest = files.dropFirst(group.count)
        let gathered = Gathered(group.count) { outcomes in
            var outcome = outcome
            outcome.removals += zip(group, outcomes).map { ($0, $0.isThere(in: self.spool) ? $1.butNotCarriedOut : $1) }
            self.purge(rest, intervention, outcome, done)
        }
        for (place, file) in group.enumerated() {
            submit(file.step, intervention) { gathered.set($0, at: place) }
        }
    }

    /// What has waited too long is undelivered, as if an operator had discarded it: its sender is told, and its body lies
    /// in `refused/`.
    private func giveUp(
        _ messages: ArraySlice<RetainedMessage>, _ intervention: Intervention, _ outcome: PurgeOutcome,
        _ done: @escaping @Sendable (PurgeOutcome) -> Void
    ) {
        guard !messages.isEmpty else { return done(outcome) }
        let messages = Array(messages)
        let gathered = Gathered(messages.count) { outcomes in
            var outcome = outcome
            outcome.removals += zip(messages, outcomes).map { ($0, $1) }
            done(outcome)
        }
        // Each row is a reason of its own.
        for (row, places) in Dictionary(grouping: messages.indices, by: { messages[$0].row.identifier }) {
            var intervention = intervention
            intervention.retention = messages.first { $0.row.identifier == row }?.row
            carryOut(places.map { .discard(messages[$0].number) }, by: intervention) { outcomes in
                for (place, outcome) in zip(places, outcomes) { gathered.set(outcome, at: place) }
            }
        }
    }

    /// One after the other, the oldest first; where one stays, so do those behind it.
    private func shorten(
        _ segments: ArraySlice<RetainedSegment>, _ intervention: Intervention, _ outcome: PurgeOutcome,
        _ done: @escaping @Sendable (PurgeOutcome) -> Void
    ) {
        guard let next = segments.first else { return done(outcome) }
        let go: @Sendable (OperatorOutcome) -> Void = { result in
            var outcome = outcome
            let result = next.isThere(in: self.spool) ? result.butNotCarriedOut : result
            outcome.removals.append((next, result))
            guard case .done = result else { return done(outcome) }
            self.shorten(segments.dropFirst(), intervention, outcome, done)
        }
        desk.async {
            do throws(FileError) {
                let file = try self.spool.ledger.open(next.segment.name)
                let size = try file.status().size
                let digest = try file.digest()
                self.control.async {
                    self.submit(.shorten(next.segment, next.row, size: size, digest: digest), intervention, go)
                }
            } catch {
                go(.refused("\(error)"))
            }
        }
    }
}

extension RetainedSegment {
    fileprivate func isThere(in spool: Spool) -> Bool {
        do throws(FileError) { return try spool.ledger.status(of: segment.name) != nil } catch { return true }
    }
}

extension OperatorOutcome {
    /// The line is there, and so is the file.
    fileprivate var butNotCarriedOut: OperatorOutcome {
        guard case .done = self else { return self }
        return .refused("its line is in the ledger, and it goes as soon as the disk lets it")
    }
}
