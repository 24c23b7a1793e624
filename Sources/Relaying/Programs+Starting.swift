import Dispatch
import Files
import Handling
import Messages
import Routing
import Spooling

// Programs are started for messages that are due. On the programs queue.

extension Programs {
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
                if opening < Programs.mostOpening, let due = lines[receiver]?.due.nextDue {
                    next = min(next ?? due, due)
                }
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
    func launch(_ waiting: WaitingMessage) {
        var message = waiting
        guard let program = table.participants[message.receiver]?.program else {
            return ended(message, nil, .tryAgain("its receiver has no program any more"), "", hasRun: false)
        }
        if let name = program.user, accounts[name] == nil {
            let text =
                "it cannot be started: the system has no account '\(name)'; make the account and load the table anew"
            return ended(message, nil, .tryAgain(text), "", hasRun: false)
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
            let launch = ProcessLaunch(
                path: program.path, environment: request(message).environment,
                account: program.user.flatMap { accounts[$0] },
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
}
