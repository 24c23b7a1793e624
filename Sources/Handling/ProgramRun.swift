public import Dispatch
public import Files

/// One run of a program handler: the message on its standard input, its reply on its standard output,
/// what it has to say to operators on its standard error. Belongs to the queue that it is handed.
///
/// Whatever the program does, the run ends: it is asked to stop (SIGTERM) when its time is over, and killed a
/// little later; its output is bounded by the kernel, its standard error by us. When it has ended, everything
/// that it started is killed, whatever session that went to, and only then is the end told: nobody can write to
/// a reply that is being read.
///
/// Unchecked: everything in it happens on the queue that it was handed.
public final class ProgramRun: @unchecked Sendable {  // reason: only on the queue it was handed
    /// How long a program that was asked to stop may take, in nanoseconds.
    private static let grace: Int64 = 2_000_000_000
    /// How much of its standard error is kept, in bytes.
    private static let mostWords = 8_192
    /// How often what a program says beyond that is thrown away, in milliseconds. In between it waits; so a
    /// flood costs next to nothing, and the others on the queue are heard.
    private static let floodPause = 10
    /// The largest reply, in bytes.
    public static let largestReply: Int64 = 50_000_000

    private let child: ChildProcess
    private let words: Descriptor
    private let watch: ProgramWatch
    private let clock: any DispatchSourceTimer
    private let floodClock: any DispatchSourceTimer
    private var said: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 4_096)
    private var isOverdue = false
    private let finish: (HandlerAnswer, String) -> Void

    /// Starts a program. `finish` is called once on `queue`, with what the program said by its exit code
    /// and, in words, on its standard error.
    ///
    /// Throws when it cannot be started; `finish` is then not called. The code `watch` says that it did run, and was
    /// killed because its end could not be waited for.
    public static func start(
        _ launch: ProcessLaunch, input: borrowing Descriptor, output: borrowing Descriptor, timeout: Int64,
        watch: ProgramWatch, queue: DispatchQueue, finish: @escaping (HandlerAnswer, String) -> Void
    ) throws(FileError) {
        let pipe = try Pipe()
        let child = try ChildProcess(launch, input: input, output: output, error: pipe.writer)
        let run = ProgramRun(child, words: pipe.takeReader(), watch: watch, queue: queue, finish: finish)
        // The run lives in these listeners until it has ended.
        do throws(FileError) {
            try watch.add(run.words.waitable) { run.listen() }
            try watch.add(run.child.waitable) { run.ended() }
        } catch {
            watch.remove(run.words.waitable)
            run.child.signalFamily(9)
            run.cancelClocks()
            throw error
        }
        run.clock.schedule(deadline: .now() + .nanoseconds(Int(timeout)), repeating: .nanoseconds(Int(grace)))
    }

    private init(
        _ child: consuming ChildProcess, words: consuming Descriptor, watch: ProgramWatch, queue: DispatchQueue,
        finish: @escaping (HandlerAnswer, String) -> Void
    ) {
        self.child = child
        self.words = words
        self.watch = watch
        self.finish = finish
        clock = DispatchSource.makeTimerSource(queue: queue)
        floodClock = DispatchSource.makeTimerSource(queue: queue)
        clock.setEventHandler { [weak self] in self?.overdue() }
        floodClock.setEventHandler { [weak self] in self?.throwAway() }
        // Dispatch does not forgive a timer that goes without ever having been active.
        clock.activate()
        floodClock.activate()
    }

    /// First asks, then kills.
    private func overdue() {
        child.signalFamily(isOverdue ? 9 : 15)
        isOverdue = true
    }

    private func listen() {
        guard let count = try? words.readAvailable(into: &buffer) else { return }
        // Every end of the pipe that could be written to is closed.
        if count == 0 { return watch.remove(words.waitable) }
        said.append(contentsOf: buffer[..<min(count, ProgramRun.mostWords - said.count)])
        guard said.count == ProgramRun.mostWords else { return }
        watch.remove(words.waitable)
        buffer = [UInt8](repeating: 0, count: 65_536)
        floodClock.schedule(
            deadline: .now() + .milliseconds(ProgramRun.floodPause), repeating: .milliseconds(ProgramRun.floodPause))
    }

    /// Empties the pipe of a program that says too much: once, so that it may say more.
    private func throwAway() {
        if let count = try? words.readAvailable(into: &buffer), count == 0 { floodClock.cancel() }
    }

    /// What is left in the pipe when the program has ended.
    private func listenToTheEnd() {
        while said.count < ProgramRun.mostWords, let count = try? words.readAvailable(into: &buffer), count > 0 {
            said.append(contentsOf: buffer[..<min(count, ProgramRun.mostWords - said.count)])
        }
    }

    /// The program has ended; it is not reaped yet, so that its number is still its own.
    private func ended() {
        guard child.hasEnded() else { return }
        watch.remove(child.waitable)
        cancelClocks()
        child.signalFamily(9)
        watch.endOrphans { [self] in conclude(isClear: $0) }
    }

    /// Nothing that stems from it is left, unless the kernel would not let us.
    private func conclude(isClear: Bool) {
        listenToTheEnd()
        watch.remove(words.waitable)
        var answer = child.end().map(ProgramRun.answer) ?? .tryAgain("nobody knows how it ended")
        if isOverdue, case .tryAgain = answer { answer = .tryAgain("it took longer than its time") }
        if !isClear {
            answer = .tryAgain("what it started could not be ended; a daemon without CAP_KILL cannot")
        }
        let text = String(decoding: said, as: UTF8.self).split(separator: "\n").joined(separator: " | ")
        finish(answer, text)
    }

    private func cancelClocks() {
        clock.cancel()
        floodClock.cancel()
    }

    /// Exit codes as sysexits.h has them: 65 (data) and 77 (no permission) refuse for good.
    static func answer(_ end: ProcessEnd) -> HandlerAnswer {
        switch end {
        case .exited(0): .taken
        case .exited(65):
            .refused(
                "the receiver's program refused the message as wrong (exit code 65); ask the receiver why, mend the "
                    + "message, and send it with a new id")
        case .exited(77):
            .refused(
                "the receiver's program refused the message as not permitted (exit code 77); ask the receiver why")
        case .exited(let code): .tryAgain("it ended with exit code \(code)")
        // SIGXFSZ
        case .signalled(25): .tryAgain("it wrote a file larger than it may (signal 25 ended it)")
        case .signalled(let number): .tryAgain("signal \(number) ended it")
        }
    }
}
