public import Messages
import XML

extension Validator {
    /// Judges one document that is read piece by piece: held whole where it is small enough, else judged
    /// as it flows past, in a few megabytes whatever its size. The verdicts are the same. Always reads to
    /// the end.
    ///
    /// - Parameters:
    ///   - contracts: what it may be.
    ///   - limits: what it may cost.
    ///   - isRouted: whether its sender has any route for a type.
    ///   - next: fills the array, whose size it may not change, from its start and says how many bytes it
    ///     put there; 0 at the end. What it throws ends the judging.
    public mutating func judge<Failure: Error>(
        contracts: ContractSet, limits: MessageLimits, isRouted: (MessageType) -> Bool,
        reading next: (inout [UInt8]) throws(Failure) -> Int
    ) throws(Failure) -> Judgement {
        if piece.isEmpty { piece = [UInt8](repeating: 0, count: Validator.piece) }
        beginning.removeAll(keepingCapacity: true)
        while beginning.count <= max(limits.whole, Validator.leastBeginning) {
            let count = try next(&piece)
            if count == 0 {
                beginning.append(0)
                let document = beginning
                return judge(
                    document, count: document.count - 1, contracts: contracts, limits: limits, isRouted: isRouted)
            }
            beginning.append(contentsOf: piece[..<count])
        }
        var failure: Failure?
        let beginning = beginning
        defer { self.beginning = [] }
        let judgement = withoutActuallyEscaping(next) { next in
            let isXML = Encoding.syntax(beginning.span) == .xml
            let gate = CharacterGate(beginning: beginning, count: beginning.count, isXML: isXML) { bytes in
                do throws(Failure) {
                    return try next(&bytes)
                } catch {
                    failure = error
                    return 0
                }
            }
            return judge(gate, beginning: beginning, contracts: contracts, limits: limits, isRouted: isRouted)
        }
        if let failure { throw failure }
        return judgement
    }

    /// How much is read at once.
    private static let piece = 131_072
    /// What the declaration and the first tag need.
    private static let leastBeginning = 1_024

    private mutating func judge(
        _ gate: CharacterGate, beginning: [UInt8], contracts: ContractSet, limits: MessageLimits,
        isRouted: (MessageType) -> Bool
    ) -> Judgement {
        let compiled = compiled
        compiled.use(contracts)
        var judgement = Judgement()
        if let refusal = begin(beginning.span, &judgement) {
            judgement.refusal = refusal
            if refusal.reason == .incomplete {
                let text = "the message begins with over \(beginning.count) bytes of white space; remove it"
                judgement.refusal = Refusal(.limit, [MessageError(.text, line: 1, column: 1, text)])
            }
            return judgement
        }
        let most = judgement.syntax == .xml ? limits.document.tag : 2 * JSONFlow.window(limits)
        let flow = TextFlow(beginning: [], kept: most + Validator.leastKept, source: gate.append)
        // What is no text in the first bytes counts before anything that they say.
        _ = flow.fill()
        if gate.cut == .mistake {
            judgement.refusal = Validator.refusal(false, at: flow.position(of: flow.end))
            return judgement
        }
        switch judgement.syntax {
        case .xml:
            xml.judge(flow, gate: gate, beginning: beginning, limits: limits, into: &judgement) { name, namespace in
                compiled.contract(root: name, namespace: namespace)
            }
        default:
            json.judge(flow, limits: limits, into: &judgement) { name, namespace in
                compiled.contract(root: name, namespace: namespace, isRouted: isRouted)
            }
        }
        // Where reading stopped before the end, what is no text counts all the same.
        while flow.fill() {}
        switch gate.cut {
        case .character: endInsideCharacter(&judgement)
        case .mistake, .zero:
            if judgement.refusal?.reason != .notUTF8 {
                judgement.refusal = Validator.refusal(gate.cut == .zero, at: flow.position(of: flow.end))
            }
        case nil: break
        }
        if judgement.refusal == nil { checkMessageID(&judgement, limits) }
        return judgement
    }

    /// So much more than the longest tag may have been read ahead.
    private static let leastKept = 65_536

    /// Bytes that are no text.
    ///
    /// - Parameter isZero: whether a NUL is the first of them.
    static func refusal(_ isZero: Bool, at position: (line: Int, column: Int)) -> Refusal {
        let error = MessageError(
            isZero ? .syntax : .encoding, line: position.line, column: position.column,
            isZero ? XMLJudge.zero : noCharacter)
        return Refusal(isZero ? .malformed : .notUTF8, [error])
    }
}
