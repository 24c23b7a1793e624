// Waiting for something that another thread or process does, no longer than needed.

import Files

/// Asks until the answer is yes, every millisecond; false when it is still no after `seconds`.
public func eventually(within seconds: Int64 = 5, _ isSo: () throws -> Bool) rethrows -> Bool {
    let end = Clock.monotonic() + seconds * 1_000_000_000
    while true {
        if try isSo() { return true }
        if Clock.monotonic() > end { return false }
        ScratchFolder.pause(nanoseconds: 1_000_000)
    }
}
