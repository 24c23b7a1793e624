import Files
import Messages
import Routing

// Senders who wait for an answer, and are told in time that none comes.

extension Programs {
    /// The sender of a message waits for its answer only so long after its acceptance, where its row says so.
    func awaitAnswer(to message: WaitingMessage, _ now: Int64) {
        guard message.mark == nil, let limit = table.route(message.route)?.traffic.answerWithin else { return }
        // The clock may have been set back since.
        let left = min(limit - (Clock.realtime() - message.acceptedAt.nanoseconds), limit)
        awaited.add(message, until: now + left)
    }

    /// Tells those who have waited long enough.
    func giveUpAnswers(_ now: Int64) {
        var over: [ParticipantIdentifier: Set<DeliveryIdentifier>] = [:]
        while let message = awaited.takeOverdue(now) {
            over[message.receiver, default: []].insert(message.delivery)
            log(
                .warning, .programFailed,
                "program of \(message.receiver), delivery \(message.delivery): \(noAnswerText(message))",
                participant: message.receiver, route: message.route, reason: .noAnswer)
            record(.undelivered(.noAnswer, adviceText(message)), of: message)
        }
        // Whoever looks sees nothing that is over. One behind another of its sender may be the next one by that.
        for (receiver, deliveries) in over {
            while let ended = lines[receiver]?.due.remove(deliveries), !ended.isEmpty {
                for message in ended {
                    _ = awaited.wasGivenUp(message.delivery)
                    goOn(after: message, now)
                }
            }
        }
    }

    /// What the sender is told. The id is in use, by the message that was not answered.
    func adviceText(_ message: WaitingMessage) -> String {
        "\(noAnswerText(message)); ask again, with a new message id"
    }

    /// What has happened.
    private func noAnswerText(_ message: WaitingMessage) -> String {
        let limit = table.route(message.route)?.traffic.answerWithinText
        let tries = message.tries == 1 ? "1 try" : "\(message.tries) tries"
        return "no answer came \(limit.map { "within \($0)" } ?? "in time"), after \(tries)"
    }
}

/// Messages whose senders wait for an answer, each until a time, whether its program runs or has still to be started.
/// Belongs to the programs queue.
///
/// A message that was given up may still stand in a line or be with its program. Whoever meets it there asks
/// `wasGivenUp`, once, and lets it go.
struct AwaitedAnswers {
    private struct Awaited {
        /// As it was last started: its name in `waiting/` has the number of tries.
        var message: WaitingMessage
        /// On the monotonic clock.
        let limit: Int64
    }

    private var awaited: [DeliveryIdentifier: Awaited] = [:]
    /// The limits of all, and of some that have ended.
    private var limits = DueMessages()
    /// Those whose senders were told, and that nobody has met since.
    private(set) var givenUp: Set<DeliveryIdentifier> = []
    private var running: Set<DeliveryIdentifier> = []

    /// How many senders wait.
    var count: Int { awaited.count }

    /// When the next one has waited long enough, on the monotonic clock; never later than it is.
    var nextLimit: Int64? { limits.nextDue }

    /// A sender waits until a time.
    mutating func add(_ message: WaitingMessage, until limit: Int64) {
        awaited[message.delivery] = Awaited(message: message, limit: limit)
        limits.add(message, at: limit)
    }

    /// A program is started for a message.
    mutating func started(_ message: WaitingMessage) {
        guard awaited[message.delivery] != nil else { return }
        // What must not be handed on twice is left to a person when it is in doubt.
        guard message.mark == nil else { return awaited[message.delivery] = nil }
        awaited[message.delivery]?.message = message
        running.insert(message.delivery)
    }

    /// Whether a program runs for it.
    func isRunning(_ delivery: DeliveryIdentifier) -> Bool { running.contains(delivery) }

    /// How long a program may run for a message, in nanoseconds.
    func timeLeft(_ delivery: DeliveryIdentifier, atMost timeout: Int64, _ now: Int64) -> Int64 {
        awaited[delivery].map { max(1_000_000, min(timeout, $0.limit - now)) } ?? timeout
    }

    /// The end of a program has come.
    mutating func ended(_ delivery: DeliveryIdentifier) { running.remove(delivery) }

    /// Whether the time of an answer is over, and nobody has told its sender.
    func isOverdue(_ delivery: DeliveryIdentifier, _ now: Int64) -> Bool {
        awaited[delivery].map { $0.limit <= now } ?? false
    }

    /// Takes out a message whose time is over: its sender is to be told.
    mutating func takeOverdue(_ now: Int64) -> WaitingMessage? {
        while let message = limits.take(until: now) {
            guard let due = awaited.removeValue(forKey: message.delivery) else { continue }
            givenUp.insert(message.delivery)
            return due.message
        }
        return nil
    }

    /// Something is to be recorded of a message; after its end nobody waits for it any more.
    mutating func handed(_ result: Settlement.Result, of delivery: DeliveryIdentifier) {
        switch result {
        // What is held is for a person to decide; when that lets it go on, the time is looked at again. What goes to a
        // pickup folder arrives there: its sender must not be told meanwhile that it does not.
        case .delivered, .undelivered, .held, .opened: awaited[delivery] = nil
        case .started, .deferred, .released: break
        }
    }

    /// Whether its sender was told that no answer comes. Says so once.
    mutating func wasGivenUp(_ delivery: DeliveryIdentifier) -> Bool { givenUp.remove(delivery) != nil }
}
