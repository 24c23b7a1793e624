import CLinux
import Glibc

/// What the process sets for itself, once, at its start.
public enum ProcessSettings {
    /// Ignores signals whose default would end us while we do our work: SIGPIPE (a reader that went),
    /// SIGIO (somebody waits on a lease), and those that are handled on a queue instead.
    public static func ignoreSignals(_ handled: [Int32]) {
        for number in handled + [SIGPIPE, SIGIO, SIGXFSZ] { _ = signal(number, SIG_IGN) }
    }

    /// Allows as many open files as the hard limit does (setrlimit(2)).
    public static func raiseOpenFileLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
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
