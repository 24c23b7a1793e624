import Operating

/// `luova list`.
enum ListVerb: ControlVerb {
    static let name = "list"
    static let synopsis =
        "list    [--from ID] [--to ID] [--state STATE] [--limit N] [--json]   what waits, one message a line"
    static let help = """
        usage: luova list [--from ID] [--to ID] [--state STATE] [--limit N] [--json] [--control PATH]

        Prints the messages that wait for programs, the earliest accepted first: id, state, sender, receiver, type,
        the sender's id, since when, tries, and when it is tried next.

        States: waiting; running, in its program's hands; behind, an earlier one of its sender; held, by an operator;
        doubt, held because nobody knows whether its program has it; window, until that of its row opens.

        --from ID        only what participant ID sent
        --to ID          only what waits for participant ID
        --state STATE    only what stands so
        --limit N        at most so many; default: 1000
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object a line; see luova-control(5)

        exit: 0, 64 no such state, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova list --state doubt
        """

    static let asked = ControlRequest.Verb.list
    static let options = ["--from", "--to", "--state", "--limit"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try alone(arguments) }
}
