import Operating

/// `luova pause`.
enum PauseVerb: ControlVerb {
    static let name = "pause"
    static let synopsis = "pause   --all | --from ID | --to ID [--comment TEXT]   stop taking in, or handing on"
    static let help = """
        usage: luova pause --all | --from ID | --to ID [--comment TEXT] [--json] [--control PATH]

        Stops the taking of files, from everybody or from one sender, whose files then stay in its drop folder; or the
        handing on to one receiver's program, whose messages then wait. What is in hand is finished. It stays so,
        through restarts, until luova resume; luova status and the log say so. What is for a pickup folder is there at
        once: a receiver without a program cannot be paused.

        --all            the taking of files from everybody
        --from ID        the taking of files from participant ID
        --to ID          the handing on to participant ID's program
        --comment TEXT   why; it stands in the ledger
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova pause --to reimbursement --comment "database upgrade until noon"
        """

    static let asked = ControlRequest.Verb.pause
    static let options = ["--from", "--to", "--comment"]
    static let flags = ["--all"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try scoped(arguments) }
}
