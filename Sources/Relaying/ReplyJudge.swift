import Files
import Handling
import Messages
import Routing
import Validation
import XML

/// Judges what a program wrote on its standard output: it must be a valid message of the type that the
/// route names, from the system that wrote it, in answer to the request, with nothing in it that may not pass there.
struct ReplyJudge: ~Copyable {
    /// What a reply turned out to be.
    enum Finding: Equatable {
        /// As it should be.
        case right
        /// The program made a mistake; it may do better the next time.
        case wrong(String)
        /// It carries what may not pass on this route, and would do so again.
        case forbidden(String)
    }

    private var validator = Validator()

    /// Judges a reply, and tells what it says of itself.
    mutating func judge(
        _ bytes: [UInt8], to request: WaitingMessage, on route: Route, expecting type: MessageType, table: RoutingTable
    ) -> (header: Header, syntax: Syntax, finding: Finding) {
        let judgement = validator.judge(
            bytes + [0], count: bytes.count, contracts: table.contracts, limits: table.settings.limits
        ) { $0 == type }
        let syntax = judgement.syntax ?? .xml
        func wrong(_ text: String) -> (Header, Syntax, Finding) { (judgement.header, syntax, .wrong(text)) }
        if bytes.isEmpty { return wrong("it wrote no reply, but its route has one") }
        if let refusal = judgement.refusal {
            let first = refusal.errors.first.map { "\($0.place ?? "line \($0.line ?? 0)"): \($0.text)" } ?? ""
            return wrong("its reply is refused as \(refusal.reason.rawValue): \(first)")
        }
        guard judgement.type == type else { return wrong("its reply is no \(type)") }
        guard judgement.header.replyTo == request.messageID else {
            return wrong("its reply does not name the message id that it answers")
        }
        if let sender = judgement.header.sender, let system = table.participants[request.receiver],
            !system.isCalled(sender)
        {
            return wrong("its reply names another sender than '\(request.receiver)'")
        }
        let needs = Needs(of: judgement.type, table: table)
        if let system = table.participants[request.receiver],
            let refusal = needs.environment(of: judgement, between: system) ?? needs.consent(to: judgement)
        {
            return wrong("its reply is refused as \(refusal.reason.rawValue): \(refusal.errors.first?.text ?? "")")
        }
        if let refusal = needs.profile(of: route, kept: judgement) {
            let places = refusal.errors.compactMap(\.place).joined(separator: ", ")
            let text = "its reply carries \(places), which may not pass on route \(route.identifier)"
            return (judgement.header, syntax, .forbidden(text))
        }
        return (judgement.header, syntax, .right)
    }

    /// The message id of a request, read out of its body again.
    mutating func messageID(of bytes: [UInt8], table: RoutingTable) -> [UInt8]? {
        validator.judge(
            bytes + [0], count: bytes.count, contracts: table.contracts, limits: table.settings.limits,
            encodings: Set(TextEncoding.allCases)
        ) { _ in true }.header.messageID
    }
}
