/// What the floor must know of the traffic: folders, schemas, and which way each type goes. Everything is counted, so
/// that it works with numbers.
struct FloorLayout {
    /// Who sends.
    let senders: [String]
    /// Who receives.
    let receivers: [String]
    /// The paths of the schemas, one for each type.
    let schemas: [String]
    /// The names of the root elements in their namespaces, by which a message's type is known; of one type none.
    let namespaces: [String]
    /// To which receiver a sender's messages of a type go: at sender · types + type; -1: to nobody.
    let ways: [Int]

    /// The layout of a scenario's traffic, with the table in a folder.
    init(_ choice: TrafficChoice, routes: String) {
        guard choice.kind == .mixed else {
            senders = [BenchSpool.sender]
            receivers = [BenchSpool.receiver]
            schemas = [BenchRoutes.schema(in: routes)]
            namespaces = []
            ways = [0]
            return
        }
        let partners = choice.partners
        let (senders, receivers) = (partners.senders, partners.receivers)
        let types = TrafficType.allCases
        var ways = [Int](repeating: -1, count: senders.count * types.count)
        let senderPlaces = Dictionary(uniqueKeysWithValues: senders.enumerated().map { ($1, $0) })
        let receiverPlaces = Dictionary(uniqueKeysWithValues: receivers.enumerated().map { ($1, $0) })
        let typePlaces = Dictionary(uniqueKeysWithValues: types.enumerated().map { ($1, $0) })
        for flow in partners.flows {
            guard let sender = senderPlaces[flow.sender.id], let type = typePlaces[flow.type] else { continue }
            ways[sender * types.count + type] = receiverPlaces[flow.receiver.id] ?? -1
        }
        self.senders = senders
        self.receivers = receivers
        schemas = types.map { "\(routes)/contracts/\($0.rawValue).xsd" }
        namespaces = types.map { "urn:luova:\($0.rawValue):1\"" }
        self.ways = ways
    }
}

extension TrafficPartners {
    /// The ids of all who send, in a fixed order.
    var senders: [String] { TrafficPartners.unique(flows.map(\.sender.id)) }
    /// The ids of all who receive, in a fixed order.
    var receivers: [String] { TrafficPartners.unique(flows.map(\.receiver.id)) }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
