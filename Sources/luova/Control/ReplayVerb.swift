import Operating

/// `luova replay`.
enum ReplayVerb: ControlVerb {
    static let name = "replay"
    static let synopsis = "replay  ID… --comment TEXT                      judge files in refused/ anew"
    static let help = """
        usage: luova replay ID… --comment TEXT [--json] [--control PATH]

        Has a file in refused/ judged anew, under the table that is in force now, as a new message of its sender: for
        what was refused because the table was wrong. ID is the number at the beginning of its name there. Its sender
        is told as of any other message. A message that was accepted and not delivered is not called a duplicate of
        itself. ID may be -: then ids are read from standard input, one a line.

        --comment TEXT   why; it stands in the ledger
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova replay 000000004711 --comment "the agreement was entered too late"
        """

    static let asked = ControlRequest.Verb.replay
    static let options = ["--comment"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try ofMessages(arguments) }
}
