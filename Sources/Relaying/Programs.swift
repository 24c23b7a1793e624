import Dispatch
import Files
import Handling
import Messages
import Routing
import Spooling

/// Delivers waiting messages to programs: so many at a time for each receiver, and again later when
/// one fails; in the order of each sender, never twice, and at some time of day only, where a row wants that. Those that
/// waited for that time and are for pickup folders go there. Belongs to the programs queue.
///
/// Unchecked: everything in it happens on `queue`.
final class Programs: @unchecked Sendable {  // reason: only on its own queue
    /// One receiver's messages.
    struct Line {
        var running = 0
        var due = DueMessages()
        var order = SenderOrder()
        /// Messages that are being tried, or whose try is being recorded: when they were accepted, and since when they are due.
        var tried: [DeliveryIdentifier: (acceptedAt: Timestamp, dueSince: Timestamp)] = [:]
        /// How many tries failed in a row.
        var failures = 0
    }

    let queue = DispatchQueue(label: "luova.programs")
    let spool: Spool
    let custody: CustodyKeeper
    var table: RoutingTable
    /// The accounts that its programs run as; those that the system does not have are missing. Nobody looks them up here:
    /// all programs would wait for that.
    var accounts: [String: Account] = [:]
    let log: RelayLog
    let settle: (Settlement) -> Void
    let changed: () -> Void
    let tellHeld: ([DeliveryIdentifier]) -> Void
    /// Hands something to the committer that an operator wants.
    let operate: (Operation) -> Void
    var lines: [ParticipantIdentifier: Line] = [:]
    /// The rows that keep the order of each sender.
    var ordered: Set<RouteIdentifier>
    /// The rows whose messages are handed on once.
    var unrepeatable: Set<RouteIdentifier>
    /// Messages of which nobody knows whether their programs have them.
    var held: [DeliveryIdentifier: WaitingMessage] = [:]
    /// Messages that are in their programs' hands, or of which something is being recorded.
    var active: [DeliveryIdentifier: WaitingMessage] = [:]
    /// Who waits for what is being recorded.
    var answers: [DeliveryIdentifier: @Sendable (OperatorOutcome) -> Void] = [:]
    /// Receivers to whom nothing is handed on now.
    private(set) var paused: Set<ParticipantIdentifier> = []
    /// Messages whose rows have windows that are closed.
    var shut: [RouteIdentifier: [WaitingMessage]] = [:]
    /// Messages that cannot be handed on: their programs were taken out of the table.
    var stranded: [WaitingMessage] = []
    /// How many messages are on their way from `waiting/` to pickup folders.
    var opening = 0
    /// When the next window opens, as far as `windowTimer` knows.
    var nextOpening: Timestamp?
    let windowTimer: any DispatchSourceTimer
    /// Senders who wait for answers.
    var awaited = AwaitedAnswers()
    /// How many tries, and things to be recorded, are under way.
    var unsettled = 0
    var isStopping = false
    var judge = ReplyJudge()
    let timer: any DispatchSourceTimer
    let watch: ProgramWatch

    /// - Parameters:
    ///   - settle: called with what became of a try; its message comes back to `settled`.
    ///   - changed: called when a program has ended or a settlement is recorded.
    ///   - tellHeld: called with all messages that are held, whenever one more is, or one less.
    ///   - operate: called with what an operator wants to have recorded of messages that go on waiting.
    init(
        spool: Spool, custody: CustodyKeeper, table: RoutingTable, log: RelayLog,
        settle: @escaping (Settlement) -> Void, changed: @escaping () -> Void,
        tellHeld: @escaping ([DeliveryIdentifier]) -> Void, operate: @escaping (Operation) -> Void = { _ in }
    ) throws(FileError) {
        self.spool = spool
        self.custody = custody
        self.table = table
        self.log = log
        self.settle = settle
        self.changed = changed
        self.tellHeld = tellHeld
        self.operate = operate
        ordered = table.orderedRoutes
        unrepeatable = table.unrepeatableRoutes
        watch = try ProgramWatch(queue: queue)
        timer = DispatchSource.makeTimerSource(queue: queue)
        windowTimer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [unowned self] in timeHasCome() }
        timer.activate()
        windowTimer.setEventHandler { [unowned self] in
            nextOpening = nil
            start()
        }
        windowTimer.activate()
    }

    /// Uses another table from now on, and the accounts that it names.
    func use(_ table: RoutingTable, accounts: [String: Account]) {
        self.table = table
        self.accounts = accounts
        unrepeatable = table.unrepeatableRoutes
        if putBack() || ordered != table.orderedRoutes {
            ordered = table.orderedRoutes
            reorder()
        }
        start()
    }

    /// Hands nothing more on to a receiver, or goes on with it.
    func pause(_ receiver: ParticipantIdentifier, _ isPaused: Bool) {
        if isPaused { paused.insert(receiver) } else { paused.remove(receiver) }
        start()
        changed()
    }

    /// Takes messages over, to be tried at once; of those that keep an order, earlier ones before later ones.
    func add(_ messages: [WaitingMessage]) {
        // Those that have waited come first.
        openWindows()
        let now = Clock.monotonic()
        for message in messages {
            awaitAnswer(to: message, now)
            wait(message, until: now)
        }
        start()
    }

    /// What was waited for is due.
    func timeHasCome() {
        start()
        // It may have to wait for a window now: then nothing runs, and nothing is due any more.
        changed()
    }

    /// Starts no more programs.
    func stop() {
        isStopping = true
        changed()
    }

    /// Starts no more programs from now on, if all are at rest; says whether they are.
    func stopIfIdle() -> Bool {
        guard isIdle else { return false }
        isStopping = true
        return true
    }

    /// Whether nothing runs, nothing is being recorded, and nothing is due now.
    var isIdle: Bool {
        let now = Clock.monotonic()
        return unsettled == 0
            && lines.allSatisfy { receiver, line in
                line.running == 0 && (isStopping || paused.contains(receiver) || line.due.nextDue ?? .max > now)
            }
    }

    func schedule(of receiver: ParticipantIdentifier) -> RetrySchedule? {
        table.participants[receiver]?.program.map {
            RetrySchedule(first: $0.retry, limit: $0.retryLimit, giveUp: $0.giveUp)
        }
    }
}
