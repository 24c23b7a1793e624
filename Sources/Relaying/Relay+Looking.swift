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
        // Waited for on the desk: whoever asks again and again is answered one at a time.
        desk.async {
            var status = self.control.sync { self.statusOfControl }
            self.programs?.queue.sync { if let programs = self.programs { status.add(programs) } }
            status.space = self.spool.root.space()
            done(status)
        }
    }

    /// On the control queue.
    private var statusOfControl: RelayStatus {
        let now = Clock.monotonic()
        let counts = [1, 5, 15].map { decided.count(minutes: $0, now: now) }
        return RelayStatus(
            now: Timestamp(nanoseconds: Clock.realtime()), state: faults.state,
            since: Timestamp(nanoseconds: faults.changedAt), startedAt: startedAt,
            troubles: faults.list.map { RelayStatus.Trouble(text: $0.text, age: now - $0.since) },
            pauses: pauses.values.sorted { $0.words < $1.words }, table: table.digest, tableLoadedAt: tableLoadedAt,
            routes: table.routes.count, participants: table.participants.count, inHand: backlog.inHandCount,
            inDrop: backlog.knownCount, leftOver: leftOver, decided: (counts[0], counts[1], counts[2]),
            lastGroup: lastGroup)
    }

    /// Everything that waits for programs, or is held; the earliest accepted first. `done` is called on a queue of no
    /// other work.
    public func waiting(_ done: @escaping @Sendable ([WaitingEntry]) -> Void) {
        // One at a time: the arrays that the programs' queue lends are its own again before the next time.
        desk.async {
            let snapshot = self.programs.map { programs in programs.queue.sync { WaitingSnapshot(programs) } }
            done(snapshot?.entries ?? [])
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
