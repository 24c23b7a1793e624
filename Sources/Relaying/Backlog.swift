import Files
import Messages

/// Names that may be ready to be taken, and which of them come next: one of each sender in turn, and
/// interactive senders before those who only send a night's work. Belongs to the control queue.
///
/// Its memory is bounded: beyond `mostWaiting` names of one sender it only remembers that there are more in its
/// folder.
struct Backlog {
    private static let mostWaiting = 4_096

    private(set) var senders: [ParticipantIdentifier: SenderBacklog] = [:]
    /// In whose folders there are more names than are known here.
    private var unlisted: Set<ParticipantIdentifier> = []
    /// Who comes next in each lane; who was served goes to the end.
    private var turns = [Line<SenderBacklog>](repeating: Line(), count: 2)
    private var largeTurns = Line<SenderBacklog>()
    private var groups = 0
    /// Names that were given out and are not finished, and whether they were named again meanwhile.
    private var inHand: [Work: Bool] = [:]
    /// Of those that were named again, where their senders' order is kept: when.
    private var arrivedAgain: [Work: UInt64] = [:]
    /// Of those in hand, the ones that may have been named again when nobody heard it, and until when.
    private var doubted: [Work: Int64] = [:]
    /// Whether any sender's order is kept.
    private var keepsOrder = false
    /// Of those in hand, the ones that are decided and cannot leave their drop folders yet.
    private var held: Set<Work> = []

    /// Names that wait, but for those of large files, and of senders that an operator has paused.
    private(set) var count = 0

    /// Names of large files that wait for the one worker that takes them.
    private(set) var largeCount = 0

    /// Names that were given out and are worked on: those that are only held are not counted, or they would keep
    /// everything else from being taken.
    var inHandCount: Int { inHand.count - held.count }

    /// Whether nothing waits, and nothing is in a folder that is not known here; but for senders that are paused.
    var isEmpty: Bool {
        !senders.values.contains { !$0.isPaused && ($0.count > 0 || $0.largeCount > 0) }
            && unlisted.allSatisfy { senders[$0]?.isPaused ?? false }
    }

    /// Names that wait in the drop folders, as far as they are known here, of paused senders as well.
    var knownCount: Int { senders.values.reduce(0) { $0 + $1.count + $1.largeCount } }

    /// Gives out nothing more of a sender, or goes on with it.
    mutating func pause(_ sender: ParticipantIdentifier, _ isPaused: Bool) {
        let queue = queue(of: sender)
        change(queue) { $0.isPaused = isPaused }
        guard !isPaused, queue.hasLostLargeTurn else { return }
        queue.hasLostLargeTurn = false
        largeTurns.append(queue)
    }

    /// Sets how urgent a sender's files are.
    mutating func set(_ lane: Lane, for sender: ParticipantIdentifier) {
        // Who waits for its turn in another lane has that turn still, and goes on in this one.
        queue(of: sender).lane = lane
    }

    /// Sets whether a sender's files are decided in the order of their arrival.
    mutating func keepOrder(_ keeps: Bool, of sender: ParticipantIdentifier) {
        guard keeps || senders[sender]?.isOrdered ?? false else { return }
        keepsOrder = true
        if !keeps {
            arrivedAgain = arrivedAgain.filter { $0.key.sender != sender }
        }
        change(queue(of: sender)) { $0.keepOrder(keeps) }
    }

    /// Whether a sender's files are decided in the order of their arrival.
    func keepsOrder(of sender: ParticipantIdentifier) -> Bool {
        keepsOrder && senders[sender]?.isOrdered ?? false
    }

