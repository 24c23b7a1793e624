import Messages
import Routing
import Validation

/// Messages that a table is asked about, in random order: what a worker knows of each when it asks.
struct RoutingQuestions {
    /// One message.
    struct Question {
        var sender: ParticipantIdentifier
        var message: MessageType
        var syntax: Syntax
    }

    /// What may come of one.
    enum Answer: String, CaseIterable {
        case permitted
        case noRow = "no row"
        case otherSyntax = "other syntax"
        case notInForce = "not in force"

        init(_ permission: Permission) {
            switch permission {
            case .row: self = .permitted
            case .noRow: self = .noRow
            case .otherSyntax: self = .otherSyntax
            case .notInForce: self = .notInForce
            }
        }
    }

    /// How many there are: more than what any cache near the processor holds of a large table.
    static let count = 65_536
    /// The day on which all is asked.
    static let day = CivilDate(year: 2026, month: 6, day: 15)

    private(set) var all: [Question] = []

    /// Of eight messages six are as some row says, of any of its senders; of one the syntax is any, and of one the sender
    /// and the type are, which rarely have a row. Names are those that a worker has: the table's own, of participants and
    /// contracts.
    init(_ table: RoutingTable, seed: UInt64) {
        var random = RandomStream(seed: seed &+ 1)
        let participants = table.participants.values.filter(\.isPartner).map(\.identifier)
            .sorted { $0.text < $1.text }
        let types = Dictionary(uniqueKeysWithValues: table.contracts.contracts.map { ($0.type, $0.type) })
        let typesInOrder = table.contracts.contracts.map(\.type)
        all.reserveCapacity(RoutingQuestions.count)
        for number in 0..<RoutingQuestions.count {
            let route = table.routes[random.below(table.routes.count)]
            let senders = table.senders(of: route)
            let syntaxes = number % 8 < 6 ? route.syntaxes.sorted { $0.rawValue < $1.rawValue } : [.xml, .json]
            let syntax = syntaxes[random.below(syntaxes.count)]
            let sender = senders[random.below(senders.count)]
            guard number % 8 < 7, let own = table.participants[sender]?.identifier, let type = types[route.message]
            else {
                all.append(
                    Question(
                        sender: participants[random.below(participants.count)],
                        message: typesInOrder[random.below(typesInOrder.count)], syntax: syntax))
                continue
            }
            all.append(Question(sender: own, message: type, syntax: syntax))
        }
    }

    /// What the table says to one, by the very call by which the daemon asks.
    @inline(__always)
    static func ask(_ table: RoutingTable, _ question: Question) -> Permission {
        table.permission(
            from: question.sender, message: question.message, syntax: question.syntax, on: day)
    }

    /// What must be said to one, found by reading the table from its first row to its last.
    static func expected(_ table: RoutingTable, _ question: Question) -> Answer {
        let rows = table.routes.filter { route in
            route.message == question.message && table.senders(of: route).contains(question.sender)
        }
        if rows.isEmpty { return .noRow }
        let written = rows.filter { $0.syntaxes.contains(question.syntax) }
        if written.isEmpty { return .otherSyntax }
        let isInForce = written.contains { route in
            let own = table.participants[question.sender]?.agreement.flatMap { table.agreements[$0] }
            let agreement = route.agreement ?? (route.from.isGroup ? own : nil)
            return (route.fromDate.map { $0 <= day } ?? true) && (route.untilDate.map { day <= $0 } ?? true)
                && (agreement?.isInForce(on: day) ?? true)
        }
        return isInForce ? .permitted : .notInForce
    }
}
