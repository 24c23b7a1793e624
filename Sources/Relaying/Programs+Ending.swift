import Files
import Handling
import Messages
import Routing
import Spooling

// What comes of a program that has ended. On the programs queue.

extension Programs {
    /// A program has ended, or could not be started.
    func ended(
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
                // Its id is in use, by itself.
                result = .undelivered(
                    .gaveUp,
                    "given up after \(message.tries == 1 ? "1 try" : "\(message.tries) tries"); the last time, \(text); "
                        + "send it again later, with a new message id")
            }
        }
        if awaited.isOverdue(message.delivery, Clock.monotonic()) {
            result = .undelivered(.noAnswer, adviceText(message))
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
