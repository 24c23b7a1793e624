import Files
import Messages
import Operating
import Recording
import Relaying
import Routing
import Spooling

/// `luova purge`.
enum PurgeVerb: ControlVerb {
    static let name = "purge"
    static let synopsis =
        "purge   [--dry-run --routes DIR --spool DIR]    remove what has been kept long enough"
    static let help = """
        usage: luova purge [--comment TEXT] [--json] [--control PATH] [--routes DIR [--spool DIR]]
               luova purge --dry-run --routes DIR [--spool DIR] [--json]

        Has the daemon remove what its routing table calls due: what a retention row is about, what is older than this
        says, and what no hold row keeps. That may be files in refused/, messages and receipts in pickup folders that
        nobody has fetched, and segments of the ledger, from the oldest on and only as far as nothing in the spool refers to them;
        messages that wait too long are undelivered, and their senders told. Of each there is a line in the ledger
        before it goes, with the row and your account. Without a retention row nothing is ever removed.

        With --routes it does the same by itself where no daemon runs on the spool: it holds the spool's lock meanwhile,
        and a daemon that is started then waits for its next try. Run it as the account that owns the spool.

        With --dry-run it only prints what is due by the table in DIR, changes nothing, and needs no daemon.

        --dry-run        look, and change nothing
        --routes DIR     the routing table to look or to remove by
        --spool DIR      the spool; default: /var/spool/luova
        --comment TEXT   why; it stands in the ledger
        --control PATH   the daemon's socket; default: /run/luova/control
        --json           one JSON object for each file or segment, and one with the numbers

        exit: 0, 65 when something could not be removed, 66 when there is no spool, 69 when no daemon listens, 74 when the
        disk fails, 75 later, 77 your account may not, 78 when the table does not load.

        example: luova purge --dry-run --routes /etc/luova/routes
        """

    static let asked = ControlRequest.Verb.purge
    static let options = ["--routes", "--spool", "--comment"]
    static let flags = ["--dry-run"]

    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest { try alone(arguments) }

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, verb: name, options: options + ["--control"], flags: flags + ["--json"])
        let request = try request(arguments)
        if arguments.has("--dry-run") { return try look(arguments) }
        if arguments.value("--routes") != nil {
            if try removeAlone(request, arguments) { return }
        } else if arguments.value("--spool") != nil {
            throw Failure(.usage, "purge: --spool wants --routes as well; a daemon that runs has its own of both")
        }
        try remove(request, arguments)
    }

    private static func look(_ arguments: Arguments) throws(Failure) {
        for option in ["--comment", "--control"] where arguments.value(option) != nil {
            throw Failure(.usage, "purge: \(option) is not for --dry-run, which asks no daemon")
        }
        let table = try RoutingTable.loadForVerb(try arguments.required("--routes", verb: name))
        let lines = try due(arguments, table).all.map { PurgeReport.Line($0) }
        let output = StandardStream.output
        if arguments.has("--json") {
            for line in lines { output.write(line.json.bytes + [0x0A]) }
        } else {
            for line in lines { output.writeLine(line.text) }
        }
        tell(PurgeReport.Numbers(rows: table.retention.rows.count, lines), arguments)
    }

    private static func due(_ arguments: Arguments, _ table: RoutingTable) throws(Failure) -> Due {
        let spool: SpoolView
        do throws(FileError) { spool = try SpoolView(path: arguments.value("--spool") ?? SpoolLayout.standard) } catch {
            throw Failure(error.cause == .noSuchFile ? .noInput : .inputOutput, "\(error)")
        }
        do throws(LedgerError) {
            return try Due(in: spool, by: table, now: Timestamp(nanoseconds: Clock.realtime()))
        } catch {
            throw Failure(.inputOutput, "\(error)")
        }
    }

    /// Asks until nothing is left to remove: the daemon does so much for one request.
    private static func remove(_ request: ControlRequest, _ arguments: Arguments) throws(Failure) {
        let client = ControlClient(path: arguments.value("--control") ?? ControlClient.standardPath)
        var sum = PurgeReport.Numbers()
        // What is held or cannot be removed is told once, and not each time.
        var told: Set<String> = []
        var failed = 0
        repeat {
            var numbers = PurgeReport.Numbers()
            try client.ask(request) { line in
                guard let object = FlatObject(line) else { return }
                guard let file = object.text("file"), let text = object.text("text") else {
                    numbers = PurgeReport.Numbers(object)
                    return
                }
                guard told.insert(file).inserted else { return }
                if object.text("state") == PurgeReport.State.failed.rawValue { failed += 1 }
                StandardStream.output.write(arguments.has("--json") ? line + [0x0A] : Array("\(text)\n".utf8))
            }
            numbers.removed += sum.removed
            let isStuck = numbers.removed == sum.removed
            sum = numbers
            if isStuck { break }
        } while sum.due > 0
        sum.due += failed
        tell(sum, arguments)
        if failed > 0 { throw Failure(.data, "purge: \(failed) of them were not removed; their lines say why") }
    }

    static func tell(_ numbers: PurgeReport.Numbers, _ arguments: Arguments) {
        StandardStream.output.write(
            (arguments.has("--json") ? numbers.json.bytes : Array(numbers.text.utf8)) + [0x0A])
    }
}
