import Files
import Messages
import Validation
import XML

/// Links the rows of a table: looks names up, finds what is double, unknown or contradictory, and
/// compiles the contracts. Finds every problem, not only the first.
struct TableLinker {
    private let reader: TableReader
    private var problems: [ConfigurationProblem] = []
    private var notes: [ConfigurationProblem] = []

    init(_ reader: TableReader) { self.reader = reader }

    /// The table; or everything that keeps it from being one.
    mutating func link() throws(ConfigurationProblems) -> RoutingTable {
        checkDoubles(reader.participants, "participant", \.identifier.text)
        checkDoubles(reader.contracts, "contract", \.type.text)
        checkDoubles(reader.agreements, "agreement", \.identifier)
        checkDoubles(reader.routes, "route", \.identifier)
        for extra in reader.services.dropFirst() {
            report(extra, "a second service row; the first stands in \(reader.services[0].file); keep one")
        }
        let participants = Dictionary(
            reader.participants.map { ($0.row.identifier.text, $0.row) }, uniquingKeysWith: { first, _ in first })
        checkSettings()
        checkAgreements(participants)
        let contracts = compileContracts()
        let routes = linkRoutes(participants)
        checkContradictions(routes)
        checkProjections(routes, contracts)
        checkUse(routes)
        checkCustody()
        guard problems.isEmpty else { throw ConfigurationProblems(problems: problems) }
        return RoutingTable(
            settings: reader.services.first?.row ?? ServiceSettings(), participants: reader.participants.map(\.row),
            contracts: contracts, routes: routes, notes: notes)
    }

    private mutating func report<Row>(_ placed: TableReader.Placed<Row>, _ text: String) {
        problems.append(ConfigurationProblem(file: placed.file, line: placed.line, text))
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
        let zone = service.row.timeZone
        if zone != "UTC", WholeFile.status("/usr/share/zoneinfo/\(zone)")?.kind != .regular {
            report(
                service, "the system knows no time zone '\(zone)'; write one such as Europe/Helsinki, or install tzdata"
            )
        }
    }

    private mutating func checkAgreements(_ participants: [String: Participant]) {
        for agreement in reader.agreements {
            if participants[agreement.row.partner.text] == nil {
                report(
                    agreement,
                    "unknown partner '\(agreement.row.partner)'; add a partner row with this id, or correct it")
            }
            if let until = agreement.row.until, until < agreement.row.from {
                report(
                    agreement,
                    "the agreement ends on \(until), before it begins on \(agreement.row.from); correct a date")
            }
        }
    }

    private mutating func compileContracts() -> ContractSet {
        var compiled: [Contract] = []
        var roots: [String: TableReader.Placed<Contract.Description>] = [:]
        for description in reader.contracts {
            if let first = roots[description.row.root] {
                report(
                    description,
                    "the root element \(description.row.root) belongs already to the contract in \(first.file):\(first.line)"
                )
            }
            roots[description.row.root] = description
            do throws(SchemaProblems) {
                compiled.append(try Contract(description.row))
            } catch {
                for problem in error.problems {
                    if problem.line > 0 {
                        problems.append(ConfigurationProblem(file: problem.file, line: problem.line, problem.text))
                    } else {
                        report(description, "contract '\(description.row.type)': \(problem.file): \(problem.text)")
                    }
                }
            }
        }
        return ContractSet(compiled)
    }

