import Files
import Handling
import Messages
import Routing

// What is to be recorded of messages goes to the committer, and comes back. On the programs queue.

extension Programs {
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
    func hand(_ result: Settlement.Result, of message: WaitingMessage, by intervention: Intervention? = nil) {
        awaited.handed(result, of: message.delivery)
        let policy = table.participants[message.sender]?.receipts ?? .refusals
        settle(Settlement(message: message, result: result, policy: policy, intervention: intervention))
    }
}
