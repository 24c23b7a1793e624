public import Dispatch
public import Files

/// Hears of every running program: when it has ended, and when it has said something. One for all
/// runs; belongs to the queue that it is handed.
///
/// Unchecked: everything in it happens on the queue that it was handed.
public final class ProgramWatch: @unchecked Sendable {  // reason: only on the queue it was handed
    private let set: ReadinessSet
    private let source: any DispatchSourceRead
    private var listeners: [Int32: () -> Void] = [:]

    /// Listens on a queue.
    public init(queue: DispatchQueue) throws(FileError) {
        set = try ReadinessSet()
        source = DispatchSource.makeReadSource(fileDescriptor: set.waitable, queue: queue)
        source.setEventHandler { [unowned self] in hear() }
        source.activate()
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
}
