import Files
import Messages

/// Names that are to be looked at again at a time. Belongs to the control queue.
///
/// Its memory is bounded: beyond `mostNames` of one sender it only remembers when that sender's folder is to be
/// listed again.
struct DelayedWork {
    private static let mostNames = 1_024
    /// What can wait for long is looked at together, some each so many nanoseconds.
    private static let step: Int64 = 20_000_000

    private struct Entry {
        var work: Work
        var due: Int64
        var isPatient: Bool
    }

    /// A folder that is to be listed again.
    private struct Folder {
        var due: Int64
        var isPatient: Bool
    }

    private var entries: [ParticipantIdentifier: [Work: Entry]] = [:]
    private var folders: [ParticipantIdentifier: Folder] = [:]
    private var impatient = 0
    /// When the next one is due, on the monotonic clock; never later than it is.
    private(set) var nextDue: Int64?

    /// Whether none waits.
    var isEmpty: Bool { entries.isEmpty && folders.isEmpty }

    /// Whether one waits that a drain must wait for: a file that only has to lie still for a moment.
    var hasImpatient: Bool { impatient > 0 || folders.values.contains { !$0.isPatient } }

    /// Adds a name, or moves it when it is there already, and says when the next one is due. O(1).
    ///
    /// - Parameter wait: how long from now, in nanoseconds.
    mutating func add(_ work: Work, after wait: Int64, now: Int64, isPatient: Bool) -> Int64 {
        var due = now + wait
        if wait > 4 * DelayedWork.step { due = (due / DelayedWork.step + 1) * DelayedWork.step }
        let isFull = entries[work.sender]?.count ?? 0 >= DelayedWork.mostNames
        if work.place == .drop, isFull, entries[work.sender]?[work.key] == nil {
            add(Folder(due: due, isPatient: isPatient), of: work.sender)
        } else {
            let entry = Entry(work: work, due: due, isPatient: isPatient)
            if let old = entries[work.sender, default: [:]].updateValue(entry, forKey: work.key), !old.isPatient {
                impatient -= 1
            }
            if !isPatient { impatient += 1 }
        }
        return next(due)
    }

    /// Adds a folder that is to be listed again, and says when the next one is due. O(1).
    ///
    /// - Parameter wait: how long from now, in nanoseconds.
    mutating func list(_ sender: ParticipantIdentifier, after wait: Int64, now: Int64) -> Int64 {
        add(Folder(due: now + wait, isPatient: true), of: sender)
        return next(now + wait)
    }

    /// The last of them is waited for: one listing finds all.
    private mutating func add(_ folder: Folder, of sender: ParticipantIdentifier) {
        let before = folders[sender]
        folders[sender] = Folder(
            due: max(folder.due, before?.due ?? 0), isPatient: folder.isPatient && (before?.isPatient ?? true))
    }

    /// When the next one is due, with another one.
    private mutating func next(_ due: Int64) -> Int64 {
        let next = min(nextDue ?? due, due)
        nextDue = next
        return next
    }

    /// Takes out what is due: names, and senders whose folders are to be listed. O(n).
    mutating func take(until now: Int64) -> (works: [Work], folders: [ParticipantIdentifier]) {
        var works: [Work] = []
        var next: Int64?
        for sender in entries.keys {
            for (key, entry) in entries[sender] ?? [:] {
                guard entry.due <= now else {
                    next = min(next ?? entry.due, entry.due)
                    continue
                }
                entries[sender]?[key] = nil
                if !entry.isPatient { impatient -= 1 }
                works.append(entry.work)
            }
            if entries[sender]?.isEmpty ?? false { entries[sender] = nil }
        }
        let lists = folders.filter { $0.value.due <= now }.map(\.key)
        for sender in lists { folders[sender] = nil }
        nextDue = ([next] + folders.values.map(\.due)).compactMap { $0 }.min()
        return (works, lists)
    }
}
