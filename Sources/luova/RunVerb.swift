import Files
import Operating
import Relaying
import Routing
import Spooling

/// `luova run`.
enum RunVerb: Verb {
    static let name = "run"
    static let synopsis = "run     --routes DIR [--spool DIR] [--drain] [OPTION …]   the daemon"
    static let help = """
        usage: luova run --routes DIR [--spool DIR] [--drain] [--workers N]
                         [--metrics FILE] [--status-page FILE] [--alarm-program FILE]
                         [--control PATH [--readers GROUP] [--operators GROUP]]

        Takes what participants drop, judges it, delivers it, and tells its senders; see luova(8). Says on
        standard error what happens. SIGTERM and SIGINT: finishes what is in hand and ends. SIGHUP: loads the
        routing table anew, whole or not at all.

        --spool DIR           default: /var/spool/luova
        --drain               handles what is there, then ends: with 0, or with 75 where a fault left work undone
        --workers N           how many messages are judged at a time; default: one for each processor
        --metrics FILE        writes numbers for Prometheus there, anew some seconds after each change
        --status-page FILE    writes a page for people there, HTML in one file
        --alarm-program FILE  hands each alarm that begins or ends to this program, as JSON
        --control PATH        a socket at which operators ask, with luova status and others
        --readers GROUP       who may look there; default: luova-readers
        --operators GROUP     who may look and act there; default: luova-operators. Root and the daemon's own
                              account always may

        exit: 0, 73 the spool or the socket cannot be opened or made, 74 the disk failed, 75 another daemon runs
        on this spool, or a drain left work undone, 78 the routing table is wrong.

        example: luova run --routes /etc/luova/routes --spool /var/spool/luova
        """

    static func run(_ words: [String]) throws(Failure) {
        ServiceLife.awaitSignals()
        let arguments = try Arguments(
            words, verb: name,
            options: [
                "--routes", "--spool", "--workers", "--metrics", "--status-page", "--alarm-program", "--control",
                "--readers",
                "--operators",
            ],
            flags: ["--drain"])
        guard arguments.rest.isEmpty else {
            throw Failure(.usage, "run: unexpected '\(arguments.rest[0])'; see luova run --help")
        }
        let routes = try arguments.required("--routes", verb: name)
        let control = try control(arguments)
        let spool = arguments.value("--spool") ?? SpoolLayout.standard
        var workers = ProcessSettings.processors
        if let text = arguments.value("--workers") {
            guard let number = Int(text), (1...256).contains(number) else {
                throw Failure(.usage, "run: --workers must be a number from 1 to 256, not '\(text)'")
            }
            workers = number
        }
        // Before contracts are compiled, on as many threads as there are processors.
        ProcessSettings.keepMemorySmall()
        let table = try RoutingTable.loadForVerb(routes)
        let options = Relay.Options(
            spool: spool, routes: routes, workers: workers, drains: arguments.has("--drain"),
            judge: judge(routes))
        let monitoring = Monitor.Options(
            metrics: arguments.value("--metrics"), page: arguments.value("--status-page"),
            program: arguments.value("--alarm-program"), version: Tool.version)
        try ServiceLife(options, table, monitoring: monitoring, control: control).run()
    }

    /// Where operators ask, and who may; nil when nobody shall.
    private static func control(_ arguments: Arguments) throws(Failure) -> ControlSettings? {
        let readers = arguments.value("--readers")
        let operators = arguments.value("--operators")
        guard let path = arguments.value("--control") else {
            guard readers == nil, operators == nil else {
                throw Failure(.usage, "run: --readers and --operators are of no use without --control")
            }
            return nil
        }
        return ControlSettings(
            path: path, readers: readers ?? "luova-readers", operators: operators ?? "luova-operators")
    }

    /// This same program, explaining one file: who kills or holds it up shows in its end.
    private static func judge(_ routes: String) -> SuspectTrial.Judge {
        var environment = [("PATH", Array("/usr/bin:/bin".utf8)), ("SWIFT_BACKTRACE", Array("enable=no".utf8))]
        #if DEBUG
            if let faults = Environment.faults { environment.append(("LUOVA_FAULTS", Array(faults.utf8))) }
        #endif
        return SuspectTrial.Judge(
            path: "/proc/self/exe",
            arguments: ["explain", "--routes", WholeFile.resolved(routes) ?? routes], environment: environment)
    }
}
