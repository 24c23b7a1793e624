// Who works on what: groups to workers, results back. Everything here happens on the control queue,
// unless a method says otherwise.

import Dispatch
import Files
import Messages
import Routing
import Spooling

extension Relay {
    func dispatch() {
        // The disk is looked at also while nothing is taken anyway, or a fault that is over would be told on.
        let takes = !isStopping && mayTake() && pauses[.taking] == nil
        guard takes, !faults.pausesTaking else {
            // No group is worth waiting for more.
            commits?.fill(to: 0)
            if takes { probe() }
            return
        }
        for sender in backlog.sendersToList() { goOn(sender) }
        let most = min(pace.limit, mostOpen)
        commits?.fill(to: backlog.count > most ? most / 3 : 0)
        // Small enough that one part is being judged, one made durable and one placed at any time; or, where nothing is waited
        // for, that it is committed out of the caches of the processor that judged it.
        let part = min(max(most / (4 * workers.count), 16), commits?.worthwhile ?? Relay.mostInGroup)
        while backlog.count > 0, backlog.inHandCount < most {
            guard let worker = workers.min(by: { $0.load < $1.load }), worker.load < Relay.fullLoad else { break }
            let share = (backlog.count + workers.count - 1) / workers.count
            let group = backlog.nextGroup(most: min(share, part, most - backlog.inHandCount))
            // All that waits may have to wait for what is in hand.
            if group.isEmpty { break }
            hand(group, to: worker)
        }
        if large.load == 0, let work = backlog.nextLarge() { hand([work], to: large) }
    }

    /// One file, now and then, shows whether a fault is over.
    private func probe() {
        let now = Clock.monotonic()
        guard now - probedAt > 500_000_000 else { return }
        probedAt = now
        // The committer tries again by itself what it could not write.
        if !faults.has(.committing), let worker = workers.min(by: { $0.load < $1.load }), worker.load == 0 {
            for sender in backlog.sendersToList() { goOn(sender) }
            let group = backlog.nextGroup(most: 1)
            // Nothing to try with, now or later: what comes next will tell.
            if !group.isEmpty { hand(group, to: worker) } else if delayed.isEmpty { faults.end(.taking) }
        }
        control.asyncAfter(deadline: .now() + 1) { self.dispatch() }
    }

    func hand(_ group: [Work], to worker: Worker) {
        // Somebody may wait for these few; for who comes next there is another worker.
        let isPressing = group.count <= Commit.fewBodies && backlog.count == 0 && workers.count > 1
        // Nothing is to wait behind a worker that waits for the disk.
        let load = isPressing ? Relay.fullLoad : 1
        worker.load += load
        let begun = Clock.monotonic()
        let intake = Intake(table: table, accounts: accounts)
        commits?.announce()
        worker.inspect(group, intake: intake, patience: patience(of: worker)) { results in
            // Straight to the committer: a message that somebody waits for makes no detour.
            let candidates = results.compactMap { result -> Commit.Item? in
                if case .candidate(let candidate) = result.1 { return .candidate(candidate) }
                return nil
            }
            self.stages.judged(candidates.count, since: begun)
            func conclude(_ outcome: CommitQueue.Outcome?) {
                self.control.async {
                    worker.load -= load
                    // The other way round, so that what is put back stands in its order again.
                    for (work, result) in results.reversed() { self.inspected(work, result) }
                    self.backlog.release(group)
                    // What came of it goes on by itself.
                    if let outcome { return self.take(outcome) }
                    self.dispatch()
                    self.checkEnd()
                }
            }
            if isPressing, !candidates.isEmpty, let commits = self.commits {
                let isCommitted = commits.commit(candidates) { outcome in
                    self.passOn(outcome)
                    conclude(outcome)
                }
                if isCommitted { return }
            } else {
                // A sender whose order is kept has its next turn when this is over.
                self.commits?.handIn(candidates, mayLead: !group.contains { $0.arrival != 0 })
            }
            conclude(nil)
        }
    }

