public import Dispatch
public import Files

/// One run of a program handler: the message on its standard input, its reply on its standard output,
/// what it has to say to operators on its standard error. Belongs to the queue that it is handed.
///
/// Whatever the program does, the run ends: it is asked to stop (SIGTERM) when its time is over, and
/// killed with its whole family a little later; its output is bounded by the kernel, its standard
/// error by us.
///
/// Unchecked: everything in it happens on the queue that it was handed.
public final class ProgramRun: @unchecked Sendable {  // reason: only on the queue it was handed
    /// How long a program that was asked to stop may take, in nanoseconds.
    private static let grace: Int64 = 2_000_000_000
    /// How much of its standard error is kept, in bytes.
    private static let mostWords = 8_192
    /// The largest reply, in bytes.
    public static let largestReply: Int64 = 50_000_000

    private let child: ChildProcess
    private let words: Descriptor
    private let watch: ProgramWatch
    private let clock: any DispatchSourceTimer
    private var said: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 4_096)
    private var isOverdue = false
    private let finish: (HandlerAnswer, String) -> Void

    /// Starts a program. `finish` is called once on `queue`, with what the program said by its exit code
    /// and, in words, on its standard error.
    ///
    /// Throws when it cannot be started; `finish` is then not called.
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
            throw error
        }
        run.clock.schedule(deadline: .now() + .nanoseconds(Int(timeout)), repeating: .nanoseconds(Int(grace)))
        run.clock.setEventHandler { [weak run] in run?.overdue() }
        run.clock.activate()
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
    }

    /// What is left in the pipe when the program has ended.
    private func listenToTheEnd() {
        while said.count < ProgramRun.mostWords, let count = try? words.readAvailable(into: &buffer), count > 0 {
            said.append(contentsOf: buffer[..<min(count, ProgramRun.mostWords - said.count)])
        }
    }

    private func ended() {
        guard let end = child.end() else { return }
        listenToTheEnd()
        // Nobody it left behind may hold on to our files.
        child.signalFamily(9)
        clock.cancel()
        var answer = ProgramRun.answer(end)
        if isOverdue, case .tryAgain = answer { answer = .tryAgain("it took longer than its time") }
        let text = String(decoding: said, as: UTF8.self).split(separator: "\n").joined(separator: " | ")
        watch.remove(words.waitable)
        watch.remove(child.waitable)
        finish(answer, text)
    }

    /// Exit codes as sysexits.h has them: 65 (data) and 77 (no permission) refuse for good.
    static func answer(_ end: ProcessEnd) -> HandlerAnswer {
        switch end {
        case .exited(0): .taken
        case .exited(65): .refused("it refused the message as wrong (exit code 65)")
        case .exited(77): .refused("it refused the message as not permitted (exit code 77)")
        case .exited(let code): .tryAgain("it ended with exit code \(code)")
        case .signalled(let number): .tryAgain("signal \(number) ended it")
        }
    }
}
