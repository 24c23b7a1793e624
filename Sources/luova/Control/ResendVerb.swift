import Operating

/// `luova resend`.
enum ResendVerb: ControlVerb {
    static let name = "resend"
    static let synopsis = "resend  ID… --comment TEXT                      hand undelivered messages on once more"
    static let help = """
        usage: luova resend ID… --comment TEXT [--json] [--control PATH]

        Hands a message that was not delivered on to the same receiver once more, as the same delivery, with the same
        id: its body lies in refused/ until then. ID is the delivery id, or the number of the file in refused/. Where
        the time to try is over, there is one try more. Its sender was told that it is undelivered; tell it otherwise.

        The service keeps no body of what was delivered, so that cannot be sent again: ask its sender for it, under a
        new message id. ID may be -: then ids are read from standard input, one a line.

        --comment TEXT   why; it stands in the ledger
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova resend 000000004711 --comment "the program is mended"
        """

    static let asked = ControlRequest.Verb.resend
    static let options = ["--comment"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try ofMessages(arguments) }
}
