/// What `attack` was asked to do: its command line, read and checked.
struct AttackOptions {
    /// The folder in which the spool is made; nil for the default one.
    let place: String?
    /// How long the attack lasts.
    let seconds: Int
    /// How the daemon takes the attacker's files.
    let custody: BenchCustody
    /// How many attackers there are.
    let attackers: Int
    /// The daemon's program; nil for the one beside this program.
    let daemon: String?
    /// Whether the attackers let the disk write to their files (`PinnedMessage`).
    let pins: Bool
    /// Whether a program reads the result.
    let isJSON: Bool

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
        let arguments = try BenchArguments(
            words, verb: "attack", options: ["--custody", "--seconds", "--attackers", "--spool", "--luova"],
            flags: ["--json", "--pin"])
        place = arguments.text("--spool")
        seconds = try arguments.number("--seconds", 10, in: 1...86_400)
        custody = try arguments.word("--custody") ?? .copy
        attackers = try arguments.number("--attackers", 4, in: 1...64)
        daemon = arguments.text("--luova")
        pins = arguments.has("--pin")
        isJSON = arguments.has("--json")
    }
}
