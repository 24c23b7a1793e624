import Messages
import Recording

/// Finds messages that were accepted twice inside the duplicate window. Holds the window's messages,
/// about 20 bytes each.
struct AuditWindow {
    private static let nanosecondsPerDay: Int64 = 86_400_000_000_000

    private let window: Int64
    /// Ledger numbers by the fingerprint of their keys, by day since 1970.
    private var days: [Int64: [UInt64: UInt64]] = [:]

    /// Looks back so many nanoseconds.
    init(nanoseconds: Int64) { window = nanoseconds }

    /// Adds an accepted message, and says which earlier ones may be the same. A reply has no key: it is
    /// told apart by what it answers.
    mutating func add(_ record: LedgerRecord) -> [UInt64] {
        guard record.delivery == nil, let key = AuditWindow.key(record) else { return [] }
        let day = record.time.nanoseconds / AuditWindow.nanosecondsPerDay
        let oldest = day - window / AuditWindow.nanosecondsPerDay - 1
        if days[day] == nil {
            for old in days.keys where old < oldest { days[old] = nil }
        }
        let earlier = days.values.compactMap { $0[key] }
        days[day, default: [:]][key] = record.sequence
        return earlier.sorted()
    }

    /// Whether both are one message and the second came inside the window.
    func isRepeated(_ first: LedgerRecord, _ second: LedgerRecord) -> Bool {
        first.event == .accepted && first.sender == second.sender && first.type == second.type
            && AuditWindow.key(first) == AuditWindow.key(second)
            && (first.key != nil || first.messageID == second.messageID)
            && second.time.nanoseconds - first.time.nanoseconds <= window
    }

    private static func key(_ record: LedgerRecord) -> UInt64? {
        if let key = record.key { return key }
        guard let sender = record.sender, let type = record.type, let messageID = record.messageID else { return nil }
        return DuplicateKey(sender: sender, type: type, messageID: messageID).fingerprint
    }
}
