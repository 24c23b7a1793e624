/// What `attack` was asked to do: its command line, read and checked.
struct AttackOptions {
    /// The folder in which the spool is made; nil for the default one.
    private(set) var place: String?
    /// How long the attack lasts.
    private(set) var seconds = 10
    /// How the daemon takes the attacker's files.
    private(set) var custody = BenchCustody.copy
    /// How many attackers there are.
    private(set) var attackers = 4
    /// The daemon's program; nil for the one beside this program.
    private(set) var daemon: String?
    /// Whether the attackers let the disk write to their files (`PinnedMessage`).
    private(set) var pins = false
    /// Whether a program reads the result.
    private(set) var isJSON = false

    /// What `attack --help` prints.
    static let help = """
        usage: luova-bench attack [--custody copy|move] [--seconds N] [--attackers N] [--spool DIR] [--luova PATH]
                                  [--pin] [--json]

        Starts the daemon, and senders that attack their own files while these are taken: they open them for
        writing in a loop, keep descriptors, write later, swap names, link, truncate, change modes, and put links,
        pipes and folders in their place. A receiver compares each delivered file with the SHA-256 of the ledger,
        at once and again 3 seconds later.

        As root, the attackers are 'nobody', and the daemon is an account of its own (number 1) with nothing but
        the folders' group for copy, and CAP_LEASE and CAP_CHOWN for move; it needs setpriv(1). As anybody else,
        all have one account, and only copy can be tried.

        --custody KIND  copy or move; default: copy
        --seconds N     how long; default 10
        --attackers N   how many processes attack; default 4
        --spool DIR     where to make the spool, in a fresh folder that is removed at the end; default: /dev/shm,
                        or the first of /var/tmp and the current folder that is on a disk
        --luova PATH    the daemon; default: the program of that name beside this one
        --pin           the attackers also map their files and let direct reads from the disk arrive in them, which no
                        lease sees: what a sender can do that runs programs of its own on this machine. The spool
                        must be on a disk, or nothing comes of it
        --json          one object instead of lines

        exit: 0, 64 usage, 69 a program or place is missing, 70 copy was breached, a message was lost, or the daemon
        ended otherwise than it must, 74 the disk failed. What breaches move is counted, and fails nothing.

        example: luova-bench attack --custody move --seconds 600
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--json" || word == "--pin" {
                if word == "--pin" { pins = true } else { isJSON = true }
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard ["--custody", "--seconds", "--attackers", "--spool", "--luova"].contains(parts[0]) else {
                throw Failure(.usage, "attack: unexpected '\(word)'; see luova-bench attack --help")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw Failure(.usage, "attack: \(word) needs a value; see luova-bench attack --help")
            }
            try set(parts[0], value)
        }
    }

    private mutating func set(_ name: String, _ value: String) throws(Failure) {
        switch name {
        case "--seconds": seconds = try number(name, value, 1...86_400)
        case "--attackers": attackers = try number(name, value, 1...64)
        case "--spool": place = value
        case "--luova": daemon = value
        default:
            guard let custody = BenchCustody(rawValue: value) else {
                throw Failure(.usage, "attack: --custody must be copy or move, not '\(value)'")
            }
            self.custody = custody
        }
    }

    private func number(_ name: String, _ value: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw Failure(
                .usage,
                "attack: \(name) must be a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'")
        }
        return number
    }
}
