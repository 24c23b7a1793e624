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

    /// Shows each once, in no order, with where it stands; one that waits for its time with when that is, on the
    /// monotonic clock, and one behind another with that one. What is over is not shown, wherever it still stands. O(n).
    private func visit(_ body: (WaitingMessage, WaitingEntry.State, _ at: Int64?, _ front: DeliveryIdentifier?) -> Void)
    {
        func show(
            _ message: WaitingMessage, _ state: WaitingEntry.State, at: Int64? = nil, front: DeliveryIdentifier? = nil
        ) {
            if !givenUp.contains(message.delivery) { body(message, state, at, front) }
        }
        for line in due { line.visit { show($1, .waiting, at: $0) } }
        for order in orders {
            order.visit { front, message in
                if active[message.delivery] != nil { return }
                show(message, message.mark == .stopped ? .held : .behind, front: front)
            }
        }
        for message in shut { show(message, .window) }
        for message in active.values { show(message, .running) }
        for message in held.values where active[message.delivery] == nil {
            show(message, message.mark == .stopped ? .held : .doubt)
        }
    }

    /// All of them, the earliest accepted first. O(n log n).
    var entries: [WaitingEntry] {
        var entries: [WaitingEntry] = []
        visit { message, state, at, front in
            entries.append(WaitingEntry(message, state, dueIn: at.map { max(0, $0 - now) }, front: front))
        }
        return entries.sorted {
            ($0.delivery.sequence, $0.delivery.receiver) < ($1.delivery.sequence, $1.delivery.receiver)
        }
    }

    /// How many wait for each receiver. O(n).
    func count(into found: inout [ParticipantIdentifier: RelayStatus.Receiver]) {
        visit { message, state, _, _ in
            let place: WritableKeyPath<RelayStatus.Receiver, Int> =
                switch state {
                case .waiting, .window: \.waiting
                case .behind: \.behind
                case .running: \.running
                case .held: \.held
                case .doubt: \.doubtful
                }
            found[message.receiver, default: RelayStatus.Receiver(message.receiver)][keyPath: place] += 1
            let oldest = found[message.receiver]?.oldest ?? message.acceptedAt
            found[message.receiver]?.oldest = min(oldest, message.acceptedAt)
        }
    }
}

extension RelayStatus {
    /// Counts what waits, as it is listed. On the programs queue. O(n), and a small part of that for each.
    mutating func add(_ programs: Programs) {
        var found: [ParticipantIdentifier: Receiver] = [:]
        for participant in programs.table.participants.values where participant.program != nil {
            found[participant.identifier] = Receiver(participant.identifier)
        }
        WaitingSnapshot(programs).count(into: &found)
        for receiver in programs.paused { found[receiver, default: Receiver(receiver)].isPaused = true }
        receivers = found.values.sorted { $0.identifier.text < $1.identifier.text }
    }
}
