import Dispatch
public import Files
import Messages
public import Recording
public import Routing
import Spooling

/// The pipeline: makes the queues, and alone says which of them runs what.
///
/// | queue | what runs there |
/// |---|---|
/// | `control` | this file: events, timers, the backlog, who works on what |
/// | `worker n` | `Worker`: taking in, judging, staging |
/// | `large` | the same for files over 1 MB |
/// | `committer` | `Commit`: making groups durable, moving, telling |
/// | `programs` | `Programs`: handlers that are programs |
///
/// Bounded: at most `mostInHand` files are between the drop and the commit; the others wait in the drop.
///
/// Unchecked: everything but `init` happens on `control`, unless a method says otherwise.
public final class Relay: @unchecked Sendable {
    /// How a relay is run.
    public struct Options: Sendable {
        /// The spool's folder.
        public var spool: String
        /// The routing table's folder.
        public var routes: String
        /// How many workers judge messages.
        public var workers: Int
        /// Whether to end when everything that is there has been handled.
        public var drains: Bool

        /// States how.
        public init(spool: String, routes: String, workers: Int, drains: Bool) {
            self.spool = spool
            self.routes = routes
            self.workers = workers
            self.drains = drains
        }
    }

    /// Why a relay could not be started.
    public enum StartError: Error {
        /// Another daemon runs on this spool.
        case spoolInUse
        /// A file or folder.
        case file(FileError)
        /// The ledger.
        case ledger(LedgerError)
    }

    private static let mostInHand = 2_048
    private static let mostInGroup = 256

    let control = DispatchQueue(label: "luova.control")
    private let options: Options
    private var table: RoutingTable
    private let log: RelayLog
    private let spool: Spool
    private let workers: [Worker]
    private let large: Worker
    private var largeBacklog: [Work] = []
    private var programs: Programs?
    private var commits: CommitQueue?
    private var watcher: SpoolWatcher?
    private var backlog = Backlog()
    private var delayed = DelayedWork()
    private var folders = Set<Work>()
    /// Whose drop folders went away and must be watched anew.
    private var unwatched = Set<ParticipantIdentifier>()
    private var accounts: [String: UInt32] = [:]
    private var isStopping = false
    private var hasLooseEnds = false
    private var recovered = Recovery.Plan()
    private var isFlushing = false
    private var isFinished = false
    private var spaceCheckedAt: Int64 = 0
    private var isShortOfSpace = false
    private let rescanTimer: any DispatchSourceTimer
    private let delayTimer: any DispatchSourceTimer
    private let finished: @Sendable (Int32) -> Void

    /// Opens the spool, brings it back to order after a crash, and gets everything ready; nothing is taken
    /// yet.
    ///
    /// - Parameter finished: called once, on the control queue, with an exit code, when the relay has ended.
    public init(
        _ options: Options, table: RoutingTable, log: @escaping RelayLog, finished: @escaping @Sendable (Int32) -> Void
    ) throws(StartError) {
        self.options = options
        self.table = table
        self.log = log
        self.finished = finished
        let commit: Commit
        let plan: Recovery.Plan
        let custody = CustodyKeeper(tokens: TokenSource(startedAt: Clock.realtime()))
        do {
            guard let spool = try Spool.open(path: options.spool) else { throw StartError.spoolInUse }
            self.spool = spool
            for participant in table.participants.keys { _ = try spool.folders(of: participant) }
            let ledger = try Ledger(folder: spool.ledger)
            let now = Timestamp(nanoseconds: Clock.realtime())
            let index = try DuplicateIndex(folder: spool.ledger, window: table.settings.duplicateWindow, now: now)
            var recovery = Recovery(spool: spool, table: table, settled: ledger.settled)
            plan = try recovery.makePlan()
            commit = Commit(spool: spool, ledger: ledger, index: index, custody: custody)
            // Before there is a second thread, and before anything is taken: an original whose copy is
            // committed must have left its drop folder when that is listed.
            recovered = plan
            if !plan.moves.isEmpty || !plan.delivered.isEmpty {
                commit.adopt(plan.moves, delivered: plan.delivered)
                let result = try commit.commit([])
                recovered.waiting += result.waiting
                recovered.undecided += result.again
                recovered.words += result.words
                hasLooseEnds = result.hasLooseEnds
            }
        } catch let error as FileError {
            throw .file(error)
        } catch let error as LedgerError {
            throw .ledger(error)
        } catch let error as StartError {
            throw error
        } catch {
            preconditionFailure("an error of no kind: \(error)")
        }
        let spool = spool
        workers = (1...max(1, options.workers)).map {
            Worker(name: "worker-\($0)", spool: spool, custody: custody, takesLarge: false)
        }
        large = Worker(name: "large", spool: spool, custody: custody, takesLarge: true)
        rescanTimer = DispatchSource.makeTimerSource(queue: control)
        delayTimer = DispatchSource.makeTimerSource(queue: control)
        commits = CommitQueue(commit) {
            [unowned self] in
            committed($0)
        } rest: {
            [unowned self] in
            control.async { self.checkEnd() }
        }
        do throws(FileError) {
            programs = try Programs(
                spool: spool, custody: custody, table: table, log: log,
                settle: { [unowned self] in commits?.submit([.settlement($0)]) },
                changed: { [unowned self] in control.async { self.checkEnd() } })
        } catch {
            throw .file(error)
        }
    }

