public import Messages
import XML

/// Judges messages: bytes and contracts in, a judgement out. One belongs to each worker's queue.
///
/// Stages, in the order of the file names that a reader should open: `Encoding`, then `XMLJudge` or
/// `JSONJudge`, then `Wording` and `Placing` for what is wrong. Reads no file and no network on
/// behalf of a message.
public struct Validator: ~Copyable {
    var xml = XMLJudge()
    var json = JSONJudge()
    let compiled = CompiledValidators()

    /// What was read of a message last, and the first bytes of it; kept for the next.
    var piece: [UInt8] = []
    var beginning: [UInt8] = []

    /// A validator with nothing compiled yet.
    public init() {}

    /// Judges one document.
    ///
    /// - Parameters:
    ///   - document: its bytes, and one NUL behind them.
    ///   - count: how many bytes belong to it.
    ///   - contracts: what it may be.
    ///   - limits: what it may cost.
    ///   - encodings: how it may be written, beside UTF-8; asked for only where it is not UTF-8 at the first look.
    ///   - isRouted: whether its sender has any route for a type; decides between JSON contracts that
    ///     share a root name.
    public mutating func judge(
        _ document: [UInt8], count: Int, contracts: ContractSet, limits: MessageLimits,
        encodings: @autoclosure () -> Set<TextEncoding> = [], isRouted: (MessageType) -> Bool
    ) -> Judgement {
        var judgement = Judgement()
        judge(
            document, count: count, contracts: contracts, limits: limits, encodings: encodings(), isRouted: isRouted,
            into: &judgement)
        return judgement
    }

    private mutating func judge(
        _ document: [UInt8], count: Int, contracts: ContractSet, limits: MessageLimits,
        encodings: @autoclosure () -> Set<TextEncoding>,
        isRouted: (MessageType) -> Bool, into judgement: inout Judgement
    ) {
        let compiled = compiled
        compiled.use(contracts)
        guard count > 0 else {
            judgement.refusal = Validator.empty
            return
        }
        let limits = limits.applied()
        let decoded = Encoding.decode(document, count: count, allowed: encodings())
        let text = decoded.text ?? document
        let bytes = text.span.extracting(0..<(decoded.text == nil ? count : decoded.end))
        judgement.syntax = Encoding.syntax(bytes)
        judgement.encoding = decoded.encoding
        if let refusal = decoded.refusal ?? Validator.refusal(withoutSyntax: judgement.syntax, bytes) {
            judgement.refusal = refusal
            return
        }
        // A file that ends inside a character ends too early; what stands before it decides whether it
        // could go on at all.
        switch judgement.syntax {
        case .xml:
            xml.judge(text, count: decoded.end, limits: limits, into: &judgement) { name, namespace in
                compiled.contract(root: name, namespace: namespace)
            }
        default:
            json.judge(text, count: decoded.end, limits: limits, into: &judgement) { name, namespace in
                compiled.contract(root: name, namespace: namespace, isRouted: isRouted)
            }
        }
        if decoded.isCut { endInsideCharacter(&judgement) }
        if judgement.refusal == nil { checkMessageID(&judgement, contracts, limits) }
    }

    static let empty = Refusal(.empty, [MessageError(.file, "the file is empty; send the message again")])

    /// What is neither XML nor JSON; nil when it is one of them.
    static func refusal(withoutSyntax syntax: Syntax?, _ bytes: Span<UInt8>) -> Refusal? {
        if syntax != nil { return nil }
        let text = "a message begins with '<' (XML) or '{' (JSON); send one, and nothing before it"
        let blank = Encoding.isBlank(bytes)
        return Refusal(
            blank ? .incomplete : .malformed, [MessageError(blank ? .ended : .syntax, line: 1, column: 1, text)])
    }

    /// A file that ends inside a character ends too early, unless reading stopped before.
    func endInsideCharacter(_ judgement: inout Judgement) {
        if let reason = judgement.refusal?.reason {
            let isStopped = [.malformed, .doctype, .tooDeep, .limit, .unknownMessage].contains(reason)
            if isStopped || reason <= .incomplete { return }
        }
        judgement.refusal = Refusal(
            .incomplete, [MessageError(.ended, "the file ends inside a character; send it again, whole")])
    }

    func checkMessageID(_ judgement: inout Judgement, _ contracts: ContractSet, _ limits: MessageLimits) {
        let length = judgement.header.messageID?.count ?? 0
        if length > 0, length <= limits.messageID { return }
        let contract = contracts.contracts.first { $0.type == judgement.type }
        let place = contract.flatMap { contract in contract.headerPaths[.messageID].map { contract.place(of: $0) } }
        if length == 0 {
            let text = "the message has no message id; give it one"
            judgement.refusal = Refusal(.noMessageID, [MessageError(.missingElement, place: place, text)])
        } else {
            let text = "the message id is longer than \(limits.messageID) bytes; give it a shorter one"
            judgement.refusal = Refusal(.limit, [MessageError(.text, place: place, text)])
        }
    }
}
