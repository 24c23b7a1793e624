// A second sender beside a hostile one.

import Files
import Foundation
import Support
import XCTest

/// Somebody who sends a message now and then, and notes how long each takes.
final class Neighbour: @unchecked Sendable {  // reason: what it shares is behind its lock
    private let spool: String
    private let lock = NSLock()
    private var isOver = false
    private var waits: [Int64] = []
    private var problem: (any Error)?
    private let done = DispatchSemaphore(value: 0)

    init(_ playground: Playground) { spool = playground.spool }

    func start() { Thread { self.run() }.start() }

    private func run() {
        do {
            let drop = try Directory(path: "\(spool)/participants/nina/drop")
            let pickup = try Directory(path: "\(spool)/participants/dora/pickup")
            var number = 0
            while !lock.withLock({ isOver }) {
                number += 1
                let part = fileName(".\(number).part")
                try drop.create(part, mode: 0o644).write(Array(Playground.note("nina-\(number)").utf8)[...])
                try drop.rename(part, to: drop, fileName("\(number).xml"))
                let begin = Clock.monotonic()
                guard eventually(within: 60, { (try? pickup.entries())?.isEmpty == false }) else {
                    throw FileError(.read, "the neighbour's message \(number)", .noSuchFile)
                }
                lock.withLock { waits.append((Clock.monotonic() - begin) / 1_000_000) }
                for entry in try pickup.entries() { try pickup.remove(entry.name) }
                ScratchFolder.pause(nanoseconds: 20_000_000)
            }
        } catch {
            lock.withLock { problem = error }
        }
        done.signal()
    }

    /// Ends, and tells how long each message took, in milliseconds.
    func end() throws -> [Int64] {
        lock.withLock { isOver = true }
        done.wait()
        if let problem { throw problem }
        XCTAssertFalse(waits.isEmpty, "no message of the neighbour arrived")
        return waits
    }
}

extension Directory {
    /// Removes every name in it.
    func removeAll() throws { for entry in try entries() { try remove(entry.name) } }
}
