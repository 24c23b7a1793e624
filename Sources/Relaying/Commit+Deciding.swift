import Files
import Messages
import Recording
import Routing
import Spooling

// The step `decide` of a commit, for files: the verdict becomes a ledger line, moves, and a receipt.
extension Commit {
    func decide(_ candidate: Candidate, _ group: inout Group) throws(FileError) {
        group.result.finished.append(candidate.work)
        if missesFiles, let loss = loss(candidate) { return leaveOut(candidate, loss, &group) }
        if case .moved(let name, let copies) = candidate.body, candidate.work.place == .drop,
            try !candidate.isUntouched()
        {
            // Somebody waits to write it: nothing is decided, it goes back and comes again.
            for copy in copies { try candidate.folders.taken.remove(copy.fileName) }
            group.result.again.append(candidate.work)
            if let left = candidate.file?.putBack(name, from: candidate.folders.taken, to: candidate.folders.drop) {
                let place = WorkPlace.taken(.init(original: left.rest))
                group.result.again.append(Work(sender: candidate.work.sender, name: left.fileName, place: place))
            }
            return
        }
        var decision = Decision(
            candidate, at: group.time, sequence: ledger.nextSequence,
            masks: candidate.table.settings.masksPersonalIdentityCodes)
        if decision.record.event == .accepted {
            let first = try decision.key.flatMap { key throws(FileError) in try earlier(key, &group) }
            if let refusal = quotas.refusal(decision.record, repeating: first, by: candidate.table) {
                decision.refuse(refusal)
            } else if let first, !decision.takesUp(first) {
                decision.follow(first)
            } else {
                wait(&decision.record, by: candidate.table, at: group.clock)
                quotas.count(decision.record)
                if let key = decision.key { group.fresh[key] = Acceptance(decision.record) }
            }
        }
        if candidate.receipts.covers(decision.outcome) {
            decision.record.receipt = try stage(
                Receipt(
                    record: decision.record, outcome: decision.outcome, receiver: candidate.sender,
                    quotes: candidate.quotesValues ? candidate.verdict.mistakes?.quotes ?? [:] : [:]),
                candidate.folders, &group)
        }
        ledger.append(decision.record)
        if let alarm = decision.alarm {
            let record = decision.record
            group.result.words.append(
                LogEntry(
                    .error, .alarm, alarm, participant: record.sender, route: record.route, reason: record.reason))
        }
        let planner = MovePlanner(spool: spool, table: candidate.table)
        for name in candidate.staged + (candidate.part.map { [$0.feedback] } ?? []) {
            group.bodies.append((name.fileName, candidate.folders.taken))
        }
        try planner.plan(decision.record, candidate, into: &group.moves)
    }

    /// The accepted message that has this key: earlier in this group, or inside the window.
    private func earlier(_ key: DuplicateKey, _ group: inout Group) throws(FileError) -> Acceptance? {
        if let first = group.fresh[key] ?? unindexed[key] { return first }
        // By the clock on the wall: after it was days ahead and was set right, the ledger's time stays ahead for as long, and
        // by that the last week would have left the window.
        let time = group.clock
        return try lookBack(&group) { () throws(LedgerError) in try index.find(key, now: time).map { Acceptance($0) } }
    }

    /// Looks into the ledger. Damage that is found there is for the whole group.
    func lookBack<Value>(
        _ group: inout Group, _ look: () throws(LedgerError) -> Value
    ) throws(FileError) -> Value {
        do throws(LedgerError) { return try look() } catch {
            switch error {
            case .file(let error), .postponed(let error): throw error
            case .damaged(let path, _, _):
                group.damage = error
                throw FileError(.read, path, .invalid)
            }
        }
    }

    /// Writes a receipt to `taken/`, before the commit that makes it true.
    func stage(_ receipt: Receipt, _ folders: ParticipantFolders, _ group: inout Group) throws(FileError) -> String {
        let name = try custody.stageCopy(receipt.bytes[...], kind: .receipt, in: folders.taken, group: folders.group)
        group.receipts.append((name.fileName, folders.taken))
        group.bodies.append((name.fileName, folders.taken))
        return name.text
    }
}
