import Operating

/// `luova hold`.
enum HoldVerb: ControlVerb {
    static let name = "hold"
    static let synopsis = "hold    ID… [--comment TEXT]                    keep waiting messages back"
    static let help = """
        usage: luova hold ID… [--comment TEXT] [--json] [--control PATH]

        Keeps messages that wait for a program back until luova release; where their row keeps the order of each
        sender, the later ones stand behind them. Nothing is done to a message in its program's hands. It stands in
        the ledger, with your account, and survives a restart. ID may be -: then ids are read from standard input.

        --comment TEXT   why; it stands in the ledger
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova hold 000000004711 --comment "asked for by reimbursement"
        """

    static let asked = ControlRequest.Verb.hold
    static let options = ["--comment"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try ofMessages(arguments) }
}
