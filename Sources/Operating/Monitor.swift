public import Dispatch
import Files
import Messages
import Recording
public import Relaying
import Synchronization

/// Looks at the service from time to time: raises and ends alarms, and writes metrics and the status page.
///
/// There is one timer. Without metrics and page it is only a fallback: a look is taken when the folders are looked at
/// anyway, about once a minute, so that a service without work is not woken for it. With them, a look follows some
/// seconds after something has changed, and a minute after the last one otherwise.
///
/// Unchecked: everything in it happens on the queue that it was handed, but for `stir`.
public final class Monitor: @unchecked Sendable {  // reason: only on the queue it was handed
    /// What is to be done with what is seen.
    public struct Options: Sendable {
        /// Where metrics are written; nil for nowhere.
        public var metrics: String?
        /// Where the status page is written; nil for nowhere.
        public var page: String?
        /// The program that alarms are handed to; nil for none.
        public var program: String?
        /// The version of ours that is shown.
        public var version: String

        /// States what.
        public init(metrics: String? = nil, page: String? = nil, program: String? = nil, version: String) {
            self.metrics = metrics
            self.page = page
            self.program = program
            self.version = version
        }

        /// Whether anything is written.
        public var writes: Bool { metrics != nil || page != nil }
        /// How soon after a change a look follows, in nanoseconds.
        var interval: Int64 { page != nil ? 5_000_000_000 : 15_000_000_000 }
    }

    /// Without a change, looks follow each other so slowly, in nanoseconds.
    private static let longest: Int64 = 60_000_000_000
    private static let leeway: Int64 = 15_000_000_000

    private let options: Options
    private let relay: Relay
    private let queue: DispatchQueue
    private let log: RelayLog
    private let timer: any DispatchSourceTimer
    private let file: AlarmFile
    private let reader: LedgerReader
    private let changed = Atomic<Bool>(false)
    private var program: AlarmProgram?
    private var board: AlarmBoard
    private var past = LedgerPast(since: Timestamp(nanoseconds: 0))
    private var totals: [ParticipantIdentifier: RefusalWindow.Count] = [:]
    private var ledger: (lastLine: UInt64, bytes: Int64) = (.max, 0)
    private var lastLook: Int64 = 0
    private var isLooking = false
    private var last: Snapshot?
    /// Who waits for a look.
    private var waiters = SnapshotWaiters()
    /// Whether it is being waited until they are to be told that nothing was seen.
    private var isWatched = false
    /// What could not be written, told once.
    private var failed: Set<String> = []

