// The power is cut before one call that changes the disk, while receivers take away what they find; the file
// system is mounted anew, the daemon started again, and nothing is lost or twice.

#if DEBUG
    import Files
    import Foundation
    import Support
    import Synchronization
    import XCTest

    final class PowerCutEndToEndTests: XCTestCase {
        func testNothingIsLostOnExt4() throws { try assertNothingIsLost(on: .ext4, seed: 21) }

        func testNothingIsLostOnXFS() throws { try assertNothingIsLost(on: .xfs, seed: 22) }

        /// Each sync of the protocol that a file system at hand cannot do without; the page spool-states says why
        /// the others stay.
        func testWithoutItsSyncsSomethingIsLost() throws {
            let syncs = [
                "bodies": "syncfs=skip;fdatasync@/taken/=skip", "the ledger": "fdatasync@/ledger/=skip",
            ]
            for (name, skip) in syncs {
                var found: [String] = []
                for kind in LoopFileSystem.Kind.allCases where found.isEmpty {
                    if let obstacle = LoopFileSystem.obstacle(kind) { throw XCTSkip(obstacle) }  // reason: a mount
                    let fileSystem = try LoopFileSystem(kind, megabytes: 320)
                    defer { fileSystem.remove() }
                    // Originals are gone, and the journal says so.
                    let faults = "\(skip);unlink@/taken/#6=commit-cut:\(fileSystem.path)"
                    found = try PowerCut.play(fileSystem, faults: faults)
                    print("without the sync of \(name), \(kind): \(found)")
                }
                XCTAssertNotEqual(found, [], "the sync of \(name) makes no difference")
            }
        }

        private func assertNothingIsLost(on kind: LoopFileSystem.Kind, seed: UInt64) throws {
            if let obstacle = LoopFileSystem.obstacle(kind) { throw XCTSkip(obstacle) }  // reason: a mount
            let fileSystem = try LoopFileSystem(kind, megabytes: 320)
            defer { fileSystem.remove() }
            let calls = try FaultTrial.count("*")
            for number in Endurance.chosen(of: calls, short: 8, seed: seed) {
                // Every second time the journal is made durable just before, as by somebody else's fsync.
                let cut = number % 2 == 0 ? "cut" : "commit-cut"
                let wrong = try PowerCut.play(fileSystem, faults: "*#\(number)=\(cut):\(fileSystem.path)")
                XCTAssertEqual(wrong, [], "\(kind): \(cut) before call \(number)")
            }
        }
    }

    /// One power cut and what comes after it.
    enum PowerCut {
        /// - Returns: what is not as it must be.
        static func play(_ fileSystem: LoopFileSystem, faults: String) throws -> [String] {
            let spool = "\(fileSystem.path)/spool"
            ScratchFolder.remove(spool)
            let trial = try FaultTrial(moves: true, spool: spool)
            defer { trial.remove() }
            try trial.fill()
            try Directory(path: fileSystem.path).synchronizeFileSystem()
            let receivers = Receivers(trial)
            receivers.start()
            let (code, words) = try trial.run(faults: faults)
            receivers.stop()
            guard code == -9 || code == 0 || code == 74 else { return ["it ended with \(code): \(words)"] }
            try fileSystem.remount()
            receivers.start()
            let (again, said) = try trial.run()
            receivers.stop()
            guard again == 0 else { return ["after the cut it ended with \(again): \(said)"] }
            return try receivers.mistakes + trial.deviations(consumed: receivers.consumed)
        }
    }

    /// Receivers that take away what they find in their pickup folders, at once.
    final class Receivers: Sendable {
        private struct State: Sendable {
            var consumed: [String: [String: [UInt8]]] = [:]
            var mistakes: [String] = []
            var isRunning = false
        }

        private let state = Mutex<State>(State())
        private let spool: String
        private let done = DispatchSemaphore(value: 0)

        init(_ trial: FaultTrial) { spool = trial.playground.spool }

        var consumed: [String: [String: [UInt8]]] { state.withLock { $0.consumed } }
        var mistakes: [String] { state.withLock { $0.mistakes } }

        func start() {
            state.withLock { $0.isRunning = true }
            Thread.detachNewThread {
                while self.state.withLock({ $0.isRunning }) {
                    for participant in ["alice", "carol", "bob", "dora"] { self.consume(participant) }
                    ScratchFolder.pause(nanoseconds: 2_000_000)
                }
                self.done.signal()
            }
        }

        func stop() {
            state.withLock { $0.isRunning = false }
            done.wait()
        }

        private func consume(_ participant: String) {
            let path = "\(spool)/participants/\(participant)/pickup"
            guard let folder = try? Directory(path: path), let entries = try? folder.entries() else { return }
            for entry in entries {
                let name = entry.name.description
                guard let bytes = try? WholeFile.read("\(path)/\(name)"), (try? folder.remove(entry.name)) == true
                else {
                    continue
                }
                state.withLock { state in
                    let before = state.consumed[participant, default: [:]].updateValue(bytes, forKey: name)
                    // After a power cut it may be there once more, but as it was.
                    if let before, before != bytes { state.mistakes.append("\(participant)/\(name) has changed") }
                }
            }
        }
    }
#endif
