// When there is nothing left to do.

import Dispatch
import Messages
import Spooling

extension Relay {
    /// Ends when there is nothing left to do, if that is wanted.
    ///
    /// What cannot be committed now is not waited for: nothing of it is decided, and the next start takes
    /// it up again.
    func checkEnd() {
        if postponements > (isStopping ? 0 : Relay.mostPostponements), isStopping || options.drains {
            return isStopping ? end(0) : endUndone()
        }
        if options.drains, !isStopping, failures > Relay.mostPostponements { return endUndone() }
        guard !isFinished, isStopping || options.drains, backlog.inHandCount == 0, commits?.isIdle ?? true else {
            return
        }
        if !isStopping {
            guard isDrained else { return }
        }
        programs?.queue.async {
            guard self.programs?.isIdle ?? true else { return }
            self.control.async { self.checkEndWithoutPrograms() }
        }
    }

    /// Whether a drain has nothing more to take; what an operator has paused is left where it is.
    private var isDrained: Bool { pauses[.taking] != nil || backlog.isEmpty && !delayed.hasImpatient }

    func checkEndWithoutPrograms() {
        guard !isFinished, backlog.inHandCount == 0, commits?.isIdle ?? true else { return }
        if !isStopping { guard isDrained else { return } }
        if hasLooseEnds {
            commits?.submit([])
        } else if isStopping {
            // What is left over is in the ledger: the next start carries it out.
            if bringsProgramsToRest() { end(0) }
        } else {
            // A folder may be back since it was missed, with files in it.
            for sender in unseen { list(sender) }
            guard isDrained else {
                dispatch()
                return checkEnd()
            }
            guard leftOver == 0 || vainTries > Relay.mostPostponements, bringsProgramsToRest() else { return }
            // A drain that left files because of a fault has not done its work, and nor has one that could not see
            // whether there are any.
            if leftOver > 0 || faults.pausesTaking || !unseen.isEmpty { endUndone() } else { end(0) }
        }
    }

    /// Whose drop folders could not be looked at, though nobody has paused the taking from them.
    private var unseen: [ParticipantIdentifier] {
        pauses[.taking] != nil ? [] : faults.withoutFolders.filter { pauses[.takingFrom($0)] == nil }
    }

    /// Ends a drain that leaves something undone. Why is told once more: who looks at the end of what it said finds it
    /// there.
    private func endUndone() {
        guard !isFinished else { return }
        let unseen = Set(unseen)
        for (fault, text) in faults.undone where fault.participant.map(unseen.contains) ?? true {
            log(.error, .fault, "the drain ends and leaves work undone: \(text)", participant: fault.participant)
        }
        end(75)
    }

    /// Whether programs are at rest, and remain so: since they said that they were, a message may have come to them, or the
    /// time of one that waited. Waits for their queue, which waits for nobody. Where they are not, they say when they are.
    private func bringsProgramsToRest() -> Bool {
        guard let programs else { return true }
        return programs.queue.sync {
            // What they had recorded in between is not taken note of here.
            (commits?.isIdle ?? true) && programs.stopIfIdle()
        }
    }

    func end(_ code: Int32) {
        guard !isFinished else { return }
        isFinished = true
        isStopping = true
        watcher?.stop()
        // Some seconds may pass until the process ends: what is begun now would be cut off, and be in doubt.
        programs?.queue.async { self.programs?.stop() }
        finished(code)
    }
}
