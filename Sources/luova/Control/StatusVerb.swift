import Files
import Operating

/// `luova status`.
enum StatusVerb: Verb {
    static let name = "status"
    static let synopsis = "status  [--json] [--watch]                      what the daemon is at, on one screen"
    static let help = """
        usage: luova status [--json] [--watch] [--control PATH]

        Prints what a running daemon is at: its state and since when, the table in force, files in hand, what was
        decided lately, the ledger's last line, the disk, faults, what operators have paused, and what waits for each
        receiver's program.

        --watch          again every second, until the daemon is gone
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object; see luova-control(5)

        exit: 0, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova status --watch
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, verb: name, options: ["--control"], flags: ["--json", "--watch"])
        guard arguments.rest.isEmpty else {
            throw Failure(.usage, "status: unexpected '\(arguments.rest[0])'; see luova status --help")
        }
        let client = ControlClient(path: arguments.value("--control") ?? ControlClient.standardPath)
        let request = ControlRequest(.status)
        while true {
            if arguments.has("--watch"), StandardStream.output.isTerminal {
                // To the upper left corner of an empty screen.
                StandardStream.output.write(Array("\u{1B}[H\u{1B}[2J".utf8))
            }
            if arguments.has("--json") { try client.printJSON(request) } else { try client.print(request) }
            guard arguments.has("--watch") else { return }
            ScratchFolder.pause(nanoseconds: 1_000_000_000)
        }
    }
}