    /// Adds a name, unless it waits already. False when there is no room for it: the folder is to be
    /// listed from its head when there is.
    ///
    /// - Parameter isListed: whether nothing is known but that the name is in its folder.
    @discardableResult
    mutating func add(_ work: Work, isListed: Bool = false) -> Bool {
        let key = work.key
        if inHand[key] != nil {
            // A name that is used again while its first file is in hand is a new message. A listing
            // sees the first file itself; everything else speaks of another.
            if !isListed {
                if keepsOrder { arriveAgain(work) }
                inHand[key] = true
            } else if keepsOrder, doubted[key] != nil, arrivedAgain[key] == nil {
                arriveAgain(work)
            }
            return true
        }
        // No listing would find what lies in `taken/`; there is no more of it than was in hand.
        let queue = queue(of: work.sender)
        let isBounded = work.place == .drop && !queue.holds(work)
        // Where order is kept, the names in the folder that are not known here come before it.
        let isBehind = keepsOrder && queue.isOrdered && expectsMore(of: work.sender)
        if isBounded, !isListed, isBehind || !Backlog.hasRoom(queue) {
            unlisted.insert(work.sender)
            return false
        }
        change(queue) { $0.add(work) }
        return true
    }

    /// Whether there is room for more names of a sender. A listing asks now and then, not for each name.
    func hasRoom(_ sender: ParticipantIdentifier) -> Bool {
        senders[sender].map(Backlog.hasRoom) ?? true
    }

    private static func hasRoom(_ queue: SenderBacklog) -> Bool { queue.count + queue.largeCount < mostWaiting }

    /// Notes that there are more names in a sender's folder, or, after all were listed, that there are no more.
    mutating func expectMore(of sender: ParticipantIdentifier, _ isMore: Bool = true) {
        if isMore { unlisted.insert(sender) } else { unlisted.remove(sender) }
    }

    /// Whether there are more names in a sender's folder than are known here.
    func expectsMore(of sender: ParticipantIdentifier) -> Bool { unlisted.contains(sender) }

    /// A name in hand is named again, and its sender's order is kept.
    private mutating func arriveAgain(_ work: Work) {
        guard let queue = senders[work.sender], queue.isOrdered else { return }
        if arrivedAgain[work.key] == nil { queue.repeated += 1 }
        arrivedAgain[work.key] = queue.nextArrival()
    }

    /// When a name in hand was named again, where that matters; to be asked when it is no longer in hand. Until then
    /// nothing more is given out of its sender.
    mutating func takeArrival(of work: Work) -> UInt64 {
        guard keepsOrder, let arrival = arrivedAgain.removeValue(forKey: work.key) else { return 0 }
        // What was waiting for it has its turn again.
        change(queue(of: work.sender)) { $0.repeated -= 1 }
        return arrival
    }

    /// Events were lost until a time: each name in hand, or those of one sender, may be another file by then. A listing
    /// cannot tell, but it says which place such a file has.
    mutating func doubtInHand(of sender: ParticipantIdentifier? = nil, until time: Int64) {
        for key in inHand.keys where key.place == .drop && key.sender == sender ?? key.sender { doubted[key] = time }
    }

    /// Until when events may have been lost of a name that is no longer in hand; nil when none was. Says so once.
    mutating func takeDoubt(of work: Work) -> Int64? {
        // To look into an empty dictionary would cost a hash.
        doubted.isEmpty ? nil : doubted.removeValue(forKey: work.key)
    }

    /// A group has come back, and what is to be decided of it is on its way: its senders, where their order is kept, have
    /// their turns again.
    mutating func release(_ group: [Work]) {
        guard keepsOrder else { return }
        // Those of senders without an order have no number.
        for work in group where work.arrival != 0 {
            guard let queue = senders[work.sender], queue.takeBack(work) else { continue }
            change(queue) { _ in }
        }
    }

    /// Senders whose folders hold more than is known and who have room again; each is told once.
    mutating func sendersToList() -> [ParticipantIdentifier] {
        // Asked with each message, and hardly ever so.
        if unlisted.isEmpty { return [] }
        let ready = unlisted.filter { sender in
            senders[sender].map { $0.count + $0.largeCount < Backlog.mostWaiting / 4 } ?? true
        }
        unlisted.subtract(ready)
        return Array(ready)
    }

