import Files
import Messages
import Routing

// What rows say of messages together, for people.
extension Outlook {
    /// The quotas of a row; nil where it has none. How many messages there were, only a ledger knows.
    static func quotaStep(_ route: Route) -> String? {
        let quotas = route.traffic.quotas
        if quotas.isEmpty { return nil }
        return "quota: \(quotas.map(\.text).joined(separator: ", ")) for each sender of the route; "
            + "how many were accepted so far only the daemon's ledger knows"
    }

    /// When messages are handed on, and when that is next.
    static func sentence(_ window: TimeWindow) -> String {
        let now = Timestamp(nanoseconds: Clock.realtime())
        let next = window.nextOpening(after: now)
        let words =
            window.isOpen(at: now)
            ? "which is now"
            : "so that it would wait until \(String(decoding: next.text, as: UTF8.self))"
        return "handed on between the times \(window) only, \(words)"
    }
}
