import Files
import Messages
import Routing
import Validation

/// `luova check`.
enum CheckVerb: Verb {
    static let name = "check"
    static let synopsis =
        "check   --routes DIR                            whether the routing table and its contracts load"
    static let help = """
        usage: luova check --routes DIR

        Loads the routing table in DIR (every *.xml file there) and compiles every contract, as the daemon
        would. Prints the settings in force and, as notes, what is allowed but worth a look, such as accounts that
        this system does not have, or about which its directory of accounts does not answer. Changes nothing.

        exit: 0 when the table loads; 78 and a line for each mistake, file:line: what; what to do.

        example: luova check --routes /etc/luova/routes
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, verb: name, options: ["--routes"], flags: [])
        guard arguments.rest.isEmpty else {
            throw Failure(.usage, "check: unexpected '\(arguments.rest[0])'; see luova check --help")
        }
        let folder = try arguments.required("--routes", verb: name)
        let table = try RoutingTable.loadForVerb(folder)
        let output = StandardStream.output
        let partners = table.participants.values.filter(\.isPartner).count
        output.writeLine(
            "\(folder): in order: \(partners) partners, \(table.participants.count - partners) systems, \(table.contracts.contracts.count) contracts, \(table.routes.count) routes"
        )
        for setting in table.settings.lines { output.writeLine("  \(setting.name) = \(setting.value)") }
        for route in table.routes where !route.traffic.lines.isEmpty {
            let rules = route.traffic.lines.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
            output.writeLine("  route \(route.identifier): \(rules)")
        }
        for row in table.retention.rows {
            let limits = [row.from.map { " of \($0)" }, row.message.map { " of type \($0)" }].compactMap { $0 }.joined()
            output.writeLine(
                "  retention \(row.identifier): \(row.keeps.rawValue)\(limits) for \(row.lengthText), by \(row.basis)")
        }
        for hold in table.retention.holds { output.writeLine("  hold: \(hold.subject): \(hold.reason)") }
        let accounts = AccountCheck(
            table.participants.values.flatMap { [$0.user, $0.program?.user].compactMap(\.self) })
        for participant in table.participants.values.sorted(by: { $0.identifier.text < $1.identifier.text }) {
            if let words = participant.user.flatMap({ accounts.words($0, without: "every file of it would be refused") }
            ) {
                output.writeLine("note: participant \(participant.identifier): \(words)")
            }
            if let user = participant.program?.user,
                let words = accounts.words(user, without: "its program would not be started")
            {
                output.writeLine("note: system \(participant.identifier): \(words)")
            }
            if let program = participant.program, WholeFile.status(program.path) == nil {
                output.writeLine(
                    "note: system \(participant.identifier): there is no program \(program.path) here; its messages would wait"
                )
            }
        }
        for note in table.notes { output.writeLine("note: \(note)") }
    }
}
