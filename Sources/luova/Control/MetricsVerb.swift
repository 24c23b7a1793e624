import Operating

/// `luova metrics`.
enum MetricsVerb: ControlVerb {
    static let name = "metrics"
    static let synopsis = "metrics                                         the daemon's numbers, for Prometheus"
    static let help = """
        usage: luova metrics [--control PATH]

        Prints the numbers of a running daemon as Prometheus reads them, as they are now: what run can write to a file; see
        luova-metrics(7).

        --control PATH   the daemon's socket; default: /run/luova/control

        exit: 0, 69 when no daemon listens, 75 later, 77 your account may not.

        example: luova metrics | grep luova_program_messages
        """
    static let asked = ControlRequest.Verb.text
    static let options: [String] = []

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest {
        guard arguments.rest.isEmpty else {
            throw Failure(.usage, "metrics: unexpected '\(arguments.rest[0])'; see luova metrics --help")
        }
        var request = ControlRequest(.text)
        request.name = ControlRequest.metrics
        return request
    }
}
