import Glibc
import Synchronization

/// Whether somebody pressed Control-C: then the folders are removed before the end.
enum Interruption {
    private static let seen = Atomic<Bool>(false)

    /// Takes note of SIGINT and SIGTERM from now on. The programs that are measured get their default
    /// action back when they are started.
    static func listen() {
        for number in [SIGINT, SIGTERM] {
            _ = signal(number) { _ in Interruption.seen.store(true, ordering: .relaxed) }
        }
    }

    /// Throws when it is time to end.
    static func check() throws(Failure) {
        if seen.load(ordering: .relaxed) { throw Failure(.interrupted, "interrupted; nothing is left behind") }
    }
}
