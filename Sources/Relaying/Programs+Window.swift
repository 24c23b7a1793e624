import Dispatch
import Files
import Messages
import Routing

// Messages that are handed on at some time of day only. It is asked for when their turn comes, not before; so one that
// is tried again, or whose row got a window since it was accepted, keeps it too.

extension Programs {
    /// So many are on their way to pickup folders at a time: who has waited for hours must not hold up who waits at a
    /// counter.
    static let mostOpening = 1_024

    /// Whether a message goes to a pickup folder: one that waited for its window and was given to no program. Whoever left
    /// the table may come back with one.
    func isForPickup(_ message: WaitingMessage) -> Bool {
        message.opens != nil && message.tries == 0 && message.mark == nil
            && table.participants[message.receiver].map { $0.program == nil } ?? false
    }

    /// Whether a message has to wait for the window of its row; then it does so from now on.
    func shutOut(_ message: WaitingMessage) -> Bool {
        guard !table.windows.isEmpty, let window = table.windows[message.route],
            !window.isOpen(at: Timestamp(nanoseconds: Clock.realtime()))
        else { return false }
        shut[message.route, default: []].append(message)
        return true
    }

    /// Messages whose windows are open by now are due.
    func openWindows() {
        if shut.isEmpty { return }
        let now = Timestamp(nanoseconds: Clock.realtime())
        let due = Clock.monotonic()
        for (route, messages) in shut where table.windows[route]?.isOpen(at: now) ?? true {
            shut[route] = nil
            for var message in messages {
                message.dueSince = now
                lines[message.receiver, default: Line()].due.add(message, at: due)
            }
        }
    }

    /// Sees to it that the next window is noticed when it opens, by the clock on the wall: this holds where that is set.
    func awaitWindows() {
        if shut.isEmpty { return }
        let now = Timestamp(nanoseconds: Clock.realtime())
        guard let next = shut.keys.compactMap({ table.windows[$0]?.nextOpening(after: now) }).min(),
            next != nextOpening
        else { return }
        nextOpening = next
        windowTimer.schedule(wallDeadline: .now() + .nanoseconds(Int(next.nanoseconds - now.nanoseconds)))
    }

    /// Has what is due for a receiver without a program go to its pickup folder: first a line in the ledger, then the
    /// move.
    func handToPickup(of receiver: ParticipantIdentifier, _ now: Int64) {
        while opening < Programs.mostOpening, let message = lines[receiver]?.due.take(until: now) {
            // Its sender was told while it waited for its window.
            if awaited.wasGivenUp(message.delivery) {
                goOn(after: message, now)
                continue
            }
            if shutOut(message) { continue }
            guard isForPickup(message) else {
                stranded.append(message)
                continue
            }
            opening += 1
            record(.opened, of: message)
        }
    }

    /// Messages that wait for a window, or for a program that was taken out of the table.
    var allShut: [WaitingMessage] { shut.values.flatMap { $0 } + stranded }

    /// One of these waits no longer.
    func takeShut(_ message: WaitingMessage) {
        shut[message.route]?.removeAll { $0.delivery == message.delivery }
        if shut[message.route]?.isEmpty ?? false { shut[message.route] = nil }
        stranded.removeAll { $0.delivery == message.delivery }
    }

    /// Another table is in force: what waits for a window, or for a program, may have to wait no longer. Says whether there
    /// was any.
    func putBack() -> Bool {
        let now = Clock.monotonic()
        let messages = allShut
        shut = [:]
        stranded = []
        nextOpening = nil
        let dueSince = Timestamp(nanoseconds: Clock.realtime())
        for var message in messages {
            message.dueSince = dueSince
            lines[message.receiver, default: Line()].due.add(message, at: now)
        }
        return !messages.isEmpty
    }
}
