import Dispatch
import Files
import Messages
import Routing
import Spooling
import Synchronization

/// One worker: a queue of its own, with parsers and buffers of its own, that inspects groups of names.
///
/// Unchecked: `inspection` is touched on `queue` only.
final class Worker: @unchecked Sendable {  // reason: only on its own queue
    /// How long a worker is busy with a group before it hands on what it has, in nanoseconds: a message behind
    /// large ones waits no longer.
    private static let patience: Int64 = 50_000_000

    private let queue: DispatchQueue
    private var inspection: Inspection
    /// How many groups it has been given and not finished; touched on the control queue only.
    var load = 0

    /// Until when it may be at the name that it has at hand, on the monotonic clock; 0 while it rests. By the table that
    /// it judges with: another one may be in force meanwhile.
    private let busyUntil = Atomic<Int64>(0)

    init(name: String, inspection: consuming Inspection) {
        queue = DispatchQueue(label: "luova.\(name)")
        self.inspection = inspection
    }

    /// Whether it has been busy with one name for longer than that may take. From any queue.
    var isStuck: Bool {
        let end = busyUntil.load(ordering: .relaxed)
        return end != 0 && Clock.monotonic() > end
    }

    /// Inspects a group, as much of it as can be done in time, and hands back all results at once, on the
    /// worker's own queue.
    ///
    /// - Parameter patience: how many nanoseconds one name can possibly take.
    func inspect(
        _ group: [Work], intake: Intake, patience: Int64, finish: @escaping @Sendable ([(Work, WorkResult)]) -> Void
    ) {
        queue.async {
            var results: [(Work, WorkResult)] = []
            results.reserveCapacity(group.count)
            let end = Clock.monotonic() + Worker.patience
            /// Senders of whom nothing more may be taken now, so that the order is kept.
            var heldBack: Set<ParticipantIdentifier> = []
            var hasAsked = false
            for (place, work) in group.enumerated() {
                let now = Clock.monotonic()
                if now > end, !results.isEmpty {
                    results.append((work, .untouched))
                    continue
                }
                if !heldBack.isEmpty, heldBack.contains(work.sender) {
                    results.append((work, .untouched))
                    continue
                }
                self.busyUntil.store(now + patience, ordering: .relaxed)
                let result = self.inspection.inspect(work, intake: intake)
                results.append((work, result))
                if result.holdsBack, intake.table.keepsOrder(of: work.sender) { heldBack.insert(work.sender) }
                while let left = self.inspection.takeLeft() {
                    results.append((left, self.inspection.inspect(left, intake: intake)))
                }
                if self.inspection.takeWait(), !hasAsked {
                    self.inspection.readAhead(group[(place + 1)...])
                    hasAsked = true
                }
            }
            self.busyUntil.store(0, ordering: .relaxed)
            finish(results)
        }
    }
}
