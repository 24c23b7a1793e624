// What operators may see. From any queue; what is asked for is handed over as values.

import Dispatch
import Files
public import Messages
public import Recording
import Routing
import Spooling

extension Relay {
    /// What the daemon is at. `done` is called on a queue of no other work.
    public func status(_ done: @escaping @Sendable (RelayStatus) -> Void) {
        control.async {
            let now = Clock.monotonic()
            let counts = [1, 5, 15].map { self.decided.count(minutes: $0, now: now) }
            let status = RelayStatus(
                now: Timestamp(nanoseconds: Clock.realtime()), state: self.faults.state,
                since: Timestamp(nanoseconds: self.faults.changedAt), startedAt: self.startedAt,
                troubles: self.faults.list.map { RelayStatus.Trouble(text: $0.text, age: now - $0.since) },
                pauses: self.pauses.values.sorted { $0.words < $1.words }, table: self.table.digest,
                tableLoadedAt: self.loadedAt, routes: self.table.routes.count,
                participants: self.table.participants.count, inHand: self.backlog.inHandCount,
                inDrop: self.backlog.knownCount, leftOver: self.leftOver,
                decided: (counts[0], counts[1], counts[2]), lastGroup: self.lastGroup)
            self.programs?.queue.async { [status] in
                var status = status
                if let programs = self.programs { status.add(programs) }
                self.desk.async { [status] in
                    var status = status
                    status.space = self.spool.root.space()
                    done(status)
                }
            }
        }
    }

    /// Everything that waits for programs, or is held; the earliest accepted first. `done` is called on a queue of no
    /// other work.
    public func waiting(_ done: @escaping @Sendable ([WaitingEntry]) -> Void) {
        programs?.queue.async {
            guard let programs = self.programs else { return }
            let snapshot = WaitingSnapshot(programs)
            self.desk.async { done(snapshot.entries) }
        }
    }

    /// What the ledger says under a number, and, of a file in `refused/`, where it lies; both nil where there is
    /// nothing. `done` is called on a queue of no other work.
    public func find(
        _ number: DeliveryIdentifier, _ done: @escaping @Sendable (LedgerRecord?, _ refused: String?) -> Void
    ) {
        desk.async {
            let record = (try? LedgerReader(folder: self.spool.ledger).record(number.sequence)) ?? nil
            var path: String?
            if case .found(let file, _) = RefusedFiles(spool: self.spool).find(number) {
                path = (try? self.spool.folders(of: file.sender).refused)?.path(of: file.name)
            }
            done(record, path)
        }
    }
}
