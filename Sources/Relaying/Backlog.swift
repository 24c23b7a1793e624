import Files
import Messages
import Spooling

/// Names that may be ready to be taken, and which of them come next: turn by turn over senders, and
/// interactive senders before those who only send a night's work. Belongs to the control queue.
///
/// Its memory is bounded: beyond `mostWaiting` names of one sender it only remembers that its folder
/// must be listed again.
struct Backlog {
    fileprivate static let mostWaiting = 4_096

    fileprivate struct Queue {
        var lane = Lane.interactive
        var works: [Work] = []
        /// Where the next one stands; what is before has been given out.
        var next = 0
        var known: Set<Work> = []
        /// More names are in the folder than could be remembered.
        var hasMore = false
        /// Of those that wait, the ones whose writers were heard closing them after they were added.
        var closed: Set<Work> = []

        var count: Int { works.count - next }
    }

    private var queues: [ParticipantIdentifier: Queue] = [:]
    private var order: [ParticipantIdentifier] = []
    private var turn = 0
    private var batchTurn = 0
    /// Names that were given out and are not finished, and whether they were named again meanwhile.
    private var inHand: [Work: Bool] = [:]

    /// Names that wait.
    var count: Int { queues.values.reduce(0) { $0 + $1.count } }

    /// Names that were given out and are not finished.
    var inHandCount: Int { inHand.count }

    /// Sets how urgent a sender's files are.
    mutating func set(_ lane: Lane, for sender: ParticipantIdentifier) {
        if queues[sender] == nil { order.append(sender) }
        queues[sender, default: Queue()].lane = lane
    }

    /// Adds a name, unless it waits already. False when there is no room for it: the folder is to be
    /// listed again when there is.
    ///
    /// - Parameter isListed: whether nothing is known but that the name is in its folder.
    @discardableResult
    mutating func add(_ work: Work, isListed: Bool = false) -> Bool {
        let key = work.key
        if inHand[key] != nil {
            // A name that is used again while its first file is in hand is a new message. A listing
            // sees the first file itself; everything else speaks of another.
            if !isListed { inHand[key] = true }
            return true
        }
        if queues[work.sender] == nil { order.append(work.sender) }
        return queues[work.sender, default: Queue()].add(work)
    }

    /// Senders whose folders hold more than was remembered and who have room again.
    mutating func sendersToList() -> [ParticipantIdentifier] {
        let ready = order.filter { queues[$0].map { $0.hasMore && $0.count < Backlog.mostWaiting / 4 } ?? false }
        for sender in ready { queues[sender]?.hasMore = false }
        return ready
    }

    /// The next group, at most `most` names; empty when nothing waits.
    mutating func nextGroup(most: Int) -> [Work] {
        var group: [Work] = []
        // Every fourth group begins with the night's work, so that it goes on by day as well.
        batchTurn += 1
        let lanes: [Lane] = batchTurn % 4 == 0 ? [.batch, .interactive] : [.interactive, .batch]
        for lane in lanes where group.isEmpty { take(lane, most, &group) }
        return group
    }

    private mutating func take(_ lane: Lane, _ most: Int, _ group: inout [Work]) {
        guard !order.isEmpty else { return }
        var idle = 0
        let share = max(1, most / 8)
        while group.count < most, idle < order.count {
            let sender = order[turn % order.count]
            turn = (turn + 1) % order.count
            guard var queue = queues[sender], queue.lane == lane, queue.count > 0 else {
                idle += 1
                continue
            }
            idle = 0
            // Taken out, changed and put back, so that its arrays are never copied.
            queues[sender] = Queue()
            for _ in 0..<min(share, most - group.count) {
                guard let work = queue.takeNext() else { break }
                inHand[work.key] = false
                group.append(work)
            }
            queues[sender] = queue
        }
    }

    /// A name that is decided but could not leave its folder: it is in hand until it is finished.
    mutating func hold(_ work: Work) { inHand[work.key] = false }

    /// A name is no longer in hand. True when it was named again meanwhile: it is to be looked at.
    mutating func finish(_ work: Work) -> Bool { inHand.removeValue(forKey: work.key) ?? false }
}

extension Work {
    /// The same name, whatever is known about it.
    var key: Work { Work(sender: sender, name: name, place: place) }
}

extension Backlog.Queue {
    fileprivate mutating func add(_ work: Work) -> Bool {
        if known.contains(work.key) {
            if work.wasClosed { closed.insert(work.key) }
            return true
        }
        guard count < Backlog.mostWaiting else {
            hasMore = true
            return false
        }
        known.insert(work.key)
        works.append(work)
        return true
    }

    fileprivate mutating func takeNext() -> Work? {
        guard next < works.count else { return nil }
        var work = works[next]
        next += 1
        known.remove(work.key)
        if closed.remove(work.key) != nil { work.wasClosed = true }
        if next == works.count {
            works.removeAll(keepingCapacity: true)
            next = 0
        }
        return work
    }
}