    /// Goes on where the process before left off.
    private func resume() {
        let plan = recovered
        recovered = Recovery.Plan()
        for (level, text) in plan.words { log(level, text) }
        if !plan.moves.isEmpty || !plan.undecided.isEmpty {
            log(.notice, "recovery: \(plan.moves.count) moves finished, \(plan.undecided.count) files to inspect again")
        }
        for work in plan.undecided { backlog.add(work) }
        let waiting = plan.waiting
        if !waiting.isEmpty {
            log(.notice, "\(waiting.count) messages wait for their programs")
            programs?.queue.async { self.programs?.add(waiting) }
        }
    }

    /// Begins to take files. `ready` is called on the control queue when everything that may come will be
    /// seen.
    public func start(ready: @escaping @Sendable () -> Void) {
        control.async {
            self.resume()
            self.use(self.table)
            self.rescanTimer.setEventHandler { [unowned self] in rescan() }
            let interval = Int(self.table.settings.rescan)
            self.rescanTimer.schedule(deadline: .now() + .nanoseconds(interval), repeating: .nanoseconds(interval))
            self.rescanTimer.activate()
            self.delayTimer.setEventHandler { [unowned self] in takeDelayed() }
            self.delayTimer.activate()
            ready()
            self.checkEnd()
        }
    }

    /// Takes nothing more, finishes what is in hand, then ends with exit code 0. From any queue.
    public func stop() {
        control.async {
            guard !self.isStopping else { return }
            self.isStopping = true
            self.watcher?.stop()
            for work in self.largeBacklog { _ = self.backlog.finish(work) }
            self.largeBacklog = []
            self.programs?.queue.async { self.programs?.stop() }
            self.checkEnd()
        }
    }

    /// Loads the routing table anew. A table with a mistake changes nothing. From any queue.
    ///
    /// - Parameter done: called on the control queue, with whether the new table is in force.
    public func reload(done: @escaping @Sendable (Bool) -> Void) {
        control.async {
            do throws(ConfigurationProblems) {
                let table = try RoutingTable.load(folder: self.options.routes)
                guard table.settings.timeZone == self.table.settings.timeZone else {
                    self.log(
                        .error,
                        "reload: the time zone cannot change while the service runs; restart it; the old table stays in force"
                    )
                    return done(false)
                }
                self.use(table)
                self.log(.notice, "reload: the new routing table is in force")
                done(true)
            } catch {
                for problem in error.problems { self.log(.error, "reload: \(problem)") }
                self.log(.error, "reload: the old routing table stays in force; mend the new one and reload again")
                done(false)
            }
        }
    }

    // MARK: The table