    /// Gets ready; nothing is looked at before `start`. To be called before the relay is started.
    ///
    /// - Parameter queue: a serial one, of the monitor's own.
    public init(_ options: Options, relay: Relay, queue: DispatchQueue, log: RelayLog) {
        self.options = options
        self.relay = relay
        self.queue = queue
        self.log = log
        let folder = relay.ledgerAtStart.folder
        file = AlarmFile(path: "\(folder.path)/alarms")
        reader = LedgerReader(folder: folder)
        board = AlarmBoard(before: file.read())
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [unowned self] in look() }
        timer.activate()
        relay.whenStirred { [unowned self] in stir($0) }
    }

    /// Begins to look. From any queue.
    public func start() {
        queue.async {
            let (folder, line) = self.relay.ledgerAtStart
            self.past = LedgerPast(folder: folder, before: line, now: Timestamp(nanoseconds: Clock.realtime()))
            do throws(FileError) {
                self.program = try self.options.program.map { path throws(FileError) in
                    try AlarmProgram(path: path, queue: self.queue, log: self.log)
                }
            } catch {
                self.log(.error, .reporting, "the program for alarms cannot be watched: \(error)")
            }
            self.look()
        }
    }

    /// Something may have changed, or the service is awake anyway. From any queue; costs next to nothing while a look is
    /// due already.
    ///
    /// - Parameter isChange: whether something has changed for certain.
    public func stir(_ isChange: Bool) {
        if isChange {
            guard options.writes, !changed.exchange(true, ordering: .relaxed) else { return }
            queue.async { self.schedule(after: self.lastLook + self.options.interval - Clock.monotonic()) }
        } else {
            queue.async {
                // The leeway on the other side: the timer need not fire any more.
                if Clock.monotonic() - self.lastLook >= Monitor.longest - Monitor.leeway { self.look() }
            }
        }
    }

    /// A look at the service that begins now or later; nil after some seconds when it hangs, or too many want to know.
    /// From any queue; `done` is called on the monitor's.
    func snapshot(_ done: @escaping @Sendable (Snapshot?) -> Void) {
        queue.async {
            guard self.waiters.add(done, Clock.monotonic()) else { return done(nil) }
            self.look()
            self.watchWaiters()
        }
    }

    /// The metrics of now, as Prometheus reads them; nil when the service does not answer. From any queue; `done` is
    /// called on the monitor's.
    public func metrics(_ done: @escaping @Sendable ([UInt8]?) -> Void) {
        snapshot { done($0.map { MetricsText.text(of: $0) }) }
    }

    /// Tells those who wait, when they have waited long enough for what is not seen.
    private func watchWaiters() {
        guard !isWatched, let limit = waiters.limit else { return }
        let left = limit - Clock.monotonic()
        if left <= 0 {
            for done in waiters.giveUp() { done(nil) }
            return
        }
        isWatched = true
        queue.asyncAfter(deadline: .now() + .nanoseconds(Int(left))) {
            self.isWatched = false
            self.watchWaiters()
        }
    }

    /// Writes for the last time, as the service ends, and calls `done`; after some seconds at the latest. From any queue.
    public func close(_ done: @escaping @Sendable () -> Void) {
        guard options.writes else { return done() }
        let isDone = Mutex(false)
        let finish: @Sendable (Snapshot?) -> Void = { [self] snapshot in
            guard
                isDone.withLock({ isDone in
                    defer { isDone = true }; return !isDone
                })
            else { return }
            if var snapshot = snapshot ?? last {
                snapshot.isRunning = false
                write(snapshot)
            }
            done()
        }
        snapshot { finish($0) }
        queue.asyncAfter(deadline: .now() + .seconds(2)) { finish(nil) }
    }

    private func schedule(after nanoseconds: Int64) {
        let leeway = options.writes ? Monitor.leeway / 15 : Monitor.leeway
        timer.schedule(
            deadline: .now() + .nanoseconds(Int(max(0, nanoseconds))), leeway: .nanoseconds(Int(leeway)))
    }

    private func look() {
        schedule(after: Monitor.longest)
        guard !isLooking else { return }
        isLooking = true
        changed.store(false, ordering: .relaxed)
        lastLook = Clock.monotonic()
        waiters.begin(lastLook)
        relay.observe { observation in
            self.queue.async { self.saw(observation) }
        }
    }

    private func saw(_ observation: Observation) {
        isLooking = false
        countRefusals(observation)
        let tally = past.tally.merging(observation.tally)
        let rules = AlarmRules(
            observation: observation, tally: tally, since: past.since,
            hour: past.refusals.hour(before: observation.time), resumed: past.resumed)
        tell(board.update(rules.findings(), at: observation.time), at: observation.time)
        if ledger.lastLine != observation.lastLine {
            ledger = (observation.lastLine, (try? reader.size()) ?? ledger.bytes)
        }
        let snapshot = Snapshot(
            observation, tally: tally, since: past.since, alarms: board.all, ledgerBytes: ledger.bytes,
            version: options.version)
        last = snapshot
        write(snapshot)
        for done in waiters.end() { done(snapshot) }
        guard waiters.count > 0 else { return }
        look()
        watchWaiters()
    }

    /// What was decided since the look before.
    private func countRefusals(_ observation: Observation) {
        var sums: [ParticipantIdentifier: RefusalWindow.Count] = [:]
        for (kind, total) in observation.tally.all {
            guard let sender = kind.sender else { continue }
            sums[sender, default: .init()].decided += total.count
            if kind.event == .refused { sums[sender, default: .init()].refused += total.count }
        }
        for (sender, sum) in sums {
            let before = totals[sender] ?? .init()
            let count = RefusalWindow.Count(
                decided: sum.decided - before.decided, refused: sum.refused - before.refused)
            past.refusals.add(count, of: sender, at: observation.time)
        }
        totals = sums
    }

    private func tell(_ changes: [AlarmChange], at now: Timestamp) {
        if changes.isEmpty { return }
        for change in changes {
            let alarm = change.alarm
            let name = "\(alarm.key.kind.rawValue) \(alarm.key.subject)"
            // Faults are in the log already.
            if alarm.key.kind != .fault {
                if change.begins {
                    log(
                        .error, .alarmBegun, "alarm: \(name): \(alarm.text)", participant: alarm.key.participant,
                        route: alarm.key.route)
                } else {
                    let lasted = Age(nanoseconds: now.nanoseconds - alarm.since.nanoseconds)
                    log(
                        .notice, .alarmOver, "alarm over after \(lasted): \(name)", participant: alarm.key.participant,
                        route: alarm.key.route)
                }
            }
            program?.tell(change, now: now)
        }
        report(file.path) { () throws(FileError) in try file.write(board.all) }
    }

    private func write(_ snapshot: Snapshot) {
        if let path = options.metrics {
            report(path) { () throws(FileError) in
                try WholeFile.replace(path, with: MetricsText.text(of: snapshot))
            }
        }
        if let path = options.page {
            report(path) { () throws(FileError) in
                try WholeFile.replace(path, with: StatusPage.text(of: snapshot))
            }
        }
    }

    /// Tells once that something cannot be written, and once that it can be again.
    private func report(_ path: String, _ write: () throws(FileError) -> Void) {
        do throws(FileError) {
            try write()
            if failed.remove(path) != nil { log(.notice, .reporting, "\(path) is written again") }
        } catch {
            if failed.insert(path).inserted {
                log(.error, .reporting, "\(path) cannot be written: \(error); it is tried again")
            }
        }
    }
}
