// What was committed, and what follows from it.

import Dispatch
import Messages
import Recording
import Routing

extension Relay {
    /// On the committer's queue.
    func committed(_ result: Result<Commit.Result, LedgerError>) {
        switch result {
        case .success(let result):
            programs?.queue.async {
                if !result.waiting.isEmpty { self.programs?.add(result.waiting) }
                if !result.settled.isEmpty { self.programs?.settled(result.settled) }
            }
            control.async { self.settled(result) }
        case .failure(let error):
            log(.error, "\(error)")
            log(
                .error,
                "nothing can be acknowledged any more: the service ends, and starts afresh from what is on the disk")
            control.async { self.end(74) }
        }
    }

    func settled(_ result: Commit.Result) {
        for (level, text) in result.words { log(level, text) }
        for work in result.finished { done(work) }
        for work in result.again { backlog.add(work) }
        hasLooseEnds = result.hasLooseEnds
        if hasLooseEnds, !isFlushing {
            // What was delivered is recorded with the next group, or soon without one.
            isFlushing = true
            control.asyncAfter(deadline: .now() + .milliseconds(50)) {
                self.isFlushing = false
                if self.hasLooseEnds { self.commits?.submit([]) }
            }
        }
        dispatch()
        checkEnd()
    }
}