    private func use(_ table: RoutingTable) {
        self.table = table
        accounts = [:]
        for participant in table.participants.values {
            guard let name = participant.user else { continue }
            accounts[name] = Account(name: name)?.user
            if accounts[name] == nil {
                log(
                    .warning,
                    "participant \(participant.identifier): the system has no account '\(name)'; every file of it is refused until it has"
                )
            }
        }
        for participant in table.participants.keys { backlog.set(table.lane(of: participant), for: participant) }
        programs?.queue.async { self.programs?.use(table) }
        watchAll()
        rescan()
    }

    private func watchAll() {
        watcher?.stop()
        do throws(FileError) {
            let watcher = try SpoolWatcher(queue: control) { [unowned self] in noticed($0) }
            self.watcher = watcher
            for participant in table.participants.keys { try watcher.add(try spool.folders(of: participant)) }
        } catch {
            log(.error, "\(error); drop folders are only looked at every \(table.settings.rescan / 1_000_000_000) s")
        }
    }

    // MARK: What may be taken

    private func noticed(_ notices: [SpoolWatcher.Notice]) {
        for notice in notices {
            switch notice {
            case .ready(let sender, let name): backlog.add(Work(sender: sender, name: name, wasClosed: true))
            case .lookEverywhere: rescan()
            case .folderGone(let participant):
                log(.error, "the drop folder of \(participant) was removed, replaced or unmounted; put it back")
                spool.forget(participant)
                unwatched.insert(participant)
            }
        }
        dispatch()
    }

    /// Looks at every drop folder, and tries again what could not be done.
    private func rescan() {
        guard !isStopping else { return }
        for participant in table.participants.keys { list(participant) }
        if hasLooseEnds { commits?.submit([]) }
        dispatch()
    }

    private func list(_ participant: ParticipantIdentifier) {
        do throws(FileError) {
            let folders = try spool.folders(of: participant)
            if unwatched.contains(participant) {
                try watcher?.add(folders)
                unwatched.remove(participant)
            }
            try folders.drop.forEachEntry { entry in
                if SpoolLayout.isTemporary(entry.name) { return true }
                let work = Work(sender: participant, name: entry.name)
                return entry.isDirectory ? report(work) : backlog.add(work)
            }
        } catch {
            log(.error, "\(error)")
            spool.forget(participant)
            unwatched.insert(participant)
        }
    }

    /// A folder in a drop folder is reported once, and left.
    private func report(_ folder: Work) -> Bool {
        if folders.insert(folder).inserted {
            log(
                .warning,
                "drop folder of \(folder.sender): '\(folder.name.description)' is a folder; it is left there, only files are messages"
            )
        }
        return true
    }

    // MARK: Who works on what

    private func dispatch() {
        guard !isStopping, hasSpace() else { return }
        for sender in backlog.sendersToList() { list(sender) }
        while backlog.count > 0, backlog.inHandCount < Relay.mostInHand {
            guard let worker = workers.min(by: { $0.load < $1.load }), worker.load < 2 else { break }
            let share = (backlog.count + workers.count - 1) / workers.count
            hand(backlog.nextGroup(most: min(share, Relay.mostInGroup)), to: worker)
        }
        if large.load == 0, !largeBacklog.isEmpty { hand([largeBacklog.removeFirst()], to: large) }
    }

    private func hand(_ group: [Work], to worker: Worker) {
        worker.load += 1
        worker.inspect(group, intake: Intake(table: table, accounts: accounts)) { results in
            // Straight to the committer: a message that somebody waits for makes no detour.
            let candidates = results.compactMap { result -> Commit.Item? in
                if case .candidate(let candidate) = result.1 { return .candidate(candidate) }
                return nil
            }
            if !candidates.isEmpty { self.commits?.submit(candidates) }
            self.control.async {
                worker.load -= 1
                for (work, result) in results { self.inspected(work, result) }
                self.dispatch()
                self.checkEnd()
            }
        }
    }

    private func inspected(_ work: Work, _ result: WorkResult) {
        switch result {
        // It stays in hand until it is committed.
        case .candidate: return
        case .large: largeBacklog.append(work)
        case .later(let wait):
            done(work)
            if let wait { delay(work, wait, isPatient: false) }
        case .incomplete(let wait):
            done(work)
            delay(work, wait, isPatient: true)
        case .folder:
            done(work)
            _ = report(work)
        case .gone: done(work)
        case .failed(let error):
            done(work)
            log(.error, "\(error); the file is left where it is and tried again")
            delay(work, 1_000_000_000, isPatient: true)
        }
    }

