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
    /// Tells it from other tables: the SHA-256 of its files, one after the other in the order of their names, without the
    /// schemas.
    public let digest: Digest
    /// The rows that keep the order of each sender's messages.
    public let orderedRoutes: Set<RouteIdentifier>
    /// The rows whose messages are handed on once, whatever happens.
    public let unrepeatableRoutes: Set<RouteIdentifier>
    /// The rows whose messages are handed on at some time of day only.
    public let windows: [RouteIdentifier: TimeWindow]
    /// The rows that allow each sender so many messages.
    public let quotas: [RouteIdentifier: [Quota]]
    /// How long files are kept, and what must be kept for now.
    public let retention: RetentionRules
    /// The clocks by which the days of quotas begin and end.
    public let zone: TimeZoneRules
    private let itemSenders: Set<ParticipantIdentifier>
    private let orderedSenders: Set<ParticipantIdentifier>
    private let grants: [Subject: Grants]
    private let routesBySender: [ParticipantIdentifier: [Route]]
    private let encodings: [ParticipantIdentifier: Set<TextEncoding>]
    private let routesByIdentifier: [RouteIdentifier: Int]
    private let contractsByType: [MessageType: Int]

    init(
        settings: ServiceSettings, participants: [Participant], groups: [Group], agreements: [String: Agreement],
        contracts: ContractSet, routes: [Route], zone: TimeZoneRules? = nil,
        retention: RetentionRules = RetentionRules(), notes: [ConfigurationProblem],
        digest: Digest
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
        self.digest = digest
        // Keys share the storage of the names that are asked with, those of participants and contracts: they are then equal
        // at first sight, and no other memory is looked at.
        let contractsByType = Dictionary(
            uniqueKeysWithValues: contracts.contracts.indices.map { (contracts.contracts[$0].type, $0) })
        var grants: [Subject: Grants] = [:]
        var routesBySender: [ParticipantIdentifier: [Route]] = [:]
        var encodings: [ParticipantIdentifier: Set<TextEncoding>] = [:]
        for route in routes {
            for sender in RoutingTable.senders(route.from, groups) {
                var row = route
                if route.from.isGroup, route.agreement == nil,
                    let own = participants[sender]?.agreement.flatMap({ agreements[$0] })
                {
                    row = route.resting(on: own)
                }
                let type = contractsByType[route.message].map { contracts.contracts[$0].type }
                let subject = Subject(
                    sender: participants[sender]?.identifier ?? sender, message: type ?? route.message)
                grants[subject, default: .several([])].add(Grant(row))
                routesBySender[sender, default: []].append(row)
                encodings[sender, default: []].formUnion(route.encodings)
            }
        }
        let orderedRows = routes.filter { $0.traffic.order == .sender }
        orderedRoutes = Set(orderedRows.map(\.identifier))
        orderedSenders = Set(orderedRows.flatMap { RoutingTable.senders($0.from, groups) })
        itemSenders = Set(
            routes.filter { $0.traffic.items == .each }.flatMap { RoutingTable.senders($0.from, groups) })
        unrepeatableRoutes = Set(routes.filter { $0.traffic.repetition == .never }.map(\.identifier))
        windows = Dictionary(
            uniqueKeysWithValues: routes.compactMap { route in route.traffic.window.map { (route.identifier, $0) } })
        quotas = Dictionary(
            uniqueKeysWithValues: routes.map { ($0.identifier, $0.traffic.quotas) }.filter { !$0.1.isEmpty })
        self.zone = zone ?? .utc
        self.retention = retention
        self.grants = grants
        self.routesBySender = routesBySender
        self.encodings = encodings
        routesByIdentifier = Dictionary(uniqueKeysWithValues: routes.indices.map { (routes[$0].identifier, $0) })
        self.contractsByType = contractsByType
    }

    /// What a sender may do with a message type in a syntax on a day. O(rows of this sender and type),
    /// which are rarely more than one.
    public func permission(
        from sender: ParticipantIdentifier, message: MessageType, syntax: Syntax, on day: CivilDate
    ) -> Permission {
        guard let found = grants[Subject(sender: sender, message: message)] else { return .noRow }
        switch found {
        case .one(let row):
            guard row.allows(syntax) else { return .otherSyntax([row.route]) }
            return row.isInForce(on: day) ? .row(row.route) : .notInForce([row.route])
        case .several(let rows):
            for row in rows where row.allows(syntax) && row.isInForce(on: day) { return .row(row.route) }
            let written = rows.filter { $0.allows(syntax) }.map(\.route)
            return written.isEmpty ? .otherSyntax(rows.map(\.route)) : .notInForce(written)
        }
    }

    /// Whether a sender has any row for a message type.
    public func isRouted(_ message: MessageType, from sender: ParticipantIdentifier) -> Bool {
        grants[Subject(sender: sender, message: message)] != nil
    }

    /// All encodings that any row of a sender allows. O(1).
    public func encodings(of sender: ParticipantIdentifier) -> Set<TextEncoding> { encodings[sender] ?? [.utf8] }

    /// Whether any row of a sender keeps the order of its messages. O(1).
    public func keepsOrder(of sender: ParticipantIdentifier) -> Bool { orderedSenders.contains(sender) }

    /// Whether any row of a sender hands on the valid items of a batch without the others. O(1).
    public func judgesItems(of sender: ParticipantIdentifier) -> Bool { itemSenders.contains(sender) }

    /// Every row of a sender, its groups' among them, in the order of the table, each as it holds for this sender.
    public func routes(from sender: ParticipantIdentifier) -> [Route] { routesBySender[sender] ?? [] }

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
        let rows = routes(from: sender)
        return !rows.isEmpty && rows.allSatisfy { $0.lane == .batch } ? .batch : .interactive
    }

    /// The contract of a message type. O(1).
    public func contract(_ type: MessageType) -> Contract? { contractsByType[type].map { contracts.contracts[$0] } }

    /// Whether a participant acts in earnest.
    public func environment(of participant: Participant) -> MessageEnvironment {
        participant.environment ?? settings.environment
    }
}

