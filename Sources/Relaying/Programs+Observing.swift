import Files
import Messages
import Routing

// What is seen of the messages that wait for programs. On the programs queue.
extension Programs {
    /// The queue of each receiver with a program.
    func observed() -> [ParticipantIdentifier: Observation.Queue] {
        let now = Clock.monotonic()
        var queues: [ParticipantIdentifier: Observation.Queue] = [:]
        for participant in table.participants.values where participant.program != nil {
            queues[participant.identifier] =
                lines[participant.identifier]?.observed(now, givenUp: awaited.givenUp) ?? Observation.Queue()
        }
        for message in allShut {
            queues[message.receiver, default: Observation.Queue()].waiting += 1
            let oldest = queues[message.receiver]?.oldest ?? message.acceptedAt
            queues[message.receiver]?.oldest = min(oldest, message.acceptedAt)
        }
        for message in held.values { queues[message.receiver]?.held += 1 }
        for receiver in paused { queues[receiver]?.isPaused = true }
        return queues
    }
}

extension Programs.Line {
    /// A try begins.
    mutating func began(_ message: WaitingMessage) { tried[message.delivery] = (message.acceptedAt, message.dueSince) }

    /// What came of a try, or of a message otherwise, is recorded.
    mutating func ended(_ settlement: Settlement) {
        switch settlement.result {
        case .started, .released, .opened: return
        case .deferred, .held, .undelivered(.gaveUp, _): failures += 1
        case .undelivered(.discarded, _): break
        // One whose time was over while it waited was not tried.
        case .undelivered(.noAnswer, _): failures += tried[settlement.message.delivery] == nil ? 0 : 1
        case .delivered, .undelivered: failures = 0
        }
        tried[settlement.message.delivery] = nil
    }

    /// What waits, on the monotonic clock. O(n).
    ///
    /// - Parameter givenUp: those that are over, and may still stand behind others.
    func observed(_ now: Int64, givenUp: Set<DeliveryIdentifier> = []) -> Observation.Queue {
        var queue = Observation.Queue()
        queue.waiting = due.count + tried.count
        queue.running = running
        queue.failures = failures
        order.visit { _, message in
            if givenUp.contains(message.delivery) { return }
            if message.mark == .stopped { return queue.held += 1 }
            queue.waiting += 1
            queue.oldest = min(queue.oldest ?? message.acceptedAt, message.acceptedAt)
        }
        due.visit { at, message in
            queue.oldest = min(queue.oldest ?? message.acceptedAt, message.acceptedAt)
            if at <= now || message.tries > 0 {
                queue.oldestDue = min(queue.oldestDue ?? message.dueSince, message.dueSince)
            }
        }
        for (accepted, due) in tried.values {
            queue.oldest = min(queue.oldest ?? accepted, accepted)
            queue.oldestDue = min(queue.oldestDue ?? due, due)
        }
        return queue
    }
}
