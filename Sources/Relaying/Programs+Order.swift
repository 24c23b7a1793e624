import Files
import Messages
import Routing

// Messages that keep the order of their sender, and messages that a person decides about.

/// What a person says of a message that is held.
enum HeldAnswer: Sendable {
    /// The program does not have it: it is handed on again.
    case again
    /// The program has it: it counts as delivered.
    case taken
    /// It is not to be handed on at all: its sender is told.
    case discard
}

extension Programs {
    /// A message waits until a time, or behind others of its sender.
    func wait(_ message: WaitingMessage, until time: Int64) {
        switch message.mark {
        case nil: break
        case .held: return hold(message)
        case .stopped:
            // Behind others of its sender it is held when its turn comes.
            let isBehind =
                ordered.contains(message.route) && !lines[message.receiver, default: Line()].order.admit(message)
            return isBehind ? () : hold(message)
        case .started:
            // The service ended between the record of its start and the record of its end.
            lines[message.receiver, default: Line()].order.occupy(message)
            return record(.held("the service ended while its program may have run"), of: message)
        }
        if !ordered.isEmpty, ordered.contains(message.route), !isForPickup(message),
            !lines[message.receiver, default: Line()].order.admit(message)
        {
            return
        }
        lines[message.receiver, default: Line()].due.add(message, at: time)
    }

    /// A message has ended: the next one of its sender, where they keep their order, is due now.
    func goOn(after message: WaitingMessage, _ now: Int64) {
        guard var next = lines[message.receiver]?.order.next(after: message) else { return }
        // Its turn could not come before that of the one that stood before it.
        next.dueSince = max(next.dueSince, message.dueSince)
        wait(next, until: now)
    }

    /// Another table is in force, and other rows keep an order.
    func reorder() {
        let now = Clock.monotonic()
        // What is held on a row without an order has no line.
        for receiver in Set(lines.keys).union(held.values.map(\.receiver)) {
            let due = lines[receiver]?.due.removeAll() ?? []
            let idle = Set(due.map(\.message.delivery))
            let behind = lines[receiver]?.order.reset(idle: idle) { ordered.contains($0) } ?? []
            // What is in a program's hands, or in doubt, came before what waits, also where its row kept no order then.
            for message in (Array(active.values) + held.values)
                .filter({ $0.receiver == receiver && ordered.contains($0.route) })
                .sorted(by: { $0.delivery.sequence < $1.delivery.sequence })
            {
                lines[receiver, default: Line()].order.occupy(message)
            }
            for (time, message) in (due + behind.map { (now, $0) })
                .sorted(by: { $0.1.delivery.sequence < $1.1.delivery.sequence })
            {
                wait(message, until: time)
            }
        }
    }

    /// Leaves a message to a person. It stays before the later ones of its sender, where they keep their order.
    func hold(_ message: WaitingMessage) {
        if ordered.contains(message.route) { lines[message.receiver, default: Line()].order.occupy(message) }
        held[message.delivery] = message
        // Who keeps it back knows that; only what the service cannot know is to be asked.
        if message.mark == .stopped { return }
        log(
            .error, .alarm,
            "alarm: delivery \(message.delivery) of \(message.sender) on route \(message.route) is held: nobody knows "
                + "whether the program of \(message.receiver) has it; ask there, it is not handed on again by itself",
            participant: message.receiver, route: message.route)
        told()
    }

    /// A person has decided about a held message. False when no such message is held.
    func decide(_ answer: HeldAnswer, about delivery: DeliveryIdentifier, by intervention: Intervention) -> Bool {
        guard var message = held.removeValue(forKey: delivery) else { return false }
        // Also for what stands behind it.
        message.dueSince = Timestamp(nanoseconds: Clock.realtime())
        active[delivery] = message
        switch answer {
        case .again: record(.released, of: message, by: intervention)
        case .taken: record(.delivered(nil), of: message, by: intervention)
        case .discard: record(Programs.discarded(by: intervention), of: message, by: intervention)
        }
        told()
        return true
    }

    /// What is told of a message that a person discarded; why, stays in the ledger.
    static func discarded(by intervention: Intervention) -> Settlement.Result {
        guard let row = intervention.retention else {
            return .undelivered(.discarded, "the operator of the service discarded the message; ask there why")
        }
        return .undelivered(
            .discarded, "it waited for \(row.lengthText) without being taken, and is not kept any longer (\(row.basis))"
        )
    }

    private func told() {
        let doubtful = held.filter { $0.value.mark == .held }.keys
        tellHeld(doubtful.sorted { ($0.sequence, $0.receiver) < ($1.sequence, $1.receiver) })
    }
}
