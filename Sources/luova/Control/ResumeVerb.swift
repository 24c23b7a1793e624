import Operating

/// `luova resume`.
enum ResumeVerb: ControlVerb {
    static let name = "resume"
    static let synopsis = "resume  --all | --from ID | --to ID [--comment TEXT]   go on with what was stopped"
    static let help = """
        usage: luova resume --all | --from ID | --to ID [--comment TEXT] [--json] [--control PATH]

        Goes on with what luova pause has stopped, with the same option.

        --all            the taking of files from everybody; what is stopped with --from stays so
        --from ID        the taking of files from participant ID
        --to ID          the handing on to participant ID's program
        --comment TEXT   why; it stands in the ledger
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova resume --to reimbursement
        """

    static let asked = ControlRequest.Verb.resume
    static let options = ["--from", "--to", "--comment"]
    static let flags = ["--all"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try scoped(arguments) }
}
