import CLinux
import Glibc
import Synchronization

/// All processes that stem from us. None of them gets out of it: each program adopts what its own children
/// leave behind, and when it ends, we do (prctl(2), PR_SET_CHILD_SUBREAPER). So whoever is our child and is no
/// program that runs has been left behind by one that has ended, whatever session it is in and whatever it
/// calls itself.
///
/// A child's number cannot become another's before it is reaped, and leftovers are reaped here only.
public enum ProcessFamily {
    /// One start of a program. Numbers of processes come again, starts do not.
    struct Start {
        var child: pid_t = 0
        fileprivate var serial: UInt64 = 0
    }

    private struct State {
        /// Programs that were started and not reaped, each with its start.
        var programs: [pid_t: UInt64] = [:]
        var starts: UInt64 = 0
    }

    private static let state = Mutex(State())
    /// So many generations are ended at once; others wait for their turn meanwhile.
    private static let mostLooks = 32

    /// Makes us the parent of every descendant whose own parent ends. For the whole process, once.
    public static func adoptOrphans() { _ = luova_adopt_orphans() }

    /// Starts a program; nobody takes it for a leftover meanwhile.
    ///
    /// - Returns: 0, or the errno of `launch`.
    static func start(_ start: inout Start, _ launch: (inout pid_t) -> CInt) -> CInt {
        state.withLock { state in
            let failure = launch(&start.child)
            if failure == 0 {
                state.starts += 1
                start.serial = state.starts
                state.programs[start.child] = start.serial
            }
            return failure
        }
    }

    /// A program was reaped, or nobody waits for it any more: then it is a leftover too.
    static func forget(_ start: Start) {
        state.withLock { state in
            if state.programs[start.child] == start.serial { state.programs[start.child] = nil }
        }
    }

    /// Kills and reaps what ended programs left behind, without waiting for any death. O(our threads and
    /// children).
    ///
    /// - Returns: how many are left: they are still dying, or they have just been orphaned by one that died,
    ///   or we have no right to kill them.
    public static func endOrphans() -> Int {
        state.withLock { state in
            // Each that is reaped hands its own children on to us: only a look that finds nobody is the last.
            for _ in 0..<mostLooks {
                let orphans = children().filter { state.programs[$0] == nil }
                if orphans.isEmpty { return 0 }
                for orphan in orphans { _ = kill(orphan, SIGKILL) }
                let left = orphans.count { luova_reap($0) == 0 }
                if left > 0 { return left }
            }
            return 1
        }
    }

    /// Our children (proc_pid_children(5)). The kernel may pass over one while another ends, and a thread that
    /// ends hands its children on: what is there is seen in one of two looks.
    private static func children() -> Set<pid_t> {
        var found: Set<pid_t> = []
        for _ in 0..<2 {
            for thread in (try? Directory(path: "/proc/self/task").entries()) ?? [] {
                let bytes = (try? WholeFile.read("/proc/self/task/\(thread.name.description)/children")) ?? []
                let text = String(decoding: bytes, as: UTF8.self)
                for word in text.split(separator: " ") { if let child = pid_t(word) { found.insert(child) } }
            }
        }
        return found
    }
}
