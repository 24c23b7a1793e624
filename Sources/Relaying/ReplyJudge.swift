import Files
import Handling
import Messages
import Routing
import Validation
import XML

/// Judges what a program wrote on its standard output: it must be a valid message of the type that the
/// route names, from the system that wrote it, in answer to the request.
struct ReplyJudge: ~Copyable {
    private var validator = Validator()

    /// What is wrong with a reply; nil when nothing is, with what it says of itself.
    mutating func judge(
        _ bytes: [UInt8], to request: WaitingMessage, expecting type: MessageType, table: RoutingTable
    ) -> (header: Header, syntax: Syntax, problem: String?) {
        let judgement = validator.judge(
            bytes + [0], count: bytes.count, contracts: table.contracts, limits: table.settings.limits
        ) { $0 == type }
        let syntax = judgement.syntax ?? .xml
        func wrong(_ text: String) -> (Header, Syntax, String?) { (judgement.header, syntax, text) }
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
            !system.identities.contains(where: { sender.elementsEqual($0.utf8) })
        {
            return wrong("its reply names another sender than '\(request.receiver)'")
        }
        return (judgement.header, syntax, nil)
    }

    /// The message id of a request, read out of its body again.
    mutating func messageID(of bytes: [UInt8], table: RoutingTable) -> [UInt8]? {
        validator.judge(
            bytes + [0], count: bytes.count, contracts: table.contracts, limits: table.settings.limits,
            encodings: Set(TextEncoding.allCases)
        ) { _ in true }.header.messageID
    }
}
