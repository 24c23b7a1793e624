import Operating

/// `luova discard`.
enum DiscardVerb: ControlVerb {
    static let name = "discard"
    static let synopsis = "discard ID… --comment TEXT                      give waiting messages up"
    static let help = """
        usage: luova discard ID… --comment TEXT [--json] [--control PATH]

        Gives messages up that wait for a program, or are held: they are undelivered, with the reason discarded, and
        lie in refused/; their senders are told by a second receipt, where they want receipts. Your account and the
        comment stand in the ledger, and not in the receipt. ID may be -: then ids are read from standard input.

        --comment TEXT   why
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova discard 000000004711 --comment "sent twice by mistake, says the sender"
        """

    static let asked = ControlRequest.Verb.discard
    static let options = ["--comment"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try ofMessages(arguments) }
}
