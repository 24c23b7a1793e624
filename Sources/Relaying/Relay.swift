import Dispatch
public import Files
import Messages
public import Recording
public import Routing
import Spooling
import Synchronization

/// The pipeline: makes the queues, and alone says which of them runs what.
///
/// | queue | what runs there |
/// |---|---|
/// | `control` | this file and its extensions: events, timers, the backlog, who works on what |
/// | `worker n` | `Worker`: taking in, judging, staging |
/// | `large` | the same for files over 1 MB |
/// | `committer` | `Commit`: making groups durable, moving, telling; at times on the thread of a worker |
/// | `ahead` | the sync of the next group's bodies, for `Commit` |
/// | `programs` | `Programs`: handlers that are programs |
/// | `desk` | ledger and folders, read for operators |
/// | `owners` | accounts of participants and programs, looked up as long as the system takes |
///
/// Bounded: at most `mostInHand` files, and not many more than `pace` allows, are between the drop and the commit; the
/// others wait in the drop.
///
/// Unchecked: everything but `init` happens on `control`, unless a method says otherwise.
public final class Relay: @unchecked Sendable {  // reason: only on the control queue
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
        /// Who judges files that may have ended the process before; nil when they are judged as all others.
        public var judge: SuspectTrial.Judge?
        /// Asks the system for an account; nil when it has none. Takes as long as the system does.
        var account: @Sendable (String) throws(AccountDirectoryError) -> Account? = {
            (name) throws(AccountDirectoryError) in try Account(name: name)
        }
        /// For so many nanoseconds it may do so before somebody is told.
        var patience: Int64 = 5_000_000_000
        /// So many nanoseconds after it could not answer it is asked again.
        var recheck: Int64 = 5_000_000_000

        /// States how.
        public init(spool: String, routes: String, workers: Int, drains: Bool, judge: SuspectTrial.Judge? = nil) {
            self.spool = spool
            self.routes = routes
            self.workers = workers
            self.drains = drains
            self.judge = judge
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
        /// The process may open fewer files than the table needs.
        case openFiles(limit: Int, needed: Int)
    }

    static let mostInHand = Pace.bounds.upperBound
    /// So many files a worker is given at a time, at most, and so many are purged by one group.
    static let mostInGroup = 256
    /// So many groups a worker has at a time.
    static let fullLoad = 2
    /// Below so many free inodes nothing is taken: what is in hand must find its place.
    static let fewestFiles: Int64 = 4 * Int64(mostInHand)
    /// So many decided files may wait for their places, or their ids for the index, before nothing is taken.
    static let mostLeftOver = 10_000
    /// So many folders in one drop folder are reported, and remembered so that each is reported once.
    static let mostFolders = 1_024
    /// The kernel's clock for the times of files may be so much behind, in nanoseconds.
    static let tick: Int64 = 20_000_000
    /// How often a drain tries to commit a group that cannot be written, to take a file, or to move what is decided,
    /// before it ends.
    static let mostPostponements = 20

    let control = DispatchQueue(label: "luova.control")
    let options: Options
    var table: RoutingTable
    let log: RelayLog
    let spool: Spool
    let custody: CustodyKeeper
    let workers: [Worker]
    let large: Worker
    var programs: Programs?
    var commits: CommitQueue?
    var watcher: SpoolWatcher?
    var backlog = Backlog()
    var pace = Pace()
    /// So many files may be in hand because of the limit of open files.
    var mostOpen = Pace.bounds.lowerBound
    /// Listings of folders that held more names than there was room for, and where they are.
    var listings: [ParticipantIdentifier: DirectoryListing] = [:]
    /// Whose folders are to be listed from the head once more when their listings have ended.
    var missed = Set<ParticipantIdentifier>()
    var listingBuffer = [UInt8](repeating: 0, count: 8_192)
    var delayed = DelayedWork()
    /// Folders in drop folders that were reported.
    var folders: [ParticipantIdentifier: Set<FileName>] = [:]
    /// Whose drop folders went away, or could not be watched, and must be watched anew.
    var unwatched = Set<ParticipantIdentifier>()
    /// Of those, the ones whose folders are there: the kernel has no watch for them.
    var unheard = Set<ParticipantIdentifier>()
    /// While draining: how often a name was not ready. A drain does not wait for ever.
    var looks: [Work: Int] = [:]
    /// The accounts that the table in force names, as they were when it came into force; those that the system does not
    /// have are missing.
    var accounts: [String: Account] = [:]
    /// The table that is to come into force; nil where none is.
    var awaited: AwaitedTable?
    /// How many tables there were to come into force.
    var tablesAwaited = 0
    var isLookingUp = false
    /// Hears that a start has to wait for the system; nil when it has, or when there is no start to wait.
    var startDelayed: (@Sendable () -> Void)?
    /// Whether what the process before left has been taken up, and a table is in force.
    let begun = Atomic<Bool>(false)
    /// Where the system is asked for the accounts of participants and programs.
    let owners = DispatchQueue(label: "luova.owners")
    var isStopping = false
    var hasLooseEnds = false
    /// How many moves and ids wait until a fault is over, and how often in a row they were tried in vain.
    var leftOver = 0
    var vainTries = 0
    var recovered = Recovery.Plan()
    /// What lies in `taken/` undecided, of senders that are not in the table.
    var absent: [Work] = []
    var isFlushing = false
    /// Whether the next group is to be followed by a sync of what was placed.
    var isFlushDue = false
    /// How many groups were committed since it was last looked what is to be flushed.
    var groupsSinceFlush = 0
    var isFinished = false
    var spaceCheckedAt: Int64 = 0
    var isShortOfSpace = false
    var faults: FaultBoard
    /// What is measured while the work goes on.
    let stages = StageClock()
    /// When this process began.
    let startedAt = Timestamp(nanoseconds: Clock.realtime())
    /// The number of the first ledger line that this process wrote, or would write.
    let firstLine: UInt64
    /// When its table was loaded.
    var tableLoadedAt = Timestamp(nanoseconds: Clock.realtime())
    var stirred: @Sendable (Bool) -> Void = { _ in }
    /// What operators have stopped.
    var pauses: [PauseScope: Pause]
    /// When they let it go on, the last time each; who waits had no chance before.
    var resumed: [PauseScope: Timestamp] = [:]
    /// The group that was committed last.
    var lastGroup: ClosedGroup
    /// Files that were decided lately.
    var decided = RecentCount()
    /// Reads ledger and folders for operators.
    let desk = DispatchQueue(label: "luova.desk")
    var probedAt: Int64 = 0
    /// How often in a row the committer could not write a group.
    var postponements = 0
    /// How often in a row a file could not be taken, for a reason that holds for all.
    var failures = 0
    /// How long the id of an accepted message is remembered, in nanoseconds: as the table said at the start.
    let duplicateWindow: Int64
    let rescanTimer: any DispatchSourceTimer
    let delayTimer: any DispatchSourceTimer
    let finished: @Sendable (Int32) -> Void