    private func done(_ work: Work) {
        guard backlog.finish(work) else { return }
        var again = work
        again.wasClosed = true
        backlog.add(again)
    }

    private func delay(_ work: Work, _ wait: Int64, isPatient: Bool) {
        let due = delayed.add(work, at: Clock.monotonic() + max(wait, 1_000_000), isPatient: isPatient)
        delayTimer.schedule(deadline: .now() + .nanoseconds(Int(max(0, due - Clock.monotonic()))))
    }

    private func takeDelayed() {
        for work in delayed.take(until: Clock.monotonic()) { backlog.add(work) }
        if let due = delayed.nextDue {
            delayTimer.schedule(deadline: .now() + .nanoseconds(Int(max(0, due - Clock.monotonic()))))
        }
        dispatch()
        checkEnd()
    }

    /// Whether the disk has room for what may be taken; asked at most once a second.
    private func hasSpace() -> Bool {
        let now = Clock.monotonic()
        guard now - spaceCheckedAt > 1_000_000_000 else { return !isShortOfSpace }
        spaceCheckedAt = now
        let free = spool.root.freeBytes() ?? .max
        let isShort = free < table.settings.minimumFree
        if isShort != isShortOfSpace {
            isShortOfSpace = isShort
            log(
                isShort ? .error : .notice,
                isShort
                    ? "the disk has only \(free / 1_000_000) MB left: nothing is taken until there is room"
                    : "the disk has room again")
        }
        if isShort { control.asyncAfter(deadline: .now() + 2) { self.dispatch() } }
        return !isShort
    }

    // MARK: What was committed

    /// On the committer's queue.
    private func committed(_ result: Result<Commit.Result, LedgerError>) {
        switch result {
        case .success(let result):
            programs?.queue.async {
                if !result.waiting.isEmpty { self.programs?.add(result.waiting) }
                if !result.settled.isEmpty { self.programs?.settled(result.settled) }
            }
            control.async { self.settled(result) }
        case .failure(let error):
            log(.error, "\(error)")
            log(
                .error,
                "nothing can be acknowledged any more: the service ends, and starts afresh from what is on the disk")
            control.async { self.end(74) }
        }
    }

    private func settled(_ result: Commit.Result) {
        for (level, text) in result.words { log(level, text) }
        for work in result.finished { done(work) }
        for work in result.again { backlog.add(work) }
        hasLooseEnds = result.hasLooseEnds
        if hasLooseEnds, !isFlushing {
            // What was delivered is recorded with the next group, or soon without one.
            isFlushing = true
            control.asyncAfter(deadline: .now() + .milliseconds(50)) {
                self.isFlushing = false
                if self.hasLooseEnds { self.commits?.submit([]) }
            }
        }
        dispatch()
        checkEnd()
    }

    // MARK: The end

    /// Ends when there is nothing left to do, if that is wanted.
    private func checkEnd() {
        guard !isFinished, isStopping || options.drains, backlog.inHandCount == 0, commits?.isIdle ?? true else {
            return
        }
        if !isStopping {
            guard backlog.count == 0, largeBacklog.isEmpty, !delayed.hasImpatient else { return }
        }
        programs?.queue.async {
            guard self.programs?.isIdle ?? true else { return }
            self.control.async { self.checkEndWithoutPrograms() }
        }
    }

    private func checkEndWithoutPrograms() {
        guard !isFinished, backlog.inHandCount == 0, commits?.isIdle ?? true else { return }
        if !isStopping { guard backlog.count == 0, largeBacklog.isEmpty, !delayed.hasImpatient else { return } }
        if hasLooseEnds {
            commits?.submit([])
        } else {
            end(0)
        }
    }

    private func end(_ code: Int32) {
        guard !isFinished else { return }
        isFinished = true
        isStopping = true
        watcher?.stop()
        finished(code)
    }
}
