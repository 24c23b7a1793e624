import CLinux
import Glibc

/// What the process sets for itself, once, at its start.
public enum ProcessSettings {
    /// Ignores signals whose default would end us while we do our work: SIGPIPE (a reader that went),
    /// SIGIO (somebody waits on a lease), SIGXFSZ (a file that may grow no more).
    public static func ignoreSignals() {
        for number in [SIGPIPE, SIGIO, SIGXFSZ] { _ = signal(number, SIG_IGN) }
    }

    /// These signals end the process at once with exit code 0, until something else is said of them.
    public static func endOnSignals(_ numbers: [Int32]) {
        for number in numbers { _ = signal(number) { _ in _exit(0) } }
    }

    /// Lets these signals wait, for this thread and those that it starts, until somebody takes them from where they
    /// wait (signalfd(2)). One that is merely ignored would be lost.
    public static func blockSignals(_ numbers: [Int32]) {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for number in numbers { unsafe sigaddset(&signals, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Allows as many open files as the hard limit does (setrlimit(2)).
    public static func raiseOpenFileLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// How many files may be open at a time (getrlimit(2)).
    public static var openFileLimit: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many files are open now; 0 where the system does not say (proc(5)).
    public static var openFiles: Int {
        // The folder itself is open twice while it is read.
        do { return max(0, try Directory(path: "/proc/self/fd").entries().count - 2) } catch { return 0 }
    }

    /// Makes files and folders that we create have exactly the mode that we name (umask(2)).
    public static func clearModeMask() { _ = umask(0) }

    /// Keeps freed memory from staying with the process (mallopt(3)): large blocks go back to the system at once, and
    /// small ones are in two pools, however many threads there are. To be called before there is a second thread.
    public static func keepMemorySmall() {
        luova_keep_memory_small()
    }

    /// Ends the process at once (_exit(2)).
    public static func exit(_ code: Int32) -> Never { _exit(code) }

    /// The number of processors that may run us (sysconf(3)).
    public static var processors: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }

    /// This process's id.
    public static var identifier: Int32 { getpid() }
}
