// Whether the work goes on: what a watchdog is fed with.

import Dispatch

extension Relay {
    /// Calls `done` once the work was seen to go on: no worker has been at one file for longer than that file may
    /// take, the control queue and the programs' queue have come round, and the committer is at rest or has finished
    /// a group since. Never, when one of them hangs. From any queue; `done` is called on the committer's.
    public func pulse(_ done: @escaping @Sendable () -> Void) {
        control.async {
            guard !self.holdsAFileTooLong, let programs = self.programs else { return }
            programs.queue.async {
                self.control.async { self.commits?.pulse(done) }
            }
        }
    }
}
