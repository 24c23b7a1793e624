/// What `hostile` was asked to do: its command line, read and checked.
struct HostileOptions {
    /// The folder in which the files are made; nil for the default one.
    let place: String?
    /// The daemon's program; nil for the one beside this program.
    let daemon: String?
    /// Only cases whose name has this in it; nil for all.
    let only: String?
    /// Whether processor time above its limit fails the run.
    let limitsTime: Bool
    /// Whether the system calls are watched, instead of time and memory.
    let isTraced: Bool
    /// Whether a program reads the results.
    let isJSON: Bool

    /// What `hostile --help` prints.
    static let help = """
        usage: luova-bench hostile [--place DIR] [--only TEXT] [--luova PATH] [--no-times] [--strace] [--json]

        Lets 'luova explain' judge one hostile file after the other, each in a process of its own and followed by
        a good message: the reason must be the right one, the good message be accepted, and the whole process
        stay below 64 MB (2^20 bytes) of memory and 1 s of processor time. Contracts that no message should meet
        must not load.

        --place DIR   where to make the files, up to 100 MB, in a fresh folder that is removed at the end;
                      default: /dev/shm, or the first of /var/tmp and the current folder that is on a disk
        --only TEXT   only cases with TEXT in their name
        --luova PATH  the program; default: the one of that name beside this one
        --no-times    processor time is told, and fails nothing
        --strace      measures nothing, and watches by strace(1): from the hostile file on, nothing may be opened
                      but it and the good message, and no socket made
        --json        one object a line instead of a table

        exit: 0, 1 a case did not end as it must, 64 usage, 69 a program or place is missing, 74 the disk failed.

        example: luova-bench hostile --only JSON
        """

    /// Reads the words behind the verb.
    init(_ words: [String]) throws(Failure) {
        let arguments = try BenchArguments(
            words, verb: "hostile", options: ["--place", "--only", "--luova"],
            flags: ["--json", "--no-times", "--strace"])
        place = arguments.text("--place")
        daemon = arguments.text("--luova")
        only = arguments.text("--only")
        limitsTime = !arguments.has("--no-times")
        isTraced = arguments.has("--strace")
        isJSON = arguments.has("--json")
    }
}
