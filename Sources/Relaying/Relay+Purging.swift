// What has been kept long enough is removed. From any queue; the ledger is read on the desk.

import Dispatch
import Files
import Messages
import Recording
import Routing
import Spooling

/// What a purge came to.
public struct PurgeOutcome: Sendable {
    /// What was to be removed, and what became of each.
    public var files: [(file: RetainedFile, outcome: OperatorOutcome)] = []
    /// What is due and on hold.
    public var held: [RetainedFile] = []
    /// How many more are due and have not been looked at: whoever wants them gone asks again.
    public var left = 0
    /// How many retention rows the table has.
    public var rows = 0
    /// Why nothing was looked at; nil when that could be.
    public var failure: String?
}

extension Relay {
    /// So many files are removed for one request, so that it is answered in time.
    static let mostPurged = 2_000

    /// Removes what the retention rows of the table in force call due and no hold keeps, those that were decided first
    /// before the others. Each removal is in the ledger, durable, before the file goes. `done` is called on any queue.
    public func purge(by intervention: Intervention, _ done: @escaping @Sendable (PurgeOutcome) -> Void) {
        desk.async {
            let table = self.control.sync { self.table }
            var outcome = PurgeOutcome(rows: table.retention.rows.count)
            do throws(FileError) {
                let due = try RetainedFile.all(
                    in: SpoolView(path: self.options.spool), by: table, now: Timestamp(nanoseconds: Clock.realtime()))
                outcome.held = due.filter { $0.hold != nil }
                var wanted: [RetainedFile] = []
                for file in due where file.hold == nil {
                    // The committer must find them open: a folder that cannot be is nobody's fault but its owner's.
                    do throws(FileError) {
                        _ = try self.spool.folders(of: file.sender)
                        wanted.append(file)
                    } catch {
                        outcome.files.append((file, .refused("\(error)")))
                    }
                }
                outcome.left = max(0, wanted.count - Relay.mostPurged)
                self.control.async { [outcome, wanted] in
                    self.purge(wanted.prefix(Relay.mostPurged), intervention, outcome, done)
                }
            } catch {
                outcome.failure = "\(error)"
                done(outcome)
            }
        }
    }

    /// On the control queue. A group after the other: messages that come meanwhile wait for none but the one at hand.
    private func purge(
        _ files: ArraySlice<RetainedFile>, _ intervention: Intervention, _ outcome: PurgeOutcome,
        _ done: @escaping @Sendable (PurgeOutcome) -> Void
    ) {
        let group = Array(files.prefix(Relay.mostInGroup))
        guard !group.isEmpty else { return done(outcome) }
        let rest = files.dropFirst(group.count)
        let gathered = Gathered(group.count) { outcomes in
            var outcome = outcome
            outcome.files += zip(group, outcomes).map { ($0, self.isThere($0) ? $1.butNotCarriedOut : $1) }
            self.purge(rest, intervention, outcome, done)
        }
        for (place, file) in group.enumerated() {
            submit(.purge(file.file, row: file.row.identifier), intervention) { gathered.set($0, at: place) }
        }
    }

    private func isThere(_ file: RetainedFile) -> Bool {
        do throws(FileError) {
            return try spool.folders(of: file.sender).refused.status(of: file.file.name) != nil
        } catch {
            return true
        }
    }
}

extension OperatorOutcome {
    /// The line is there, and so is the file.
    fileprivate var butNotCarriedOut: OperatorOutcome {
        guard case .done = self else { return self }
        return .refused("its line is in the ledger, and it goes as soon as the disk lets it")
    }
}
