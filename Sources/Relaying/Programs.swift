import Dispatch
import Files
import Handling
import Messages
import Routing
import Spooling

/// Delivers waiting messages to programs: so many at a time for each receiver, and again later when
/// one fails. Belongs to the programs queue.
///
/// Unchecked: everything in it happens on `queue`.
final class Programs: @unchecked Sendable {  // reason: only on its own queue
    /// One receiver's messages.
    private struct Line {
        var running = 0
        var due = DueMessages()
    }

    let queue = DispatchQueue(label: "luova.programs")
    private let spool: Spool
    private let custody: CustodyKeeper
    private var table: RoutingTable
    private let log: RelayLog
    private let settle: (Settlement) -> Void
    private let changed: () -> Void
    private var lines: [ParticipantIdentifier: Line] = [:]
    private var unsettled = 0
    private var isStopping = false
    private var judge = ReplyJudge()
    private let timer: any DispatchSourceTimer
    private let watch: ProgramWatch

    /// - Parameters:
    ///   - settle: called with what became of a try; its message comes back to `settled`.
    ///   - changed: called when a program has ended or a settlement is recorded.
    init(
        spool: Spool, custody: CustodyKeeper, table: RoutingTable, log: RelayLog,
        settle: @escaping (Settlement) -> Void, changed: @escaping () -> Void
    ) throws(FileError) {
        self.spool = spool
        self.custody = custody
        self.table = table
        self.log = log
        self.settle = settle
        self.changed = changed
        watch = try ProgramWatch(queue: queue)
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [unowned self] in start() }
        timer.activate()
    }

    /// Uses another table from now on.
    func use(_ table: RoutingTable) { self.table = table }

    /// Takes messages over, to be tried at once.
    func add(_ messages: [WaitingMessage]) {
        let now = Clock.monotonic()
        for message in messages { lines[message.receiver, default: Line()].due.add(message, at: now) }
        start()
    }

    /// A settlement is recorded: what was deferred gets its next time.
    func settled(_ settlements: [Settlement]) {
        let now = Clock.monotonic()
        for settlement in settlements {
            unsettled -= 1
            guard case .deferred = settlement.result else { continue }
            let message = settlement.message
            let wait = schedule(of: message.receiver)?.wait(afterTries: message.tries) ?? 60_000_000_000
            lines[message.receiver, default: Line()].due.add(message, at: now + wait)
        }
        start()
        changed()
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
            && lines.allSatisfy { $0.value.running == 0 && (isStopping || $0.value.due.nextDue ?? .max > now) }
    }

    private func schedule(of receiver: ParticipantIdentifier) -> RetrySchedule? {
        table.participants[receiver]?.program.map {
            RetrySchedule(first: $0.retry, limit: $0.retryLimit, giveUp: $0.giveUp)
        }
    }

    /// Starts what is due and has room, and sets the timer for what comes next.
    private func start() {
        guard !isStopping else { return }
        let now = Clock.monotonic()
        var next: Int64?
        for receiver in lines.keys {
            guard let program = table.participants[receiver]?.program else { continue }
            while lines[receiver]?.running ?? .max < program.parallel,
                let message = lines[receiver]?.due.take(until: now)
            {
                lines[receiver]?.running += 1
                unsettled += 1
                run(message, program)
            }
            if let line = lines[receiver], line.running < program.parallel, let due = line.due.nextDue {
                next = min(next ?? due, due)
            }
        }
        if let next { timer.schedule(deadline: .now() + .nanoseconds(Int(max(0, next - now)))) }
    }

    private func run(_ waiting: WaitingMessage, _ program: Program) {
        var message = waiting
        message.tries += 1
        var output: TakenName?
        do throws(FileError) {
            let folders = try spool.folders(of: message.receiver)
            // The count of tries is in the name before the program starts, so that it survives us.
            try folders.waiting.rename(waiting.name, to: folders.waiting, message.name)
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
                    launch, input: input, output: file, timeout: program.timeout, watch: watch, queue: queue
                ) { self.ended(started, name, $0, $1) }
            } else {
                try ProgramRun.start(
                    launch, input: input, output: try Descriptor.nullDevice(), timeout: program.timeout, watch: watch,
                    queue: queue
                ) { self.ended(started, nil, $0, $1) }
            }
        } catch {
            ended(message, output, .tryAgain("it cannot be started: \(error)"), "")
        }
    }

    private func request(_ message: WaitingMessage) -> HandlerRequest {
        HandlerRequest(
            delivery: message.delivery, attempt: message.tries, sender: message.sender, type: message.type,
            messageID: message.messageID ?? message.maskedMessageID, syntax: message.syntax, route: message.route,
            fileName: message.fileName, digest: message.digest)
    }

    /// A program has ended, or could not be started.
    private func ended(_ message: WaitingMessage, _ output: TakenName?, _ answer: HandlerAnswer, _ words: String) {
        lines[message.receiver]?.running -= 1
        if !words.isEmpty {
            log(
                .notice, .programWords, "program of \(message.receiver), delivery \(message.delivery): \(words)",
                participant: message.receiver, route: message.route)
        }
        var result: Settlement.Result
        switch answer {
        case .taken: result = taken(message, output)
        case .refused(let text): result = .undelivered(.handlerRefused, text)
        case .tryAgain(let text): result = .deferred(text)
        }
        if case .deferred(let text) = result {
            log(
                .warning, .programFailed,
                "program of \(message.receiver), delivery \(message.delivery), try \(message.tries): \(text)",
                participant: message.receiver, route: message.route)
            let over = schedule(of: message.receiver)?.isOver(
                acceptedAt: message.acceptedAt.nanoseconds, now: Clock.realtime())
            if over ?? false {
                result = .undelivered(.gaveUp, "given up after \(message.tries) tries; the last time, \(text)")
            }
        }
        if case .delivered(.some) = result {
        } else if let output, let folders = try? spool.folders(of: message.receiver) {
            _ = try? folders.taken.remove(output.fileName)
        }
        let policy = table.participants[message.sender]?.receipts ?? .refusals
        settle(Settlement(message: message, result: result, policy: policy))
        start()
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
