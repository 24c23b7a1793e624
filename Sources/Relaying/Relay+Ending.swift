// When there is nothing left to do.

import Dispatch
import Spooling

extension Relay {
    /// Ends when there is nothing left to do, if that is wanted.
    ///
    /// What cannot be committed now is not waited for: nothing of it is decided, and the next start takes
    /// it up again.
    func checkEnd() {
        if postponements > (isStopping ? 0 : Relay.mostPostponements), isStopping || options.drains {
            return end(isStopping ? 0 : 75)
        }
        if options.drains, !isStopping, failures > Relay.mostPostponements { return end(75) }
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
        } else if leftOver == 0 || vainTries > Relay.mostPostponements {
            // A drain that left files because of a fault has not done its work.
            if bringsProgramsToRest() { end(leftOver > 0 || faults.pausesTaking ? 75 : 0) }
        }
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
