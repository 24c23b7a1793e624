import Files
import Messages
import Routing

/// Everything that waits, at one moment. Taken on the programs queue, which only lends its own arrays; read elsewhere.
struct WaitingSnapshot: Sendable {
    private let due: [DueMessages]
    private let orders: [SenderOrder]
    private let active: [DeliveryIdentifier: WaitingMessage]
    private let held: [DeliveryIdentifier: WaitingMessage]
    private let shut: [WaitingMessage]
    /// Those that are over, and still stand behind others.
    private let givenUp: Set<DeliveryIdentifier>
    private let now: Int64

    /// On the programs queue. O(receivers).
    init(_ programs: Programs) {
        due = programs.lines.values.map(\.due)
        orders = programs.lines.values.map(\.order)
        active = programs.active
        held = programs.held
        shut = programs.allShut
        givenUp = programs.awaited.givenUp
        now = Clock.monotonic()
    }

    /// All of them, the earliest accepted first. O(n log n).
    var entries: [WaitingEntry] {
        var entries: [WaitingEntry] = []
        for line in due {
            for (at, message) in line.all {
                entries.append(WaitingEntry(message, .waiting, dueIn: max(0, at - now)))
            }
        }
        for order in orders {
            for (front, message) in order.all where active[message.delivery] == nil {
                entries.append(WaitingEntry(message, message.mark == .stopped ? .held : .behind, front: front))
            }
        }
        for message in shut { entries.append(WaitingEntry(message, .window)) }
        for message in active.values { entries.append(WaitingEntry(message, .running)) }
        for message in held.values where active[message.delivery] == nil {
            entries.append(WaitingEntry(message, message.mark == .stopped ? .held : .doubt))
        }
        return entries.filter { !givenUp.contains($0.delivery) }.sorted {
            ($0.delivery.sequence, $0.delivery.receiver) < ($1.delivery.sequence, $1.delivery.receiver)
        }
    }
}

extension RelayStatus {
    /// Counts what waits. On the programs queue. O(n), and a small part of that for each.
    mutating func add(_ programs: Programs) {
        var found: [ParticipantIdentifier: Receiver] = [:]
        func count(_ message: WaitingMessage, _ place: WritableKeyPath<Receiver, Int>) {
            found[message.receiver, default: Receiver(message.receiver)][keyPath: place] += 1
            let oldest = found[message.receiver]?.oldest ?? message.acceptedAt
            found[message.receiver]?.oldest = min(oldest, message.acceptedAt)
        }
        for participant in programs.table.participants.values where participant.program != nil {
            found[participant.identifier] = Receiver(participant.identifier)
        }
        for line in programs.lines.values {
            line.due.forEach { count($0, \.waiting) }
            for (_, message) in line.order.all { count(message, message.mark == .stopped ? \.held : \.behind) }
        }
        for message in programs.allShut { count(message, \.waiting) }
        for message in programs.active.values { count(message, \.running) }
        for message in programs.held.values { count(message, message.mark == .stopped ? \.held : \.doubtful) }
        for receiver in programs.paused { found[receiver, default: Receiver(receiver)].isPaused = true }
        receivers = found.values.sorted { $0.identifier.text < $1.identifier.text }
    }
}
