import Messages

/// What a look at the service found of one alarm.
enum AlarmFinding: Equatable {
    /// It is there.
    case raised(String)
    /// It would not begin now, and is not clearly over either: one that is on stays on.
    case lingering
}

/// An alarm has begun, or is over.
struct AlarmChange: Equatable {
    let begins: Bool
    let alarm: Alarm
}

/// The alarms of now. Each is told once when it begins and once when it is over, whatever comes and goes between, and
/// not again by a restart.
struct AlarmBoard {
    private struct Standing {
        var alarm: Alarm
        /// Since when nothing is found of it any more.
        var calmSince: Timestamp?
    }

    private var standing: [Alarm.Key: Standing]

    /// - Parameter before: the alarms that were on when the process before ended.
    init(before: [Alarm] = []) {
        standing = Dictionary(before.map { ($0.key, Standing(alarm: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The alarms of now, in the order of their kinds.
    var all: [Alarm] { standing.values.map(\.alarm).sorted { $0.key < $1.key } }

    /// Takes in what a look found.
    ///
    /// - Returns: what has begun and what is over since the look before.
    mutating func update(_ findings: [Alarm.Key: AlarmFinding], at now: Timestamp) -> [AlarmChange] {
        var changes: [AlarmChange] = []
        for key in findings.keys.sorted() {
            guard case .raised(let text) = findings[key] else { continue }
            if standing[key] == nil {
                let alarm = Alarm(key, since: now, text: text)
                standing[key] = Standing(alarm: alarm)
                changes.append(AlarmChange(begins: true, alarm: alarm))
            } else {
                standing[key]?.alarm.text = text
            }
        }
        for key in standing.keys.sorted() {
            if findings[key] != nil {
                standing[key]?.calmSince = nil
                continue
            }
            let since = standing[key]?.calmSince ?? now
            standing[key]?.calmSince = since
            // A clock that was set back begins the calm anew.
            if now < since { standing[key]?.calmSince = now }
            if now.nanoseconds - since.nanoseconds >= key.kind.calm, let ended = standing.removeValue(forKey: key) {
                changes.append(AlarmChange(begins: false, alarm: ended.alarm))
            }
        }
        return changes
    }
}
