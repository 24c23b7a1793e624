import Files
import Messages
import Validation
import XML

/// Links the rows of a table: looks names up, finds what is double, unknown or contradictory, and
/// compiles the contracts. Finds every problem, not only the first.
struct TableLinker {
    let reader: TableReader
    /// The first row of each id.
    let participants: [String: Participant]
    let groups: [String: Group]
    let agreements: [String: TableReader.Placed<Agreement>]
    private(set) var problems: [ConfigurationProblem] = []
    private(set) var notes: [ConfigurationProblem] = []
    /// The rules of the time zones that rows name.
    var zones: [String: TimeZoneRules] = [:]

    init(_ reader: TableReader) {
        self.reader = reader
        participants = Dictionary(
            reader.participants.map { ($0.row.identifier.text, $0.row) }, uniquingKeysWith: { first, _ in first })
        var groups = Dictionary(
            reader.groups.map { ($0.row.identifier.text, $0.row) }, uniquingKeysWith: { first, _ in first })
        for participant in reader.participants {
            for group in Set(participant.row.groups) {
                groups[group.text]?.members.append(participant.row.identifier)
            }
        }
        self.groups = groups
        agreements = Dictionary(
            reader.agreements.map { placed in
                var placed = placed
                if let group = groups["\(placed.row.partner)"] { placed.row.partner = .group(group.identifier) }
                return (placed.row.identifier, placed)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The table; or everything that keeps it from being one.
    mutating func link() throws(ConfigurationProblems) -> RoutingTable {
        checkDoubles(reader.participants, "participant", \.identifier.text)
        checkDoubles(reader.groups, "group", \.identifier.text)
        checkDoubles(reader.contracts, "contract", \.type.text)
        checkDoubles(reader.profiles, "profile", \.identifier)
        checkDoubles(reader.agreements, "agreement", \.identifier)
        checkDoubles(reader.routes, "route", \.identifier)
        checkDoubles(reader.retentions, "retention", \.identifier)
        for extra in reader.services.dropFirst() {
            report(extra, "a second service row; the first stands in \(reader.services[0].file); keep one")
        }
        let settings = reader.services.first?.row ?? ServiceSettings()
        checkSettings()
        checkGroups()
        checkAgreements()
        let contracts = compileContracts()
        let routes = linkRoutes(settings)
        checkContradictions(routes)
        checkProjections(routes, contracts)
        checkProfiles(routes, contracts)
        checkItems(routes, contracts)
        checkUse(routes)
        checkCustody()
        let retention = linkRetention()
        guard problems.isEmpty else { throw ConfigurationProblems(problems: problems) }
        return RoutingTable(
            settings: settings, participants: reader.participants.map(\.row), groups: Array(groups.values),
            agreements: agreements.mapValues(\.row), contracts: contracts, routes: routes,
            zone: zones[settings.timeZone], retention: retention, notes: notes, digest: reader.digest)
    }

    mutating func report<Row>(_ placed: TableReader.Placed<Row>, _ text: String) {
        problems.append(ConfigurationProblem(file: placed.file, line: placed.line, text))
    }

    mutating func report(_ problem: ConfigurationProblem) { problems.append(problem) }

    mutating func note<Row>(_ placed: TableReader.Placed<Row>, _ text: String) {
        notes.append(ConfigurationProblem(file: placed.file, line: placed.line, text))
    }

    private mutating func checkDoubles<Row>(
        _ rows: [TableReader.Placed<Row>], _ kind: String, _ identifier: KeyPath<Row, String>
    ) {
        var seen: [String: TableReader.Placed<Row>] = [:]
        for row in rows {
            let name = row.row[keyPath: identifier]
            if let first = seen[name] {
                report(
                    row,
                    "the \(kind) id '\(name)' stands already in \(first.file):\(first.line); give this one another id")
            } else {
                seen[name] = row
            }
        }
    }

    private mutating func checkSettings() {
        guard let service = reader.services.first else { return }
        _ = zone(service.row.timeZone, for: service)
    }

    /// The rules of a time zone; nil, and a mistake of the row, when the system has none that can be read.
    mutating func zone<Row>(_ name: String, for placed: TableReader.Placed<Row>) -> TimeZoneRules? {
        if name == "UTC" { return .utc }
        if let known = zones[name] { return known }
        guard let file = TimeZoneDatabase.read(name) else {
            report(
                placed, "the system knows no time zone '\(name)'; write one such as Europe/Helsinki, or install tzdata")
            return nil
        }
        guard let rules = TimeZoneRules(file: file) else {
            report(
                placed,
                "the system's file of time zone '\(name)' is none of version 2 without leap seconds; write another zone, or install tzdata"
            )
            return nil
        }
        zones[name] = rules
        return rules
    }

    /// Moved files are for senders that cannot race with the daemon: the agency's own systems.
    private mutating func checkCustody() {
        for partner in reader.participants where partner.row.isPartner && partner.row.custody == .move {
            note(
                partner,
                "partner '\(partner.row.identifier)' has custody=\"move\"; one that can run programs on this machine could change what was judged: leave it out unless it only reaches its folder over SFTP"
            )
        }
    }
}
