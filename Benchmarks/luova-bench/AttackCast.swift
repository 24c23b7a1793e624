import Files
import Glibc

/// Who plays which part in an attack: the accounts, and how the daemon is started with no more rights than it
/// needs.
struct AttackCast {
    /// The daemon's account.
    let service: UInt32
    /// The attackers' account and group; the daemon is a member of the group.
    let attacker: (user: UInt32, group: UInt32)
    /// Whether we are root, and so can be everybody.
    let isRoot: Bool

    private static let setpriv = "/usr/bin/setpriv"

    /// Looks at what we are.
    init(_ custody: BenchCustody) throws(Failure) {
        isRoot = geteuid() == 0
        service = isRoot ? 1 : geteuid()
        attacker = isRoot ? (65_534, 65_534) : (geteuid(), getegid())
        if !isRoot, custody == .move {
            throw Failure(.usage, "attack: move can be tried by root only: the attackers need another account")
        }
        if isRoot, WholeFile.status(AttackCast.setpriv) == nil {
            throw Failure(.unavailable, "\(AttackCast.setpriv): there is no such program; install util-linux")
        }
    }

    /// The daemon, as its own account with the rights that a kind of custody needs, and no other.
    func daemon(_ path: String, _ words: [String], _ custody: BenchCustody, log: String) -> MeasuredProgram {
        guard isRoot else { return MeasuredProgram(path: path, arguments: words, log: log) }
        let rights = custody == .move ? "-all,+lease,+chown" : "-all"
        var arguments = ["--reuid", String(service), "--regid", String(service), "--groups", String(attacker.group)]
        for set in ["--inh-caps", "--ambient-caps", "--bounding-set"] { arguments += ["\(set)=\(rights)"] }
        return MeasuredProgram(
            path: AttackCast.setpriv, arguments: arguments + ["--no-new-privs", path] + words, log: log)
    }

    /// Gives the spool to the daemon, and the drop folder to the attackers' group.
    func give(_ spool: BenchSpool) throws(FileError) {
        guard isRoot else { return }
        var paths = [spool.path, "\(spool.path)/participants", spool.taken, "\(spool.path)/taken", spool.ledger]
        paths += [spool.drop, spool.pickup].flatMap { [$0, String($0[..<($0.lastIndex(of: "/") ?? $0.endIndex)])] }
        for path in paths { try Directory(path: path).change(owner: service, group: service, mode: 0o755) }
        try Directory(path: spool.drop).change(owner: service, group: attacker.group, mode: 0o2770)
    }

    /// Makes this process an attacker for good.
    func become() throws(Failure) {
        guard isRoot else { return }
        guard setgroups(0, nil) == 0, setgid(attacker.group) == 0, setuid(attacker.user) == 0 else {
            throw Failure(.unavailable, "attack: cannot become account \(attacker.user): errno \(errno)")
        }
    }
}
