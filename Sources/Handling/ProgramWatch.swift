public import Dispatch
public import Files

/// Hears of every running program: when it has ended, and when it has said something; and ends what ended
/// programs left behind. One for all runs; belongs to the queue that it is handed.
///
/// Unchecked: everything in it happens on the queue that it was handed.
public final class ProgramWatch: @unchecked Sendable {  // reason: only on the queue it was handed
    private let set: ReadinessSet
    private let source: any DispatchSourceRead
    private var listeners: [Int32: () -> Void] = [:]
    /// How long an end waits for what was left behind to be gone, in nanoseconds.
    private static let patience: Int64 = 5_000_000_000
    /// Who waits for that, and until when.
    private var waiting: [(until: Int64, done: (Bool) -> Void)] = []
    /// Looks again while something is left.
    private let clock: any DispatchSourceTimer
    private var pause = 1

    /// Listens on a queue. From now on this process is the parent of all that programs leave behind.
    public init(queue: DispatchQueue) throws(FileError) {
        ProcessFamily.adoptOrphans()
        set = try ReadinessSet()
        clock = DispatchSource.makeTimerSource(queue: queue)
        source = DispatchSource.makeReadSource(fileDescriptor: set.waitable, queue: queue)
        source.setEventHandler { [unowned self] in hear() }
        source.activate()
        clock.setEventHandler { [unowned self] in endOrphans() }
        clock.activate()
    }

    /// Calls `listener` whenever a descriptor is readable, until it is removed.
    func add(_ number: Int32, _ listener: @escaping () -> Void) throws(FileError) {
        try set.add(number)
        listeners[number] = listener
    }

    /// Stops listening, at once: the descriptor may be closed.
    func remove(_ number: Int32) {
        guard listeners.removeValue(forKey: number) != nil else { return }
        set.remove(number)
    }

    private func hear() {
        // A listener may remove another one, and close what it listened to.
        for number in set.ready() { listeners[number]?() }
    }

    /// Ends what ended programs left behind, wherever it went, and calls `done` when nothing of it is left;
    /// with false when it is still there after some seconds. Mostly at once.
    func endOrphans(_ done: @escaping (Bool) -> Void) {
        waiting.append((Clock.monotonic() + ProgramWatch.patience, done))
        pause = 1
        endOrphans()
    }

    private func endOrphans() {
        let isClear = ProcessFamily.endOrphans() == 0
        let now = Clock.monotonic()
        let over = waiting.filter { isClear || $0.until <= now }
        waiting.removeAll { isClear || $0.until <= now }
        if !isClear {
            // What cannot be killed is looked at less and less often, and never held against the queue.
            clock.schedule(deadline: .now() + .milliseconds(pause))
            pause = min(pause * 2, waiting.isEmpty ? 1_000 : 20)
        }
        for (_, done) in over { done(isClear) }
    }
}
