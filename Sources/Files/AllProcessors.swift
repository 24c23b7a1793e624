import Glibc
import Synchronization

/// Work on all processors at once, on threads that are gone when it is done: whoever asks for it has as many threads
/// afterwards as before.
public enum AllProcessors {
    /// Runs `body` once for each number below `count`, in no order, several at a time; returns when all are done. Where
    /// no more threads can be had, it takes those that there are, the caller's at least. From any queue.
    public static func perform(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let work = Work(count, body)
        var threads: [pthread_t] = []
        // Signals are for the threads that were there before.
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        for _ in 1..<max(1, min(count, ProcessSettings.processors)) {
            guard let thread = work.start() else { break }
            threads.append(thread)
        }
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        work.run()
        for thread in threads { pthread_join(thread, nil) }
    }

    /// What is shared by the threads.
    private final class Work: Sendable {
        private let count: Int
        private let body: @Sendable (Int) -> Void
        private let next = Atomic<Int>(0)

        init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.count = count
            self.body = body
        }

        /// Takes numbers until there are none.
        func run() {
            while true {
                let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard place < count else { return }
                body(place)
            }
        }

        /// Starts a thread (pthread_create(3)) that runs; nil when there can be no more.
        func start() -> pthread_t? {
            var thread = pthread_t()
            let reference = unsafe Unmanaged.passRetained(self)
            let result = unsafe pthread_create(
                &thread, nil,
                { reference in
                    if let reference = unsafe reference {
                        unsafe Unmanaged<Work>.fromOpaque(reference).takeRetainedValue().run()
                    }
                    return nil
                }, reference.toOpaque())
            guard result == 0 else {
                unsafe reference.release()
                return nil
            }
            return thread
        }
    }
}
