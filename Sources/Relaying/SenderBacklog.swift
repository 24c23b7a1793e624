import Files
import Messages

/// The names of one sender that wait to be given out, in the order in which they were heard of.
struct SenderBacklog {
    var lane = Lane.interactive
    /// More names are in the folder than are known here.
    var isUnlisted = false
    /// Whether it has a place in the turns.
    var hasTurn = false
    private var works = Line<Work>()
    /// Those that were found to be for the worker for large files.
    private var larges = Line<Work>()
    private var known: Set<Work> = []
    /// Of those that wait, the ones whose writers were heard closing them after they were added.
    private var closed: Set<Work> = []

    /// Names that wait for any worker.
    var count: Int { works.count }

    /// Names that wait for the worker for large files.
    var largeCount: Int { larges.count }

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
        if known.insert(work.key).inserted { works.prepend(work) }
    }

    /// Adds a name that was given out before, for the worker for large files.
    mutating func addLarge(_ work: Work) {
        if known.insert(work.key).inserted { larges.append(work) }
    }

    /// The next name; nil when none waits.
    mutating func takeNext() -> Work? { works.removeFirst().map { taken($0) } }

    /// The next one for the worker for large files.
    mutating func takeNextLarge() -> Work? { larges.removeFirst().map { taken($0) } }

    private mutating func taken(_ work: Work) -> Work {
        var work = work
        known.remove(work.key)
        if closed.remove(work.key) != nil { work.wasClosed = true }
        return work
    }
}

/// A line in which one stands behind the other; what has left it leaves no trace.
struct Line<Element> {
    private var elements: [Element] = []
    /// Where the first one stands.
    private var head = 0

    /// How many stand in it.
    var count: Int { elements.count - head }

    /// For how many there is memory.
    var room: Int { elements.capacity }

    /// Puts one at the end.
    mutating func append(_ element: Element) { elements.append(element) }

    /// Puts one before all others. O(1) as long as no more come back than have left lately.
    mutating func prepend(_ element: Element) {
        if head > 0 {
            head -= 1
            elements[head] = element
        } else {
            elements.insert(element, at: 0)
        }
    }

    /// Takes out the first. Amortized O(1).
    mutating func removeFirst() -> Element? {
        guard head < elements.count else { return nil }
        let first = elements[head]
        head += 1
        if head == elements.count || head > 512 && head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return first
    }
}
