public import Messages
public import Validation

/// The routing table: who may send which message type, in which syntax, to whom, from when until
/// when. What no row allows is refused. Never changes after it was loaded; a reload makes another.
public final class RoutingTable: Sendable {
    /// The daemon's settings.
    public let settings: ServiceSettings
    /// Everybody, by id.
    public let participants: [ParticipantIdentifier: Participant]
    /// Every contract, compiled.
    public let contracts: ContractSet
    /// Every row, in the order of the files.
    public let routes: [Route]
    /// What is not wrong, but what a person should know: a row without a statute, an unused contract.
    public let notes: [ConfigurationProblem]
    private let bySender: [ParticipantIdentifier: [MessageType: [Int]]]
    private let encodings: [ParticipantIdentifier: Set<TextEncoding>]

    init(
        settings: ServiceSettings, participants: [Participant], contracts: ContractSet, routes: [Route],
        notes: [ConfigurationProblem]
    ) {
        self.settings = settings
        self.participants = Dictionary(uniqueKeysWithValues: participants.map { ($0.identifier, $0) })
        self.contracts = contracts
        self.routes = routes
        self.notes = notes
        encodings = Dictionary(routes.map { ($0.from, $0.encodings) }) { $0.union($1) }
        bySender = Dictionary(grouping: routes.indices) { routes[$0].from }.mapValues { places in
            Dictionary(grouping: places) { routes[$0].message }
        }
    }

    /// What a sender may do with a message type in a syntax on a day. O(rows of this sender and type),
    /// which are rarely more than one.
    public func permission(
        from sender: ParticipantIdentifier, message: MessageType, syntax: Syntax, on day: CivilDate
    ) -> Permission {
        guard let rows = bySender[sender]?[message]?.map({ routes[$0] }) else { return .noRow }
        let written = rows.filter { $0.syntaxes.contains(syntax) }
        guard !written.isEmpty else { return .otherSyntax(rows) }
        let valid = written.first { $0.isInForce(on: day) && ($0.agreement?.isInForce(on: day) ?? true) }
        return valid.map { .row($0) } ?? .notInForce(written)
    }

    /// Whether a sender has any row for a message type.
    public func isRouted(_ message: MessageType, from sender: ParticipantIdentifier) -> Bool {
        bySender[sender]?[message] != nil
    }

    /// All encodings that any row of a sender allows. O(1).
    public func encodings(of sender: ParticipantIdentifier) -> Set<TextEncoding> { encodings[sender] ?? [.utf8] }

    /// Every row of a sender.
    public func routes(from sender: ParticipantIdentifier) -> [Route] { routes.filter { $0.from == sender } }

    /// The row by its id.
    public func route(_ identifier: RouteIdentifier) -> Route? { routes.first { $0.identifier == identifier } }

    /// Whether all that a sender may send is a night's work.
    public func lane(of sender: ParticipantIdentifier) -> Lane {
        let rows = bySender[sender]?.values.flatMap { $0 } ?? []
        return !rows.isEmpty && rows.allSatisfy { routes[$0].lane == .batch } ? .batch : .interactive
    }

    /// The contract of a message type.
    public func contract(_ type: MessageType) -> Contract? { contracts.contracts.first { $0.type == type } }
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
