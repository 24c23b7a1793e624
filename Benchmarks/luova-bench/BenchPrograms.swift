import Files

/// The programs that are measured: the daemon, and this one again for the floor.
struct BenchPrograms {
    /// The daemon.
    let daemon: String
    /// This program.
    let own: String

    /// Finds them; the daemon by its path, or beside this program: they are built together.
    init(daemon path: String?) throws(Failure) {
        guard let own = WholeFile.resolved("/proc/self/exe") else {
            throw Failure(.unavailable, "/proc/self/exe: cannot find this program itself; mount /proc")
        }
        let folder = own.lastIndex(of: "/").map { own[..<$0] } ?? ""
        let wanted = path ?? "\(folder)/luova"
        guard let found = WholeFile.resolved(wanted), WholeFile.status(found)?.kind == .regular else {
            throw Failure(.unavailable, "\(wanted): there is no such program; build it, or name it with --luova")
        }
        self.own = own
        daemon = found
        #if DEBUG
            StandardStream.error.writeLine(
                "luova-bench: built for debugging, so the figures mean little; build with -c release")
        #endif
    }
}
