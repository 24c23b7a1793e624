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
    ///   - isRouted: whether its sender has any route for a type; decides between JSON contracts that
    ///     share a root name.
    public mutating func judge(
        _ document: [UInt8], count: Int, contracts: ContractSet, limits: MessageLimits,
        isRouted: (MessageType) -> Bool
    ) -> Judgement {
        let compiled = compiled
        compiled.use(contracts)
        var judgement = Judgement()
        let bytes = document.span.extracting(0..<count)
        if let refusal = begin(bytes, &judgement) {
            judgement.refusal = refusal
            return judgement
        }
        let mistake = Encoding.mistake(bytes)
        // Of bytes that are no text, the first counts; a NUL is the XML judge's to tell.
        if let mistake, !mistake.isAtEnd, judgement.syntax == .json || !document[..<mistake.offset].contains(0) {
            var position = TextPosition(document, count: count)
            judgement.refusal = Validator.refusal(false, at: position.position(of: mistake.offset))
            return judgement
        }
        // A file that ends inside a character ends too early; what stands before it decides whether it
        // could go on at all.
        let end = mistake?.offset ?? count
        switch judgement.syntax {
        case .xml:
            xml.judge(document, count: end, limits: limits, into: &judgement) { name, namespace in
                compiled.contract(root: name, namespace: namespace)
            }
        default:
            json.judge(document, count: end, limits: limits, into: &judgement) { name, namespace in
                compiled.contract(root: name, namespace: namespace, isRouted: isRouted)
            }
        }
        if mistake != nil { endInsideCharacter(&judgement) }
        if judgement.refusal == nil { checkMessageID(&judgement, limits) }
        return judgement
    }

    /// What the first bytes tell: the syntax, or why there is nothing to judge.
    func begin(_ bytes: Span<UInt8>, _ judgement: inout Judgement) -> Refusal? {
        if bytes.isEmpty {
            return Refusal(.empty, [MessageError(.file, "the file is empty; send the message again")])
        }
        judgement.syntax = Encoding.syntax(bytes)
        if Encoding.looksWide(bytes) {
            let text = "the file is UTF-16 or UTF-32; send it as UTF-8"
            return Refusal(.notUTF8, [MessageError(.encoding, line: 1, column: 1, text)])
        }
        if judgement.syntax != nil { return nil }
        if let mistake = Encoding.mistake(bytes), !mistake.isAtEnd {
            let text = bytes.indices.map { bytes[$0] }
            var position = TextPosition(text, count: text.count)
            return Validator.refusal(false, at: position.position(of: mistake.offset))
        }
        let text = "a message begins with '<' (XML) or '{' (JSON)"
        let blank = Encoding.isBlank(bytes)
        return Refusal(
            blank ? .incomplete : .malformed, [MessageError(blank ? .ended : .syntax, line: 1, column: 1, text)])
    }

    static let noCharacter = "this byte begins no character of UTF-8; send the file as UTF-8"
    static let endsInside = "the file ends inside a character"

    /// A file that ends inside a character ends too early, unless reading stopped before.
    func endInsideCharacter(_ judgement: inout Judgement) {
        if let reason = judgement.refusal?.reason {
            let isStopped = [.malformed, .doctype, .tooDeep, .limit, .unknownMessage].contains(reason)
            if isStopped || reason <= .incomplete { return }
        }
        judgement.refusal = Refusal(.incomplete, [MessageError(.ended, Validator.endsInside)])
    }

    func checkMessageID(_ judgement: inout Judgement, _ limits: MessageLimits) {
        let length = judgement.header.messageID?.count ?? 0
        if length == 0 {
            judgement.refusal = Refusal(.noMessageID, [MessageError(.missingElement, "the message has no message id")])
        } else if length > limits.messageID {
            let text = "the message id is longer than \(limits.messageID) bytes"
            judgement.refusal = Refusal(.limit, [MessageError(.text, text)])
        }
    }
}
