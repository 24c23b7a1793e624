public import Messages
public import Validation

/// The routing table: who may send which message type, in which syntax, to whom, from when until
/// when. What no row allows is refused. Never changes after it was loaded; a reload makes another.
public final class RoutingTable: Sendable {
    /// The daemon's settings.
    public let settings: ServiceSettings
    /// Everybody, by id.
    public let participants: [ParticipantIdentifier: Participant]
    /// Every group, by id, with its members.
    public let groups: [GroupIdentifier: Group]
    /// Every agreement, by id.
    public let agreements: [String: Agreement]
    /// Every contract, compiled.
    public let contracts: ContractSet
    /// Every row, in the order of the files.
    public let routes: [Route]
    /// What is not wrong, but what a person should know: a row without a statute, an unused contract.
    public let notes: [ConfigurationProblem]
    private let grants: [ParticipantIdentifier: [MessageType: [Grant]]]
    private let encodings: [ParticipantIdentifier: Set<TextEncoding>]
    private let routesByIdentifier: [RouteIdentifier: Int]
    private let contractsByType: [MessageType: Int]

    init(
        settings: ServiceSettings, participants: [Participant], groups: [Group], agreements: [String: Agreement],
        contracts: ContractSet, routes: [Route], notes: [ConfigurationProblem]
    ) {
        let participants = Dictionary(uniqueKeysWithValues: participants.map { ($0.identifier, $0) })
        let groups = Dictionary(uniqueKeysWithValues: groups.map { ($0.identifier, $0) })
        self.settings = settings
        self.participants = participants
        self.groups = groups
        self.agreements = agreements
        self.contracts = contracts
        self.routes = routes
        self.notes = notes
        var grants: [ParticipantIdentifier: [MessageType: [Grant]]] = [:]
        var encodings: [ParticipantIdentifier: Set<TextEncoding>] = [:]
        for (place, route) in routes.enumerated() {
            for sender in RoutingTable.senders(route.from, groups) {
                let own = route.from.isGroup ? participants[sender]?.agreement.flatMap { agreements[$0] } : nil
                let grant = Grant(place, route, agreement: route.agreement ?? own)
                grants[sender, default: [:]][route.message, default: []].append(grant)
                encodings[sender, default: []].formUnion(route.encodings)
            }
        }
        self.grants = grants
        self.encodings = encodings
        routesByIdentifier = Dictionary(uniqueKeysWithValues: routes.indices.map { (routes[$0].identifier, $0) })
        contractsByType = Dictionary(
            uniqueKeysWithValues: contracts.contracts.indices.map { (contracts.contracts[$0].type, $0) })
    }

    /// What a sender may do with a message type in a syntax on a day. O(rows of this sender and type),
    /// which are rarely more than one.
    public func permission(
        from sender: ParticipantIdentifier, message: MessageType, syntax: Syntax, on day: CivilDate
    ) -> Permission {
        guard let rows = grants[sender]?[message] else { return .noRow }
        for row in rows where row.isInForce(on: day) && routes[row.route].syntaxes.contains(syntax) {
            return .row(route(of: row))
        }
        let written = rows.filter { routes[$0.route].syntaxes.contains(syntax) }
        return written.isEmpty ? .otherSyntax(rows.map { route(of: $0) }) : .notInForce(written.map { route(of: $0) })
    }

    /// A row as it holds for one of its senders.
    private func route(of grant: Grant) -> Route {
        var route = routes[grant.route]
        if route.agreement == nil, let own = grant.agreement { route.agreement = own }
        return route
    }

    /// Whether a sender has any row for a message type.
    public func isRouted(_ message: MessageType, from sender: ParticipantIdentifier) -> Bool {
        grants[sender]?[message] != nil
    }

    /// All encodings that any row of a sender allows. O(1).
    public func encodings(of sender: ParticipantIdentifier) -> Set<TextEncoding> { encodings[sender] ?? [.utf8] }

    /// Every row of a sender, its groups' among them, in the order of the table, each as it holds for this sender.
    public func routes(from sender: ParticipantIdentifier) -> [Route] {
        let rows = grants[sender]?.values.flatMap { $0 } ?? []
        return rows.sorted { $0.route < $1.route }.map { route(of: $0) }
    }

    /// Everybody whom a row lets send: one participant, or the members of a group.
    public func senders(of route: Route) -> [ParticipantIdentifier] { RoutingTable.senders(route.from, groups) }

    private static func senders(_ party: Party, _ groups: [GroupIdentifier: Group]) -> [ParticipantIdentifier] {
        switch party {
        case .participant(let identifier): [identifier]
        case .group(let identifier): groups[identifier]?.members ?? []
        }
    }

    /// The row by its id. O(1).
    public func route(_ identifier: RouteIdentifier) -> Route? { routesByIdentifier[identifier].map { routes[$0] } }

    /// Whether all that a sender may send is a night's work.
    public func lane(of sender: ParticipantIdentifier) -> Lane {
        let rows = grants[sender]?.values.flatMap { $0 } ?? []
        return !rows.isEmpty && rows.allSatisfy { routes[$0.route].lane == .batch } ? .batch : .interactive
    }

    /// The contract of a message type. O(1).
    public func contract(_ type: MessageType) -> Contract? { contractsByType[type].map { contracts.contracts[$0] } }

    /// Whether a participant acts in earnest.
    public func environment(of participant: Participant) -> MessageEnvironment {
        participant.environment ?? settings.environment
    }
}

/// What a row gives to one of its senders.
private struct Grant {
    /// The row's place in the table.
    let route: Int
    /// What it rests on for this sender.
    let agreement: Agreement?
    private let first: CivilDate?
    private let last: CivilDate?

    init(_ place: Int, _ route: Route, agreement: Agreement?) {
        self.route = place
        self.agreement = agreement
        first = [route.fromDate, agreement?.from].compactMap { $0 }.max()
        last = [route.untilDate, agreement?.until].compactMap { $0 }.min()
    }

    /// Whether the row and its agreement are both in force on a day.
    func isInForce(on day: CivilDate) -> Bool {
        if let first, day < first { return false }
        if let last, last < day { return false }
        return true
    }
}

/// What the table says to a message.
public enum Permission: Sendable {
    /// This row allows it.
    case row(Route)
    /// No row is about this sender and this type.
    case noRow
    /// Rows are, but for another syntax.
    case otherSyntax([Route])
    /// Rows are, but neither they nor their agreements are in force together on this day.
    case notInForce([Route])

    /// The reason why it is refused; nil when it is allowed.
    public var reason: Reason? {
        switch self {
        case .row: nil
        case .noRow: .notPermitted
        case .otherSyntax: .syntaxNotPermitted
        case .notInForce: .agreementNotInForce
        }
    }
}
