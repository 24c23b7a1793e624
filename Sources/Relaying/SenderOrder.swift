import Messages

/// The messages of routes with `order="sender"` that wait for one receiver's program: of one sender on one route, one is
/// let through at a time, and the others stand behind it in the order of the ledger. Belongs to the programs queue.
///
/// It holds back and lets go, and knows no time: when the one that was let through is due is somebody else's matter.
struct SenderOrder {
    /// Whose messages on which row.
    private struct Row: Hashable {
        let sender: ParticipantIdentifier
        let route: RouteIdentifier

        init(_ message: WaitingMessage) {
            sender = message.sender
            route = message.route
        }
    }

    private struct Queue {
        /// The one that was let through and has not ended.
        var front: DeliveryIdentifier
        var behind = NumberedLine<WaitingMessage>()
    }

    private var queues: [Row: Queue] = [:]

    /// Whether a message may be handed on; one that may not is kept until its turn comes. One that was let through
    /// before is so again. O(1) for a message that is later than all others.
    mutating func admit(_ message: WaitingMessage) -> Bool {
        let row = Row(message)
        guard let front = queues[row]?.front else {
            queues[row] = Queue(front: message.delivery)
            return true
        }
        if front == message.delivery { return true }
        queues[row]?.behind.insert(message, at: message.delivery.sequence)
        return false
    }

    /// A message of which nobody knows whether it was handed on stands before all others of its row; without a word
    /// where another one does already.
    mutating func occupy(_ message: WaitingMessage) {
        let row = Row(message)
        if queues[row] == nil { queues[row] = Queue(front: message.delivery) }
    }

    /// A message has ended: the next one of its row, which is let through now.
    mutating func next(after message: WaitingMessage) -> WaitingMessage? {
        let row = Row(message)
        guard queues[row]?.front == message.delivery else { return nil }
        guard let next = queues[row]?.behind.removeFirst()?.element else {
            queues[row] = nil
            return nil
        }
        queues[row]?.front = next.delivery
        return next
    }

    /// Shows those that are held back, with the ones that were let through before them. O(n).
    func visit(_ body: (_ front: DeliveryIdentifier, _ message: WaitingMessage) -> Void) {
        for queue in queues.values { for message in queue.behind.all { body(queue.front, message) } }
    }

    /// Those that are held back, with the ones that were let through before them. O(n).
    var all: [(front: DeliveryIdentifier, message: WaitingMessage)] {
        queues.values.flatMap { queue in queue.behind.all.map { (queue.front, $0) } }
    }

    /// Gives one that is held back another mark, or none; it keeps its place. False where it is not held back. O(n).
    mutating func mark(_ message: WaitingMessage, as mark: WaitingMessage.Mark?) -> Bool {
        change(message) { $0.marked(mark) }
    }

    /// Takes out one that is held back. O(n).
    mutating func remove(_ message: WaitingMessage) { _ = change(message) { _ in nil } }

    private mutating func change(
        _ wanted: WaitingMessage, _ body: (WaitingMessage) -> WaitingMessage?
    ) -> Bool {
        let row = Row(wanted)
        guard let behind = queues[row]?.behind else { return false }
        var line = NumberedLine<WaitingMessage>()
        var isThere = false
        for message in behind.all {
            guard message.delivery == wanted.delivery else {
                line.insert(message, at: message.delivery.sequence)
                continue
            }
            isThere = true
            if let kept = body(message) { line.insert(kept, at: kept.delivery.sequence) }
        }
        if isThere { queues[row]?.behind = line }
        return isThere
    }

    /// Another table is in force: takes out all that are held back, and forgets who was let through, but for those
    /// whose end is still awaited.
    ///
    /// - Parameters:
    ///   - idle: those that were let through and have not been started yet.
    ///   - isKept: whether a row still keeps its order.
    mutating func reset(
        idle: Set<DeliveryIdentifier>, isKept: (RouteIdentifier) -> Bool
    ) -> [WaitingMessage] {
        var kept: [WaitingMessage] = []
        for (row, queue) in queues {
            var queue = queue
            while let message = queue.behind.removeFirst()?.element { kept.append(message) }
            queues[row] = idle.contains(queue.front) || !isKept(row.route) ? nil : Queue(front: queue.front)
        }
        return kept
    }
}