    private mutating func linkRoutes(_ participants: [String: Participant]) -> [Route] {
        let contracts = Set(reader.contracts.map(\.row.type.text))
        let agreements = Dictionary(
            reader.agreements.map { ($0.row.identifier, $0.row) }, uniquingKeysWith: { first, _ in first })
        return reader.routes.map { placed in
            let row = placed.row
            for name in [row.from] + row.to where participants[name] == nil {
                report(placed, "unknown participant '\(name)'; add a partner or system row with this id, or correct it")
            }
            for name in [row.message] + (row.reply.map { [$0] } ?? []) where !contracts.contains(name) {
                report(placed, "unknown contract '\(name)'; add a contract row with this id, or correct it")
            }
            if let from = row.fromDate, let until = row.untilDate, until < from {
                report(placed, "the route ends on \(until), before it begins on \(from); correct a date")
            }
            if Set(row.to).count < row.to.count { report(placed, "a receiver is named twice; name each once") }
            if row.reply != nil, !row.to.contains(where: { participants[$0]?.program != nil }) {
                report(placed, "reply needs a receiver with a program, which writes it; add one, or remove reply")
            }
            if row.encodings != [.utf8], !row.syntaxes.contains(.xml) {
                report(placed, "encoding is for XML only, JSON is UTF-8; remove it, or add xml to syntax")
            }
            check(agreement: row.agreement, of: placed, agreements, participants)
            if row.basis == nil { note(placed, "route '\(row.identifier)' names no statute (basis)") }
            return Route(
                identifier: RouteIdentifier(row.identifier), from: ParticipantIdentifier(row.from),
                message: MessageType(row.message), to: row.to.map { ParticipantIdentifier($0) }, syntaxes: row.syntaxes,
                encodings: row.encodings, lane: row.lane, largest: row.largest,
                agreement: row.agreement.flatMap { agreements[$0] },
                basis: row.basis,
                fromDate: row.fromDate, untilDate: row.untilDate, reply: row.reply.map { MessageType($0) },
                file: placed.file, line: placed.line)
        }
    }

    private mutating func check(
        agreement name: String?, of placed: TableReader.Placed<TableReader.RouteRow>, _ agreements: [String: Agreement],
        _ participants: [String: Participant]
    ) {
        let ends = [placed.row.from] + placed.row.to
        guard let name else {
            if ends.contains(where: { participants[$0]?.isPartner ?? false }) {
                note(placed, "route '\(placed.row.identifier)' rests on no agreement")
            }
            return
        }
        guard let agreement = agreements[name] else {
            return report(placed, "unknown agreement '\(name)'; add an agreement row with this id, or correct it")
        }
        if !ends.contains(agreement.partner.text) {
            report(placed, "agreement '\(name)' is with '\(agreement.partner)', who is at neither end of this route")
        }
    }

    /// Two rows contradict each other when both could decide the same message.
    private mutating func checkContradictions(_ routes: [Route]) {
        let groups = Dictionary(grouping: routes.indices) { "\(routes[$0].from) \(routes[$0].message)" }
        for places in groups.values.sorted(by: { $0[0] < $1[0] }) {
            for (count, place) in places.enumerated() {
                let route = routes[place]
                for other in places[..<count].map({ routes[$0] })
                where !route.syntaxes.isDisjoint(with: other.syntaxes) && route.overlaps(other) {
                    let text =
                        "route '\(route.identifier)' and route '\(other.identifier)' (\(other.file):\(other.line)) decide the same messages; join them, or part them by date or syntax"
                    problems.append(ConfigurationProblem(file: route.file, line: route.line, text))
                }
            }
        }
    }

    /// A contract that JSON cannot be written for may not be routed in JSON, nor answer what is.
    private mutating func checkProjections(_ routes: [Route], _ contracts: ContractSet) {
        let inJSON = routes.filter { $0.syntaxes.contains(.json) }
        let types = Set(inJSON.flatMap { [$0.message] + ($0.reply.map { [$0] } ?? []) })
        for contract in contracts.contracts where types.contains(contract.type) {
            problems += contract.problemsOfProjection.map {
                ConfigurationProblem(file: $0.file, line: $0.line, $0.text)
            }
        }
    }

    private mutating func checkUse(_ routes: [Route]) {
        let used = Set(routes.flatMap { [$0.message] + ($0.reply.map { [$0] } ?? []) })
        for contract in reader.contracts where !used.contains(contract.row.type) && contract.row.type.text != "receipt"
        {
            note(contract, "no route uses contract '\(contract.row.type)'")
        }
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

    private mutating func note<Row>(_ placed: TableReader.Placed<Row>, _ text: String) {
        notes.append(ConfigurationProblem(file: placed.file, line: placed.line, text))
    }
}

extension Route {
    /// Whether there is a day on which both rows are in force.
    fileprivate func overlaps(_ other: Route) -> Bool {
        let starts = [fromDate, other.fromDate].compactMap { $0 }
        let ends = [untilDate, other.untilDate].compactMap { $0 }
        guard let start = starts.max(), let end = ends.min() else { return true }
        return start <= end
    }
}
