import Files
import Synchronization

/// How long messages take from stage to stage, and what the committer did for them.
public struct StageTimes: Equatable, Sendable {
    /// Of each file: from when it was last changed, which its closing or renaming is, to its commit.
    public var arrival = Histogram()
    /// Of each file: how long the group in which it was judged was with its worker, the wait for that included.
    public var judging = Histogram()
    /// Of each file: how long its group took to become durable.
    public var committing = Histogram()
    /// Of each file: how long its group took from then on to reach its places.
    public var placing = Histogram()
    /// Groups that were committed, those without files included.
    public var groups: UInt64 = 0
    /// Of these, the ones whose bodies were made durable before their turn.
    public var groupsAhead: UInt64 = 0

    /// Nothing was measured yet.
    public init() {}
}

/// Measures the stages, a group at a time: one look at the clock and one lock for each group. From any queue.
final class StageClock: Sendable {
    private let measured = Mutex(StageTimes())

    /// What was measured so far.
    var times: StageTimes { measured.withLock { $0 } }

    /// A group was judged.
    func judged(_ count: Int, since begun: Int64) {
        if count == 0 { return }
        let elapsed = Clock.monotonic() - begun
        measured.withLock { $0.judging.add(elapsed, times: count) }
    }

    /// A group was committed, at `committed` on the monotonic clock, and placed.
    func committed(_ items: [Commit.Item], since begun: Int64, at committed: Int64, isAhead: Bool) {
        let now = Clock.monotonic()
        let time = Clock.realtime() - (now - committed)
        measured.withLock { measured in
            var files = 0
            for case .candidate(let candidate) in items {
                measured.arrival.add(time - candidate.status.changed)
                files += 1
            }
            if files > 0 {
                measured.committing.add(committed - begun, times: files)
                measured.placing.add(now - committed, times: files)
            }
            measured.groups += 1
            if isAhead { measured.groupsAhead += 1 }
        }
    }
}
