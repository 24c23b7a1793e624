// Runs a shell script as a program handler, and waits for what becomes of it.

import Dispatch
import Files
import Foundation
import Handling
import Support

/// What became of a run.
final class ProgramOutcome: @unchecked Sendable {  // reason: only on its queue
    private let lock = NSLock()
    private let ended = DispatchSemaphore(value: 0)
    private var answers: [(HandlerAnswer, String)] = []

    func add(_ answer: HandlerAnswer, _ words: String) {
        lock.withLock { answers.append((answer, words)) }
        ended.signal()
    }

    /// The answer; nil when there is none after `seconds`.
    func wait(seconds: Double = 15) -> HandlerAnswer? {
        guard ended.wait(timeout: .now() + seconds) == .success else { return nil }
        return lock.withLock { answers.first?.0 }
    }

    /// What was said on standard error.
    var words: String { lock.withLock { answers.first?.1 ?? "" } }

    /// How often it was told.
    var count: Int { lock.withLock { answers.count } }
}

/// A folder for runs. All runs of the tests share a queue and a watch, as those of the daemon do.
struct ProgramTrial: Sendable {
    static let queue = DispatchQueue(label: "luova.test.programs")
    private static let watch = Result { try ProgramWatch(queue: queue) }

    let folder: TemporaryFolder

    init() throws(FileError) {
        ProcessSettings.ignoreSignals()
        folder = try TemporaryFolder()
    }

    /// Starts a script with `input` on its standard input and the file `output` for its standard output.
    func start(
        _ script: String, input: String = "<m/>", milliseconds: Int64 = 10_000, largestFile: Int64 = 1 << 30
    ) throws -> ProgramOutcome {
        try start(
            ProcessLaunch(
                path: "/bin/sh", arguments: ["-c", script],
                environment: [("FOLDER", Array(folder.path.utf8)), ("PATH", Array("/usr/bin:/bin".utf8))], account: nil,
                largestFile: largestFile),
            input: input, milliseconds: milliseconds)
    }

    /// Starts a program.
    func start(_ launch: ProcessLaunch, input: String = "<m/>", milliseconds: Int64 = 10_000) throws -> ProgramOutcome {
        try folder.write(input, to: "input")
        try folder.write("", to: "output")
        let outcome = ProgramOutcome()
        let watch = try ProgramTrial.watch.get()
        try ProgramTrial.queue.sync {
            try ProgramRun.start(
                launch, input: try folder.directory.open(fileName("input")),
                output: try folder.directory.openOrCreate(fileName("output"), mode: 0o600),
                timeout: milliseconds * 1_000_000, watch: watch, queue: ProgramTrial.queue
            ) { outcome.add($0, $1) }
        }
        return outcome
    }

    /// Runs a script to its end.
    func answer(_ script: String, input: String = "<m/>", milliseconds: Int64 = 10_000) throws -> HandlerAnswer? {
        try start(script, input: input, milliseconds: milliseconds).wait()
    }

    /// The process whose number the script wrote to a file.
    func process(_ name: String) throws -> Int32 {
        guard eventually({ (try? folder.read(name).hasSuffix("\n")) ?? false }) else { return -1 }
        return Int32(try folder.read(name).dropLast()) ?? -1
    }

    /// What the program wrote to its standard output.
    func output() throws(FileError) -> String { try folder.read("output") }
}
