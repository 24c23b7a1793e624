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
        /// Messages that are being tried, or whose try is being recorded: when they were accepted.
        var tried: [DeliveryIdentifier: Timestamp] = [:]
        /// How many tries failed in a row.
        var failures = 0
    }

    let queue = DispatchQueue(label: "luova.programs")
    private let spool: Spool
    private let custody: CustodyKeeper
    var table: RoutingTable
    let log: RelayLog
    private let settle: (Settlement) -> Void
    private let changed: () -> Void
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
    private var unsettled = 0
    private var isStopping = false
    private var judge = ReplyJudge()
    private let timer: any DispatchSourceTimer
    private let watch: ProgramWatch

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
        timer.setEventHandler { [unowned self] in start() }
        timer.activate()
        windowTimer.setEventHandler { [unowned self] in
            nextOpening = nil
            start()
        }
        windowTimer.activate()
    }

    /// Uses another table from now on.
    func use(_ table: RoutingTable) {
        self.table = table
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

    /// A settlement is recorded: what was deferred gets its next time.
    func settled(_ settlements: [Settlement]) {
        let now = Clock.monotonic()
        for settlement in settlements {
            unsettled -= 1
            let message = settlement.message
            lines[message.receiver]?.ended(settlement)
            if case .started = settlement.result {} else { active[message.delivery] = nil }
            switch settlement.result {
            case .started:
                // What becomes of it is still to be recorded.
                unsettled += 1
                launch(message)
            case .deferred where awaited.wasGivenUp(message.delivery): goOn(after: message, now)
            case .deferred:
                let time = schedule(of: message.receiver)?.wait(afterTries: message.tries) ?? 60_000_000_000
                wait(message.marked(nil), until: now + time)
            case .released: released(message, now)
            case .held: settledHeld(settlement)
            case .opened:
                opening -= 1
                goOn(after: message, now)
            case .delivered, .undelivered:
                // One whose program still runs goes on when that has ended.
                if !awaited.isRunning(message.delivery) { goOn(after: message, now) }
            }
            if settlement.intervention != nil { answer(settlement) }
        }
        start()
        changed()
    }

    /// Something about a message is to be recorded; it comes back to `settled`.
    ///
    /// - Parameter intervention: who wants it; nil for what came of a try.
    func record(_ result: Settlement.Result, of message: WaitingMessage, by intervention: Intervention? = nil) {
        unsettled += 1
        hand(result, of: message, by: intervention)
    }

    /// The same for a message that is counted already.
    private func hand(_ result: Settlement.Result, of message: WaitingMessage, by intervention: Intervention? = nil) {
        awaited.handed(result, of: message.delivery)
        let policy = table.participants[message.sender]?.receipts ?? .refusals
        settle(Settlement(message: message, result: result, policy: policy, intervention: intervention))
    }

    /// Starts no more programs.
    func stop() {
        isStopping = true
        changed()
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

    /// Starts what is due and has room, and sets the timer for what comes next.
    func start() {
        guard !isStopping else { return }
        openWindows()
        let now = Clock.monotonic()
        giveUpAnswers(now)
        var next = awaited.nextLimit
        for receiver in lines.keys where !paused.contains(receiver) {
            guard let program = table.participants[receiver]?.program else {
                handToPickup(of: receiver, now)
                continue
            }
            while lines[receiver]?.running ?? .max < program.parallel,
                let message = lines[receiver]?.due.take(until: now)
            {
                if awaited.wasGivenUp(message.delivery) {
                    goOn(after: message, now)
                    continue
                }
                if shutOut(message) { continue }
                lines[receiver]?.running += 1
                lines[receiver]?.began(message)
                unsettled += 1
                active[message.delivery] = message
                run(message)
            }
            if let line = lines[receiver], line.running < program.parallel, let due = line.due.nextDue {
                next = min(next ?? due, due)
            }
        }
        if let next { timer.schedule(deadline: .now() + .nanoseconds(Int(max(0, next - now)))) }
        awaitWindows()
    }

    private func run(_ waiting: WaitingMessage) {
        var message = waiting
        message.tries += 1
        if unrepeatable.contains(message.route) { message.mark = .started }
        do throws(FileError) {
            let folder = try spool.folders(of: message.receiver).waiting
            // The count of tries is in the name before the program starts, so that it survives us.
            try folder.rename(waiting.name, to: folder, message.name)
            awaited.started(message)
        } catch {
            return ended(waiting, nil, .tryAgain("it cannot be started: \(error)"), "", hasRun: false)
        }
        // That it is handed on is durable before it is.
        if message.mark == .started { hand(.started, of: message) } else { launch(message) }
    }

    /// Starts the program for a message whose try is counted.
    private func launch(_ waiting: WaitingMessage) {
        var message = waiting
        guard let program = table.participants[message.receiver]?.program else {
            return ended(message, nil, .tryAgain("its receiver has no program any more"), "", hasRun: false)
        }
        var output: TakenName?
        let timeout = awaited.timeLeft(message.delivery, atMost: program.timeout, Clock.monotonic())
        do throws(FileError) {
            let folders = try spool.folders(of: message.receiver)
            let input = try folders.waiting.open(message.name)
            if message.messageID == nil {
                let size = try input.status().size
                message.messageID = judge.messageID(of: try input.read(count: Int(size), at: 0), table: table)
            }
            let replies = table.route(message.route)?.reply != nil
            let account = try program.user.map { name throws(FileError) in
                guard let account = Account(name: name) else { throw FileError(.launch, program.path, Errno(3)) }
                return account
            }
            let launch = ProcessLaunch(
                path: program.path, environment: request(message).environment, account: account,
                largestFile: replies ? ProgramRun.largestReply : 1 << 40)
            let started = message
            if replies {
                let asker = try spool.folders(of: message.sender)
                let name = try custody.stageCopy([][...], kind: .receipt, in: folders.taken, group: asker.group)
                output = name
                let file = try folders.taken.openOrCreate(name.fileName, mode: 0o640)
                try ProgramRun.start(
                    launch, input: input, output: file, timeout: timeout, watch: watch, queue: queue
                ) { self.ended(started, name, $0, $1, hasRun: true) }
            } else {
                try ProgramRun.start(
                    launch, input: input, output: try Descriptor.nullDevice(), timeout: timeout, watch: watch,
                    queue: queue
                ) { self.ended(started, nil, $0, $1, hasRun: true) }
            }
        } catch {
            // What could not be watched has run, if only for a moment.
            ended(message, output, .tryAgain("it cannot be started: \(error)"), "", hasRun: error.code == .watch)
        }
    }

    private func request(_ message: WaitingMessage) -> HandlerRequest {
        HandlerRequest(
            delivery: message.delivery, attempt: message.tries, sender: message.sender, type: message.type,
            messageID: message.messageID ?? message.maskedMessageID, syntax: message.syntax, route: message.route,
            fileName: message.fileName, digest: message.digest)
    }

    /// A program has ended, or could not be started.
    private func ended(
        _ message: WaitingMessage, _ output: TakenName?, _ answer: HandlerAnswer, _ words: String, hasRun: Bool
    ) {
        lines[message.receiver]?.running -= 1
        awaited.ended(message.delivery)
        if !words.isEmpty {
            log(
                .notice, .programWords, "program of \(message.receiver), delivery \(message.delivery): \(words)",
                participant: message.receiver, route: message.route)
        }
        if awaited.wasGivenUp(message.delivery) { return dismiss(message, output) }
        var result: Settlement.Result
        switch answer {
        case .taken: result = taken(message, output)
        case .refused(let text): result = .undelivered(.handlerRefused, text)
        case .tryAgain(let text): result = .deferred(text)
        }
        if case .deferred(let text) = result, hasRun, message.mark == .started {
            result = .held(text)
        } else if case .deferred(let text) = result {
            log(
                .warning, .programFailed,
                "program of \(message.receiver), delivery \(message.delivery), try \(message.tries): \(text)",
                participant: message.receiver, route: message.route)
            let over = schedule(of: message.receiver)?.isOver(
                acceptedAt: max(message.acceptedAt, message.opens ?? message.acceptedAt).nanoseconds,
                now: Clock.realtime())
            if over ?? false {
                result = .undelivered(.gaveUp, "given up after \(message.tries) tries; the last time, \(text)")
            }
        }
        if awaited.isOverdue(message.delivery, Clock.monotonic()) {
            result = .undelivered(.noAnswer, noAnswerText(message))
        }
        if case .delivered(.some) = result {} else { remove(output, of: message) }
        hand(result, of: message)
        start()
    }

    /// A program has ended whose message is over: its answer comes too late.
    private func dismiss(_ message: WaitingMessage, _ output: TakenName?) {
        remove(output, of: message)
        unsettled -= 1
        goOn(after: message, Clock.monotonic())
        start()
        changed()
    }

    /// Removes what a program wrote that nobody gets.
    private func remove(_ output: TakenName?, of message: WaitingMessage) {
        guard let output, let folders = try? spool.folders(of: message.receiver) else { return }
        _ = try? folders.taken.remove(output.fileName)
    }

    /// The program says that it has the message: is its reply as it should be?
    private func taken(_ message: WaitingMessage, _ output: TakenName?) -> Settlement.Result {
        guard let output, let route = table.route(message.route), let expected = route.reply else {
            return .delivered(nil)
        }
        do throws(FileError) {
            let file = try spool.folders(of: message.receiver).taken.open(output.fileName)
            let size = try file.status().size
            let bytes = try file.read(count: Int(size), at: 0)
            let (header, syntax, finding) = judge.judge(
                bytes, to: message, on: route, expecting: expected, table: table)
            switch finding {
            case .right: break
            case .wrong(let text): return .deferred(text)
            case .forbidden(let text):
                // Not again: it has done its work, and would write the same.
                log(
                    .error, .alarm,
                    "alarm: program of \(message.receiver), delivery \(message.delivery): \(text); "
                        + "the reply was not passed on, have the program changed",
                    participant: message.receiver, route: message.route, reason: .profile)
                return .undelivered(.profile, text)
            }
            return .delivered(
                Reply(
                    body: output.text, type: expected, header: header, digest: Digest(of: bytes), size: size,
                    syntax: syntax))
        } catch {
            return .deferred("its reply cannot be read: \(error)")
        }
    }
}
