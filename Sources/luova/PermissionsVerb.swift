import Files
import Messages
import Relaying
import Routing

/// `luova permissions`.
enum PermissionsVerb: Verb {
    static let name = "permissions"
    static let synopsis =
        "permissions [--routes DIR] [--from ID] [--to ID] [--on DATE] [--json]   who may send what to whom"
    static let help = """
        usage: luova permissions [--routes DIR] [--from ID] [--to ID] [--on DATE] [--within DAYS] [--json]

        Prints the routing table both ways: who may send what to whom, and who receives what from whom, with
        the agreement and the statute behind it; then what ends, or is to be reviewed, soon. Changes nothing.

        --routes DIR    the routing table; default: /etc/luova/routes
        --from ID       only what this participant or group may send
        --to ID         only what this participant receives
        --on DATE       as on this day, such as 2026-01-31; default: today
        --within DAYS   what counts as soon; default: 90
        --json          one JSON object a line, for each sender of each row: route, from, group, message,
                        syntax, to, reply, agreement, basis, profile, first, last, review, in_force, soon;
                        route, from, message, syntax, to, in_force and soon always, the others where the row
                        has them

        exit: 0; 64 when the table knows no such participant, or DATE is none; 78 when the table is wrong.

        example: luova permissions --routes Routes --to reimbursement
        """

    /// Where the table of an installed daemon lies.
    private static let standardFolder = "/etc/luova/routes"

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words, verb: name, options: ["--routes", "--from", "--to", "--on", "--within"], flags: ["--json"])
        guard arguments.rest.isEmpty else {
            throw Failure(.usage, "permissions: unexpected '\(arguments.rest[0])'; see luova permissions --help")
        }
        var days = 90
        if let text = arguments.value("--within") {
            guard let read = Int(text), (0...36_500).contains(read) else {
                throw Failure(.usage, "permissions: --within takes a number of days, up to 36500, and not '\(text)'")
            }
            days = read
        }
        let table = try RoutingTable.loadForVerb(arguments.value("--routes") ?? standardFolder)
        var day = Explainer(table: table).day
        if let text = arguments.value("--on") {
            guard let read = CivilDate(text: text.utf8) else {
                throw Failure(.usage, "permissions: '\(text)' is no day; write one such as 2026-01-31")
            }
            day = read
        }
        let report = PermissionsReport(
            table: table, day: day, soon: CivilDate(daysSince1970: day.daysSince1970 + days),
            from: try party(arguments.value("--from"), table), to: try receiver(arguments.value("--to"), table))
        if arguments.has("--json") {
            report.writeJSON { StandardStream.output.write($0) }
        } else {
            for line in report.lines { StandardStream.output.writeLine(line) }
        }
    }

    private static func party(_ name: String?, _ table: RoutingTable) throws(Failure) -> Party? {
        guard let name else { return nil }
        if table.groups[GroupIdentifier(name)] != nil { return .group(GroupIdentifier(name)) }
        return .participant(try receiver(name, table) ?? ParticipantIdentifier(name))
    }

    private static func receiver(_ name: String?, _ table: RoutingTable) throws(Failure) -> ParticipantIdentifier? {
        guard let name else { return nil }
        let identifier = ParticipantIdentifier(name)
        guard table.participants[identifier] != nil else {
            throw Failure(
                .usage,
                "permissions: the table knows no participant '\(name)'; see the id of its partner, system and group rows"
            )
        }
        return identifier
    }
}