    /// The next group, at most `most` names; empty when nothing waits.
    mutating func nextGroup(most: Int) -> [Work] {
        var group: [Work] = []
        // Every fourth group begins with the night's work, so that it goes on by day as well.
        groups += 1
        let lanes: [Lane] = groups % 4 == 0 ? [.batch, .interactive] : [.interactive, .batch]
        for lane in lanes where group.isEmpty { take(lane, most, &group) }
        return group
    }

    /// The next large file, of each sender in turn; nil when none waits.
    mutating func nextLarge() -> Work? {
        while let queue = largeTurns.removeFirst() {
            if queue.isPaused {
                queue.hasLostLargeTurn = true
                continue
            }
            guard var work = queue.takeNextLarge() else { continue }
            queue.giveOut(&work, in: .max)
            largeCount -= 1
            if queue.largeCount > 0 { largeTurns.append(queue) }
            inHand[work.key] = false
            return work
        }
        return nil
    }

    private mutating func take(_ lane: Lane, _ most: Int, _ group: inout [Work]) {
        while group.count < most, let queue = turns[lane.turns].removeFirst() {
            let isFree = !queue.isBusy(besides: groups)
            if queue.lane == lane, isFree {
                // Who is alone need not wait for the others.
                let share = turns[lane.turns].count == 0 ? most - group.count : 1
                for _ in 0..<share {
                    guard var work = queue.takeNext() else { break }
                    count -= 1
                    inHand[work.key] = false
                    queue.giveOut(&work, in: groups)
                    group.append(work)
                }
            }
            // Who is not free has a turn again when what is out has come back.
            queue.hasTurn = queue.count > 0 && isFree
            if queue.hasTurn { turns[queue.lane.turns].append(queue) }
        }
    }

    /// A sender's names; none, where nothing was heard of it yet.
    private mutating func queue(of sender: ParticipantIdentifier) -> SenderBacklog {
        if let known = senders[sender] { return known }
        let queue = SenderBacklog()
        senders[sender] = queue
        return queue
    }

    private mutating func change(_ queue: SenderBacklog, _ body: (SenderBacklog) -> Void) {
        count -= queue.openCount
        body(queue)
        count += queue.openCount
        if !queue.hasTurn, queue.count > 0, !queue.isBusy(besides: 0) {
            queue.hasTurn = true
            turns[queue.lane.turns].append(queue)
        }
    }

    /// A name that is decided but could not leave its folder: it is in hand until it is finished.
    mutating func hold(_ work: Work) {
        if inHand[work.key] == nil { inHand[work.key] = false }
        held.insert(work.key)
    }

    /// A name is no longer in hand. True when it was named again meanwhile: it is to be looked at.
    mutating func finish(_ work: Work) -> Bool {
        let key = work.key
        // To look into an empty set would cost a hash.
        if !held.isEmpty { held.remove(key) }
        return inHand.removeValue(forKey: key) ?? false
    }

    /// A name that was given out was not even looked at: it is the next one again.
    mutating func putBack(_ work: Work) {
        let again = closed(work)
        change(queue(of: work.sender)) { $0.putBack(again) }
    }

    /// A name that was given out is a large file's: it waits for the worker that takes those, and is not in hand
    /// meanwhile.
    mutating func putLarge(_ work: Work) {
        let again = closed(work)
        let queue = queue(of: work.sender)
        let before = queue.largeCount
        change(queue) { $0.addLarge(again) }
        largeCount += queue.largeCount - before
        if before == 0, queue.largeCount > 0 { largeTurns.append(queue) }
    }

    /// The name, no longer in hand; whether its writer was heard closing it stays known.
    private mutating func closed(_ work: Work) -> Work {
        var again = work
        if finish(work) { again.wasClosed = true }
        _ = takeDoubt(of: work)
        _ = takeArrival(of: work)
        return again
    }
}

extension Lane {
    /// Which of the lines is this lane's.
    fileprivate var turns: Int { self == .interactive ? 0 : 1 }
}
