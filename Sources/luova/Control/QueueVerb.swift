import Operating

/// `luova queue`.
enum QueueVerb: ControlVerb {
    static let name = "queue"
    static let synopsis =
        "queue   [--from ID] [--to ID] [--json]          how long messages have waited, by receiver and sender"
    static let help = """
        usage: luova queue [--from ID] [--to ID] [--json] [--control PATH]

        Prints how many messages wait for programs, and for how many minutes they have waited: a line for each
        receiver, then for each sender. A receiver that has stopped to take shows in its old messages.

        --from ID        only what participant ID sent
        --to ID          only what waits for participant ID
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova queue --to reimbursement
        """

    static let asked = ControlRequest.Verb.queue
    static let options = ["--from", "--to"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try alone(arguments) }
}
