import Files
import Messages

/// The names of one sender that wait to be given out, in the order in which they were heard of.
struct SenderBacklog {
    var lane = Lane.interactive
    /// More names are in the folder than are known here.
    var isUnlisted = false
    /// Whether it has a place in the turns.
    var hasTurn = false
    private var works: [Work] = []
    /// Where the next one stands; what is before has been given out.
    private var next = 0
    /// Those that were found to be for the worker for large files, and which of them is next.
    private var larges: [Work] = []
    private var nextLarge = 0
    private var known: Set<Work> = []
    /// Of those that wait, the ones whose writers were heard closing them after they were added.
    private var closed: Set<Work> = []

    /// Names that wait for any worker.
    var count: Int { works.count - next }

    /// Names that wait for the worker for large files.
    var largeCount: Int { larges.count - nextLarge }

    /// Adds a name, unless it waits already.
    mutating func add(_ work: Work) {
        guard known.insert(work.key).inserted else {
            if work.wasClosed { closed.insert(work.key) }
            return
        }
        works.append(work)
    }

    /// Whether a name waits already.
    func holds(_ work: Work) -> Bool { known.contains(work.key) }

    /// Adds a name that was given out before, as the next one.
    mutating func putBack(_ work: Work) {
        guard known.insert(work.key).inserted else { return }
        if next > 0 {
            next -= 1
            works[next] = work
        } else {
            works.insert(work, at: 0)
        }
    }

    /// Adds a name that was given out before, for the worker for large files.
    mutating func addLarge(_ work: Work) {
        if known.insert(work.key).inserted { larges.append(work) }
    }

    /// The next name; nil when none waits.
    mutating func takeNext() -> Work? { take(from: \.works, at: \.next) }

    /// The next one for the worker for large files.
    mutating func takeNextLarge() -> Work? { take(from: \.larges, at: \.nextLarge) }

    private mutating func take(
        from list: WritableKeyPath<SenderBacklog, [Work]>, at place: WritableKeyPath<SenderBacklog, Int>
    ) -> Work? {
        guard self[keyPath: place] < self[keyPath: list].count else { return nil }
        var work = self[keyPath: list][self[keyPath: place]]
        self[keyPath: place] += 1
        known.remove(work.key)
        if closed.remove(work.key) != nil { work.wasClosed = true }
        if self[keyPath: place] == self[keyPath: list].count {
            self[keyPath: list].removeAll(keepingCapacity: true)
            self[keyPath: place] = 0
        }
        return work
    }
}

extension Work {
    /// The same name, whatever is known about it.
    var key: Work { Work(sender: sender, name: name, place: place) }
}

/// Who comes next, turn by turn: who was served goes to the end.
struct Turns {
    private var senders: [ParticipantIdentifier] = []
    private var head = 0

    /// How many wait for their turn.
    var count: Int { senders.count - head }

    /// Puts a sender at the end.
    mutating func append(_ sender: ParticipantIdentifier) { senders.append(sender) }

    /// Who is next. Amortized O(1).
    mutating func removeFirst() -> ParticipantIdentifier? {
        guard head < senders.count else { return nil }
        defer {
            head += 1
            if head > 64, head * 2 > senders.count {
                senders.removeFirst(head)
                head = 0
            }
        }
        return senders[head]
    }
}
