import Operating

/// `luova show`.
enum ShowVerb: ControlVerb {
    static let name = "show"
    static let synopsis =
        "show    ID… [--json]                            where a message is, and what was decided about it"
    static let help = """
        usage: luova show ID… [--json] [--control PATH]

        Prints where each message is now, by its delivery id, or the file in refused/ by its number, and what the
        ledger's line with that number says. ID may be -: then ids are read from standard input, one a line.

        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova show 000000004711
        """

    static let asked = ControlRequest.Verb.show
    static let options: [String] = []

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try ofMessages(arguments) }
}
