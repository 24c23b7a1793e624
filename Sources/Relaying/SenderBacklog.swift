import Files
import Messages

/// The names of one sender that wait to be given out, in the order in which they were heard of. An object, so that it
/// is looked up and never copied; belongs to the control queue.
final class SenderBacklog {
    var lane = Lane.interactive
    /// Whether it has a place in the turns.
    var hasTurn = false
    private var works = Line<Work>()
    /// Those that were found to be for the worker for large files.
    private var larges = Line<Work>()
    private var known: Set<Work> = []
    /// Of those that wait, the ones whose writers were heard closing them after they were added.
    private var closed: Set<Work> = []

    /// Whether its files are to be decided in the order of their arrival: then they are in the hands of one worker at a
    /// time.
    private(set) var isOrdered = false
    /// The group that was given out and has not come back, where order is kept; 0 when there is none.
    private var group = 0
    /// The arrival of the first of its names in that group: by that it is known when it comes back, also among groups
    /// that were given out while no order was kept.
    private var first: UInt64 = 0
    /// Whether an operator has stopped the taking from this sender.
    var isPaused = false
    /// Whether it lost its turn for large files by that.
    var hasLostLargeTurn = false
    /// Names in hand that were named again: what came after them waits until they can be looked at, where order is kept.
    var repeated = 0
    /// The names, instead of `works`, where order is kept; with those that were given another number since.
    private var arrivals = NumberedLine<Work>()
    /// The numbers that count.
    private var numbers: [Work: UInt64] = [:]
    private var lastArrival: UInt64 = 0

    /// Names that wait for any worker.
    var count: Int { isOrdered ? numbers.count : works.count }

    /// The name that comes next, as far as that can be seen.
    var next: Work? { isOrdered ? arrivals.first : works.first ?? larges.first }
    /// The same, but 0 while nothing may be taken.
    var openCount: Int { isPaused ? 0 : count }

    /// Names that wait for the worker for large files.
    var largeCount: Int { larges.count }

    /// Whether nothing may be given out but into a group: of those who keep their order, only one is out at a time.
    func isBusy(besides group: Int) -> Bool {
        isPaused || isOrdered && (largeCount > 0 || repeated > 0 || self.group != 0 && self.group != group)
    }

    /// Keeps the order of arrival from now on, or no longer.
    func keepOrder(_ keeps: Bool) {
        guard keeps != isOrdered else { return }
        var waiting: [Work] = []
        while let work = takeNext() { waiting.append(work) }
        isOrdered = keeps
        // What is out comes back all the same.
        repeated = 0
        for work in waiting { add(work) }
    }

    /// A name is given out, in a group; where order is kept, no further group is before that has come back.
    func giveOut(_ work: inout Work, in group: Int) {
        guard isOrdered else { return }
        if work.arrival == 0 { work.arrival = nextArrival() }
        if self.group != group { (self.group, first) = (group, work.arrival) }
    }

    /// A name has come back. True when it is the first of the group that is out: then that is out no longer.
    func takeBack(_ work: Work) -> Bool {
        guard group != 0, work.arrival == first else { return false }
        group = 0
        return true
    }

    /// The number of what arrives now.
    func nextArrival() -> UInt64 {
        lastArrival += 1
        return lastArrival
    }

    /// Adds a name, unless it waits already. Where order is kept, one that was closed again has arrived again.
    func add(_ work: Work) {
        if known.insert(work.key).inserted {
            if isOrdered { arrive(work) } else { works.append(work) }
        } else if work.wasClosed {
            if isOrdered, numbers[work.key] != nil { arrive(work) } else { closed.insert(work.key) }
        }
    }

    private func arrive(_ work: Work) {
        var work = work
        if work.arrival == 0 { work.arrival = nextArrival() }
        numbers[work.key] = work.arrival
        arrivals.insert(work, at: work.arrival)
    }

    /// Whether a name waits already.
    func holds(_ work: Work) -> Bool { known.contains(work.key) }

    /// Adds a name that was given out before, as the next one.
    func putBack(_ work: Work) {
        guard known.insert(work.key).inserted else { return }
        if isOrdered { arrive(work) } else { works.prepend(work) }
    }

    /// Adds a name that was given out before, for the worker for large files.
    func addLarge(_ work: Work) {
        if known.insert(work.key).inserted { larges.append(work) }
    }

    /// The next name; nil when none waits.
    func takeNext() -> Work? { isOrdered ? takeEarliest() : works.removeFirst().map { taken($0) } }

    private func takeEarliest() -> Work? {
        while let (number, work) = arrivals.removeFirst() {
            guard numbers[work.key] == number else { continue }
            numbers[work.key] = nil
            return taken(work)
        }
        return nil
    }

    /// The next one for the worker for large files.
    func takeNextLarge() -> Work? { larges.removeFirst().map { taken($0) } }

    private func taken(_ work: Work) -> Work {
        var work = work
        let key = work.key
        known.remove(key)
        // To look into an empty set would cost a hash.
        if !closed.isEmpty, closed.remove(key) != nil { work.wasClosed = true }
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

    /// Who stands first.
    var first: Element? { head < elements.count ? elements[head] : nil }
    /// All, in their order. O(n).
    var all: ArraySlice<Element> { elements[head...] }

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

    /// Puts one before the first of those that are to stand behind it, which are all at the end. O(1) where there are
    /// none, else O(n).
    mutating func insert(_ element: Element, before standsBehind: (Element) -> Bool) {
        var low = head
        var high = elements.count
        if let last = elements.last, head < high, standsBehind(last) {
            while low < high {
                let middle = (low + high) / 2
                if standsBehind(elements[middle]) { high = middle } else { low = middle + 1 }
            }
        }
        elements.insert(element, at: high)
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

extension Line: Sendable where Element: Sendable {}