/// Whose messages of which type.
private struct Subject: Hashable {
    let sender: ParticipantIdentifier
    let message: MessageType
}

/// The rows about one subject. One stands by itself, so that it is found without a further look into memory; that is nearly
/// every one.
private enum Grants {
    case one(Grant)
    case several([Grant])

    mutating func add(_ grant: Grant) {
        switch self {
        case .one(let first): self = .several([first, grant])
        case .several(let rows): self = rows.isEmpty ? .one(grant) : .several(rows + [grant])
        }
    }
}

/// A row as it holds for one of its senders, and what is asked of it with each message; small, because it is looked at
/// with caches that know nothing of it.
private struct Grant {
    let route: Route
    /// Days in force, each a number that grows from day to day.
    private let first: Int32
    private let last: Int32
    private let isForXML: Bool
    private let isForJSON: Bool

    init(_ route: Route) {
        self.route = route
        first = route.firstDay.map(Grant.number) ?? .min
        last = route.lastDay.map(Grant.number) ?? .max
        isForXML = route.syntaxes.contains(.xml)
        isForJSON = route.syntaxes.contains(.json)
    }

    func allows(_ syntax: Syntax) -> Bool {
        switch syntax {
        case .xml: isForXML
        case .json: isForJSON
        }
    }

    /// Whether the row and its agreement are both in force on a day.
    func isInForce(on day: CivilDate) -> Bool {
        let number = Grant.number(day)
        return first <= number && number <= last
    }

    /// Years have four digits, in the table as on the clock.
    private static func number(_ day: CivilDate) -> Int32 { Int32(day.year * 512 + day.month * 32 + day.day) }
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
