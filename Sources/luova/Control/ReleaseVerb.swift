import Operating

/// `luova release`.
enum ReleaseVerb: ControlVerb {
    static let name = "release"
    static let synopsis = "release ID… [--delivered] [--comment TEXT]      let held messages go on"
    static let help = """
        usage: luova release ID… [--delivered --comment TEXT] [--json] [--control PATH]

        Hands held messages on after all. Of one that is in doubt, ask its receiver first: it is handed on again.
        With --delivered it is not handed on, and counts as delivered: its receiver has it. It stands in the ledger,
        with your account. ID may be -: then ids are read from standard input, one a line.

        --delivered      they count as delivered; needs --comment
        --comment TEXT   why; it stands in the ledger
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova release 000000004711 --delivered --comment "booked, says the bank"
        """

    static let asked = ControlRequest.Verb.release
    static let options = ["--comment"]
    static let flags = ["--delivered"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest {
        var request = try ofMessages(arguments)
        guard arguments.has("--delivered") else { return request }
        request.verb = .confirm
        guard request.comment != nil else {
            throw Failure(.usage, "release: --delivered needs --comment: say who has it, and how you know")
        }
        return request
    }
}