    /// Opens the spool, brings it back to order after a crash, and gets everything ready; nothing is taken
    /// yet.
    ///
    /// - Parameters:
    ///   - state: called on the control queue with the relay's state in one line, whenever it changes.
    ///   - finished: called once, on the control queue, with an exit code, when the relay has ended.
    public init(
        _ options: Options, table: RoutingTable, log: RelayLog,
        state: @escaping @Sendable (String) -> Void = { _ in }, finished: @escaping @Sendable (Int32) -> Void
    ) throws(StartError) {
        self.options = options
        self.table = table
        let log = log.masked()
        self.log = log
        self.finished = finished
        faults = FaultBoard(log: log, tell: state)
        let commit: Commit
        let plan: Recovery.Plan
        let marks: InspectionMarks
        custody = CustodyKeeper(tokens: TokenSource(startedAt: Clock.realtime()))
        do {
            guard let spool = try Spool.open(path: options.spool) else { throw StartError.spoolInUse }
            self.spool = spool
            // Before the first call that fails for that: it would name a folder that is as good as any other.
            let files = OpenFiles()
            let needed =
                ProcessSettings.openFiles
                + OpenFiles.need(participants: table.participants.count, workers: options.workers)
            if needed > files.limit { throw StartError.openFiles(limit: files.limit, needed: needed) }
            let folders = try table.participants.keys.map { try spool.prepare($0) }
            // Of one it is a fault; where none has folders, something else is wrong.
            if let absence = folders.first?.absence, folders.allSatisfy({ $0.absence != nil }) { throw absence }
            marks = try InspectionMarks(folder: spool.ledger)
            let ledger = try Ledger(folder: spool.ledger)
            firstLine = ledger.nextSequence
            let now = Timestamp(nanoseconds: Clock.realtime())
            duplicateWindow = table.settings.duplicateWindow
            let index = try DuplicateIndex(folder: spool.ledger, window: duplicateWindow, now: now)
            var recovery = Recovery(spool: spool, table: table, settled: ledger.settled)
            plan = try recovery.makePlan()
            commit = Commit(spool: spool, ledger: ledger, index: index, custody: custody)
            // Before there is a second thread, and before anything is taken: an original whose copy is
            // committed must have left its drop folder when that is listed.
            let result = commit.adopt(plan)
            try commit.prepare(table)
            recovered = plan
            recovered.waiting += result.waiting
            recovered.undecided += result.again
            recovered.words += result.unplaced.map { [LogEntry(.error, .recovery, "\($0); it is tried again")] } ?? []
            hasLooseEnds = result.hasLooseEnds
            leftOver = result.leftOver
            for work in commit.held { backlog.hold(work) }
            pauses = try Pause.all(in: spool.ledger)
            // One whose file could not be written is in force all the same.
            pauses = plan.moves.reduce(into: pauses) { $1.step.note(in: &$0) }
            lastGroup = commit.lastGroup
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
        let custody = custody
        let trial = options.judge.map { SuspectTrial(judge: $0) }
        func worker(_ name: String, _ number: Int, takesLarge: Bool) -> Worker {
            Worker(
                name: name,
                inspection: Inspection(
                    spool: spool, custody: custody, marks: marks, trial: trial, number: number, takesLarge: takesLarge))
        }
        workers = (1...max(1, options.workers)).map { worker("worker-\($0)", $0, takesLarge: false) }
        large = worker("large", 0, takesLarge: true)
        if marks.suspectCount > 0 {
            recovered.words.append(
                LogEntry(
                    .warning, .suspects,
                    "the process before ended while it inspected \(marks.suspectCount) files; they are judged apart"
                ))
        }
        rescanTimer = DispatchSource.makeTimerSource(queue: control)
        delayTimer = DispatchSource.makeTimerSource(queue: control)
        commits = CommitQueue(commit, stages: stages) { [unowned self] in committed($0) }
        do throws(FileError) {
            programs = try Programs(
                spool: spool, custody: custody, table: table, log: log,
                settle: { [unowned self] in commits?.submit([.settlement($0)]) },
                changed: { [unowned self] in control.async { self.checkEnd() } },
                tellHeld: { [unowned self] held in control.async { self.tell(held) } },
                operate: { [unowned self] in commits?.submit([.operation($0)]) })
        } catch {
            throw .file(error)
        }
    }
}
