// Who works on what: groups to workers, results back. Everything here happens on the control queue,
// unless a method says otherwise.

import Dispatch
import Files
import Messages
import Routing
import Spooling

extension Relay {
    func dispatch() {
        guard !isStopping, hasSpace() else { return }
        for sender in backlog.sendersToList() { list(sender) }
        while backlog.count > 0, backlog.inHandCount < Relay.mostInHand {
            guard let worker = workers.min(by: { $0.load < $1.load }), worker.load < 2 else { break }
            let share = (backlog.count + workers.count - 1) / workers.count
            hand(backlog.nextGroup(most: min(share, Relay.mostInGroup)), to: worker)
        }
        if large.load == 0, !largeBacklog.isEmpty { hand([largeBacklog.removeFirst()], to: large) }
    }

    func hand(_ group: [Work], to worker: Worker) {
        worker.load += 1
        worker.inspect(group, intake: Intake(table: table, accounts: accounts)) { results in
            // Straight to the committer: a message that somebody waits for makes no detour.
            let candidates = results.compactMap { result -> Commit.Item? in
                if case .candidate(let candidate) = result.1 { return .candidate(candidate) }
                return nil
            }
            if !candidates.isEmpty { self.commits?.submit(candidates) }
            self.control.async {
                worker.load -= 1
                for (work, result) in results { self.inspected(work, result) }
                self.dispatch()
                self.checkEnd()
            }
        }
    }

    func inspected(_ work: Work, _ result: WorkResult) {
        switch result {
        // It stays in hand until it is committed.
        case .candidate: return
        case .large: largeBacklog.append(work)
        case .later(let wait):
            done(work)
            guard let wait else { return }
            if options.drains { looks[work, default: 0] += 1 }
            delay(work, wait, isPatient: looks[work] ?? 0 > 3)
        case .incomplete(let wait):
            done(work)
            delay(work, wait, isPatient: true)
        case .folder:
            done(work)
            _ = report(work)
        case .gone: done(work)
        case .failed(let error):
            done(work)
            log(.error, "\(error); the file is left where it is and tried again")
            delay(work, 1_000_000_000, isPatient: true)
        }
    }

    func done(_ work: Work) {
        guard backlog.finish(work) else { return }
        var again = work
        again.wasClosed = true
        backlog.add(again)
    }

    func delay(_ work: Work, _ wait: Int64, isPatient: Bool) {
        let due = delayed.add(work, at: Clock.monotonic() + max(wait, 1_000_000), isPatient: isPatient)
        delayTimer.schedule(deadline: .now() + .nanoseconds(Int(max(0, due - Clock.monotonic()))))
    }

    func takeDelayed() {
        for work in delayed.take(until: Clock.monotonic()) { backlog.add(work) }
        if let due = delayed.nextDue {
            delayTimer.schedule(deadline: .now() + .nanoseconds(Int(max(0, due - Clock.monotonic()))))
        }
        dispatch()
        checkEnd()
    }

    /// Whether the disk has room for what may be taken; asked at most once a second.
    func hasSpace() -> Bool {
        let now = Clock.monotonic()
        guard now - spaceCheckedAt > 1_000_000_000 else { return !isShortOfSpace }
        spaceCheckedAt = now
        let free = spool.root.freeBytes() ?? .max
        let isShort = free < table.settings.minimumFree
        if isShort != isShortOfSpace {
            isShortOfSpace = isShort
            log(
                isShort ? .error : .notice,
                isShort
                    ? "the disk has only \(free / 1_000_000) MB left: nothing is taken until there is room"
                    : "the disk has room again")
        }
        if isShort { control.asyncAfter(deadline: .now() + 2) { self.dispatch() } }
        return !isShort
    }
}
