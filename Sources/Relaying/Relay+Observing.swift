// What is seen of the work from outside, while it goes on.

import Dispatch
public import Files
import Messages
import Recording
import Routing
import Spooling

extension Relay {
    /// The ledger as it was before this process wrote to it: its folder, and the number that its next line got.
    public var ledgerAtStart: (folder: Directory, nextLine: UInt64) { (spool.ledger, firstLine) }

    /// Hears of it whenever something may have changed: with true when a group was committed, with false when every
    /// folder is looked at. Called on the control queue, and to be set before `start`; must return at once.
    public func whenStirred(_ hear: @escaping @Sendable (Bool) -> Void) { stirred = hear }

    /// Puts together what the pipeline is doing, queue by queue. From any queue; `done` is called on the committer's
    /// when that comes to it, and never when one of them hangs.
    ///
    /// O(participants, messages that wait for programs, and kinds of ledger lines).
    public func observe(_ done: @escaping @Sendable (Observation) -> Void) {
        control.async {
            guard let programs = self.programs, let commits = self.commits else { return }
            let now = Clock.realtime()
            var begun = Observation(
                time: Timestamp(nanoseconds: now), startedAt: self.startedAt, table: self.table,
                tableLoadedAt: self.tableLoadedAt)
            begun.state = PersonalIdentityMask.masked(self.faults.state)
            begun.isStarting = self.faults.isStarting
            begun.isPaused = self.faults.pausesTaking
            begun.faults = self.faults.all
            begun.inHand = self.backlog.inHandCount
            begun.drops = self.drops()
            begun.resumed = self.resumed
            begun.space = self.spool.root.space()
            programs.queue.async { [begun] in
                var observation = begun
                observation.queues = programs.observed()
                commits.observe { [observation] tally, lastLine in
                    var observation = observation
                    observation.tally = tally
                    observation.lastLine = lastLine
                    observation.stages = self.stages.times
                    done(observation)
                }
            }
        }
    }

    /// Who has names that wait. Looks at the file that comes next of each.
    private func drops() -> [ParticipantIdentifier: Observation.Drop] {
        var drops: [ParticipantIdentifier: Observation.Drop] = [:]
        for (sender, queue) in backlog.senders where queue.count + queue.largeCount > 0 {
            var drop = Observation.Drop(
                count: queue.count + queue.largeCount, hasMore: backlog.expectsMore(of: sender),
                isPaused: queue.isPaused || pauses[.taking] != nil)
            if let next = queue.next, next.place == .drop,
                let status = try? spool.folders(of: sender).drop.status(of: next.name)
            {
                drop.oldest = Timestamp(nanoseconds: status.changed)
            }
            drops[sender] = drop
        }
        return drops
    }
}
