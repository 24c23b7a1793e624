import Dispatch
import Files
import Spooling

/// One worker: a queue of its own, with parsers and buffers of its own, that inspects groups of names.
///
/// Unchecked: `inspection` is touched on `queue` only.
final class Worker: @unchecked Sendable {  // reason: only on its own queue
    private let queue: DispatchQueue
    private var inspection: Inspection
    /// How many groups it has been given and not finished; touched on the control queue only.
    var load = 0

    init(name: String, spool: Spool, custody: CustodyKeeper, takesLarge: Bool) {
        queue = DispatchQueue(label: "luova.\(name)")
        inspection = Inspection(spool: spool, custody: custody, takesLarge: takesLarge)
    }

    /// Inspects a group and hands back all results at once, on the worker's own queue.
    func inspect(_ group: [Work], intake: Intake, finish: @escaping @Sendable ([(Work, WorkResult)]) -> Void) {
        queue.async {
            var results: [(Work, WorkResult)] = []
            results.reserveCapacity(group.count)
            for work in group {
                results.append((work, self.inspection.inspect(work, intake: intake)))
                while let left = self.inspection.takeLeft() {
                    results.append((left, self.inspection.inspect(left, intake: intake)))
                }
            }
            finish(results)
        }
    }
}
