/// Names that are to be looked at again at a time. Belongs to the control queue.
struct DelayedWork {
    private struct Entry {
        var work: Work
        var due: Int64
        var isPatient: Bool
    }

    private var entries: [Work: Entry] = [:]
    private var impatient = 0
    /// When the next one is due, on the monotonic clock; never later than it is.
    private(set) var nextDue: Int64?

    /// Whether one waits that a drain must wait for: a file that only has to lie still for a moment.
    var hasImpatient: Bool { impatient > 0 }

    /// Adds a name, or moves it when it is there already, and says when the next one is due. O(1).
    mutating func add(_ work: Work, at due: Int64, isPatient: Bool) -> Int64 {
        if let old = entries.updateValue(
            Entry(work: work, due: due, isPatient: isPatient), forKey: work.key), !old.isPatient
        {
            impatient -= 1
        }
        if !isPatient { impatient += 1 }
        let next = min(nextDue ?? due, due)
        nextDue = next
        return next
    }

    /// Takes out what is due. O(n).
    mutating func take(until now: Int64) -> [Work] {
        let due = entries.filter { $0.value.due <= now }
        for (key, entry) in due {
            entries[key] = nil
            if !entry.isPatient { impatient -= 1 }
        }
        nextDue = entries.values.map(\.due).min()
        return due.values.map(\.work)
    }
}
