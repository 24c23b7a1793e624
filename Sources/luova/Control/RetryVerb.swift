import Operating

/// `luova retry`.
enum RetryVerb: ControlVerb {
    static let name = "retry"
    static let synopsis = "retry   ID… | --to ID [--comment TEXT]          try waiting messages now"
    static let help = """
        usage: luova retry ID… [--comment TEXT] | --to RECEIVER [--comment TEXT] [--json] [--control PATH]

        Hands messages on now that wait for their next try: those that are named, or all that wait for a receiver.
        It stands in the ledger, with your account. ID may be -: then ids are read from standard input, one a line.

        --to RECEIVER    all that wait for this receiver's program
        --comment TEXT   why; it stands in the ledger
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 65 when something could not be done, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova retry --to reimbursement
        """

    static let asked = ControlRequest.Verb.retry
    static let options = ["--to", "--comment"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest {
        let request = try ofMessages(arguments)
        guard request.deliveries.isEmpty || request.to == nil else {
            throw Failure(.usage, "retry: name messages, or a receiver with --to, and not both")
        }
        return request
    }
}