    func inspected(_ work: Work, _ result: WorkResult) {
        switch result {
        // It stays in hand until it is committed.
        case .candidate:
            faults.end(.taking)
            failures = 0
        case .large: backlog.putLarge(work)
        case .untouched: backlog.putBack(work)
        case .later(let wait, let changed):
            done(work)
            guard let wait else { return }
            if options.drains { looks[work.key, default: 0] += 1 }
            var again = work
            again.lastChange = changed
            delay(again, wait, isPatient: looks[work.key] ?? 0 > 3)
        case .incomplete(let wait):
            done(work)
            delay(work, wait, isPatient: true)
        case .folder:
            done(work)
            report(work)
        case .gone: done(work)
        case .absent:
            done(work)
            guard work.place != .drop else { return }
            // Another table may have come into force meanwhile.
            if table.participants[work.sender] == nil { absent.append(work) } else { consider(work) }
        case .failed(let error) where error.isPassing && backlog.keepsOrder(of: work.sender):
            // It is the next one again, when anything can be taken.
            backlog.putBack(work)
            failures += 1
            faults.begin(.taking, "files cannot be taken: \(error)")
        case .failed(let error):
            done(work)
            failed(work, error)
        }
    }

    func done(_ work: Work) {
        let doubt = backlog.takeDoubt(of: work)
        let wasNamed = backlog.finish(work)
        guard wasNamed || doubt != nil else { return }
        var again = work
        again.wasClosed = wasNamed
        again.arrival = backlog.takeArrival(of: work)
        if wasNamed || isThere(work, since: doubt) { consider(again) }
    }

    /// Whether a name in a drop folder is a file that was there at some time; of one that came later, its event tells.
    private func isThere(_ work: Work, since time: Int64?) -> Bool {
        guard let time, let status = try? spool.folders(of: work.sender).drop.status(of: work.name) else {
            return false
        }
        return status.changed <= time
    }

    func delay(_ work: Work, _ wait: Int64, isPatient: Bool) {
        takeDelayed(at: delayed.add(work, after: max(wait, 1_000_000), now: Clock.monotonic(), isPatient: isPatient))
    }

    /// Lists a drop folder again after so many nanoseconds; a drain does not wait for that.
    func delayListing(_ participant: ParticipantIdentifier, _ wait: Int64) {
        takeDelayed(at: delayed.list(participant, after: wait, now: Clock.monotonic()))
    }

    /// - Parameter due: on the monotonic clock.
    private func takeDelayed(at due: Int64) {
        delayTimer.schedule(deadline: .now() + .nanoseconds(Int(max(0, due - Clock.monotonic()))))
    }

    func takeDelayed() {
        let due = delayed.take(until: Clock.monotonic())
        // Those whose order is kept come in it; of the others, none has a number.
        for work in due.works.sorted(by: { $0.arrival < $1.arrival }) { consider(work) }
        for sender in due.folders { list(sender) }
        if let due = delayed.nextDue { takeDelayed(at: due) }
        dispatch()
        checkEnd()
    }

    /// A file could not be taken. Where anything else would fail in the same way, all of it waits.
    func failed(_ work: Work, _ error: FileError) {
        // Somebody has removed one of its sender's folders: it comes with the listing when they are back.
        if error.cause == .noSuchFile, work.place == .drop, !hasFolders(work.sender) { return }
        // A drain tries again, but not for ever.
        if options.drains { looks[work.key, default: 0] += 1 }
        delay(work, 1_000_000_000, isPatient: looks[work.key] ?? 4 > 3)
        if error.isPassing {
            failures += 1
            faults.begin(.taking, "files cannot be taken: \(error)")
        } else {
            log(
                .error, .file, "\(error); the file is left where it is and tried again", participant: work.sender)
        }
    }

    /// Whether the disk has room for what may be taken, and may be written; asked at most once a second.
    private func mayTake() -> Bool {
        let now = Clock.monotonic()
        guard now - spaceCheckedAt > 1_000_000_000 else { return !isShortOfSpace }
        spaceCheckedAt = now
        guard let space = spool.root.space() else { return true }
        let least = table.settings.minimumFree.bytes(of: space.bytes)
        let lack: String? =
            if space.freeBytes < least {
                "the spool has \(space.freeBytes / 1_000_000) MB left, less than min-free (\(least / 1_000_000) MB); make room"
            } else if space.files > 0, space.freeFiles < min(Relay.fewestFiles, space.files / 50) {
                "the spool has only \(space.freeFiles) inodes left; remove files that are not needed"
            } else {
                nil
            }
        note(.space, lack)
        note(.readOnly, space.isReadOnly ? "the spool's file system is mounted read-only; mount it for writing" : nil)
        isShortOfSpace = lack != nil || space.isReadOnly
        if isShortOfSpace {
            // A drain waits for room, but not for ever.
            if options.drains { failures += 1 }
            control.asyncAfter(deadline: .now() + 2) {
                self.dispatch()
                self.checkEnd()
            }
        }
        return !isShortOfSpace
    }
}
