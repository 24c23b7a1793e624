/// What groups placed, on its way to being settled: first no sync has covered it, then one does, then a group writes
/// its lines. Settled is what comes before a number, so nothing of it overtakes anything else.
struct Settling: Sendable {
    /// No sync has covered it.
    private var loose: LooseEnds
    /// Its lines are to be written.
    private var durable: LooseEnds
    /// Whether a sync beside the groups has taken something over and has not come back.
    private var isUnderWay = false

    /// Nothing, where everything up to a number is settled.
    init(through: UInt64) {
        loose = LooseEnds(through: through)
        durable = LooseEnds(through: through)
    }

    /// Whether there is nothing to make durable and nothing to record.
    var isEmpty: Bool { loose.isEmpty && durable.isEmpty && !isUnderWay }

    /// What a group records.
    ///
    /// - Parameter syncs: whether the group makes durable what was placed before it; it does not while another sync of
    ///   that is under way.
    /// - Returns: what is durable already, and what the group's own sync must cover.
    mutating func take(syncs: Bool) -> (durable: LooseEnds, own: LooseEnds) {
        let durable = durable.take()
        return (durable, syncs && !isUnderWay ? loose.take() : LooseEnds(through: durable.through))
    }

    /// The group is committed: a later one may call settled what it covered.
    mutating func cover(_ own: LooseEnds) { durable.through = max(durable.through, own.through) }

    /// Takes back what `take` gave to a group that could not be committed.
    mutating func putBack(durable: LooseEnds, own: LooseEnds) {
        self.durable.add(durable)
        loose.add(own)
    }

    /// A group has placed this.
    mutating func add(_ placed: LooseEnds) { loose.add(placed) }

    /// What a sync beside the groups must cover: all that is placed by now. One at a time.
    mutating func beginSync() -> LooseEnds {
        precondition(!isUnderWay, "one sync beside the groups at a time")
        isUnderWay = true
        return loose.take()
    }

    /// That sync has come back.
    mutating func endSync(_ covered: LooseEnds) {
        isUnderWay = false
        durable.add(covered)
    }
}
