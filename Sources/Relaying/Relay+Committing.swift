// What was committed, and what follows from it.

import Dispatch
import Files
import Messages
import Recording
import Routing

extension Relay {
    /// On the committer's queue.
    func committed(_ outcome: CommitQueue.Outcome) {
        passOn(outcome)
        control.async { self.take(outcome) }
    }

    /// What programs are to do with it. From any queue.
    func passOn(_ outcome: CommitQueue.Outcome) {
        guard case .committed(let result) = outcome, !result.waiting.isEmpty || !result.settled.isEmpty else { return }
        programs?.queue.async {
            if !result.waiting.isEmpty { self.programs?.add(result.waiting) }
            if !result.settled.isEmpty { self.programs?.settled(result.settled) }
        }
    }

    /// On the control queue: what follows from it there, and what may be taken then.
    func take(_ outcome: CommitQueue.Outcome) {
        switch outcome {
        case .committed(let result):
            commits?.noted()
            settled(result)
        case .postponed(let cause):
            faults.begin(.committing, "decisions cannot be written: \(cause)")
            postponements += 1
            checkEnd()
        case .failed(let error):
            log(.error, .diskFailed, "\(error)")
            log(
                .error, .diskFailed,
                "nothing can be acknowledged any more: the service ends, and starts afresh from what is on the disk")
            end(74)
        }
    }

    private func settled(_ result: Commit.Result) {
        for entry in result.words { log(entry) }
        pace.finished(result.finished.count, isPressed: backlog.count > 0, now: Clock.monotonic())
        decided.add(result.finished.count, now: Clock.monotonic())
        if let closed = result.closed { lastGroup = closed }
        for end in result.operations { operated(end) }
        for work in result.finished { done(work) }
        for (work, error) in result.stranded { failed(work, error) }
        for work in result.again { consider(work) }
        faults.end(.committing)
        postponements = 0
        note(.placing, result.unplaced.map { "what is decided cannot be moved to its place: \($0); it is tried again" })
        note(.indexing, result.unindexed.map { "the duplicate index cannot be written: \($0); ids are kept in memory" })
        let behind = result.clockIsBehind / 1_000_000_000
        note(
            .clock,
            behind < 1
                ? nil
                : "the clock is \(behind) s behind the ledger's last line; times in the ledger stand still until then")
        for work in result.held { backlog.hold(work) }
        hasLooseEnds = result.hasLooseEnds
        leftOver = result.leftOver
        vainTries = leftOver == 0 ? 0 : vainTries + 1
        note(
            .leftOver,
            leftOver < Relay.mostLeftOver ? nil : "\(leftOver) decisions wait until they can be carried out")
        groupsSinceFlush += 1
        if isFlushDue {
            isFlushDue = false
            // Who waits for the end has nothing to record before that.
            commits?.synchronizeLooseEnds { self.control.async { self.checkEnd() } }
        }
        flushSoon()
        if !result.finished.isEmpty || !result.settled.isEmpty { stirred(true) }
        dispatch()
        checkEnd()
    }

    /// What was delivered is made durable and recorded soon: while groups come, beside them, right behind one of them,
    /// when the disk has likely nothing else to do; and by a group of its own otherwise.
    private func flushSoon() {
        guard hasLooseEnds || leftOver > 0, !isFlushing else { return }
        isFlushing = true
        groupsSinceFlush = 0
        let patience = options.drains ? 250 : 1_000
        control.asyncAfter(deadline: .now() + .milliseconds(hasLooseEnds ? 50 : patience)) {
            self.isFlushing = false
            self.isFlushDue = false
            guard self.hasLooseEnds || self.leftOver > 0 else { return }
            if self.groupsSinceFlush > 0, self.leftOver == 0, !self.options.drains, !self.isStopping {
                self.isFlushDue = true
                self.flushSoon()
            } else {
                self.commits?.submit([])
            }
        }
    }

    /// These messages are held for a person.
    func tell(_ held: [DeliveryIdentifier]) {
        guard !held.isEmpty else { return faults.tell(.held, nil) }
        let names = held.prefix(3).map(\.description).joined(separator: ", ")
        let more = held.count > 3 ? " and \(held.count - 3) more" : ""
        faults.tell(.held, "held until a person decides: \(names)\(more)")
    }

    /// A fault is there, with these words, or is not.
    func note(_ fault: Fault, _ text: String?) {
        if let text { faults.begin(fault, text) } else { faults.end(fault) }
    }
}
