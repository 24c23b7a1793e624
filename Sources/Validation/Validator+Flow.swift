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
    ///   - encodings: how it may be written, beside UTF-8.
    ///   - isRouted: whether its sender has any route for a type.
    ///   - next: fills the array, whose size it may not change, from its start and says how many bytes it
    ///     put there; 0 at the end. What it throws ends the judging.
    public mutating func judge<Failure: Error>(
        contracts: ContractSet, limits: MessageLimits, encodings: Set<TextEncoding> = [],
        isRouted: (MessageType) -> Bool, reading next: (inout [UInt8]) throws(Failure) -> Int
    ) throws(Failure) -> Judgement {
        if piece.isEmpty { piece = [UInt8](repeating: 0, count: Validator.piece) }
        beginning.removeAll(keepingCapacity: true)
        while beginning.count <= max(limits.whole, Validator.leastBeginning) {
            let count = try next(&piece)
            if count == 0 {
                beginning.append(0)
                let document = beginning
                return judge(
                    document, count: document.count - 1, contracts: contracts, limits: limits, encodings: encodings,
                    isRouted: isRouted)
            }
            beginning.append(contentsOf: piece[..<count])
        }
        var failure: Failure?
        let beginning = beginning
        defer { self.beginning = [] }
        let (encoding, refusal) = Encoding.recognise(beginning.span, allowed: encodings)
        let isXML = encoding != .utf8 || Encoding.syntax(beginning.span) == .xml
        let judgement = withoutActuallyEscaping(next) { next in
            if let refusal {
                var judgement = Judgement()
                (judgement.encoding, judgement.refusal) = (encoding, refusal)
                judgement.syntax = Encoding.syntax(beginning.span)
                return judgement
            }
            let gate = CharacterGate(beginning: beginning, encoding: encoding, isXML: isXML) { bytes in
                do throws(Failure) {
                    return try next(&bytes)
                } catch {
                    failure = error
                    return 0
                }
            }
            return judge(gate, encoding, contracts: contracts, limits: limits, isRouted: isRouted)
        }
        if let failure { throw failure }
        // Whoever reads may do more with the bytes than have them judged.
        while try next(&piece) > 0 {}
        return judgement
    }

    /// How much is read at once.
    private static let piece = 131_072
    /// What the declaration and the first tag need.
    private static let leastBeginning = 1_024

    private mutating func judge(
        _ gate: CharacterGate, _ encoding: TextEncoding, contracts: ContractSet, limits: MessageLimits,
        isRouted: (MessageType) -> Bool
    ) -> Judgement {
        let compiled = compiled
        compiled.use(contracts)
        let limits = limits.applied()
        var judgement = Judgement()
        judgement.encoding = encoding
        let most = gate.isXML ? limits.document.tag : 2 * JSONFlow.window(limits)
        let flow = TextFlow(beginning: [], kept: most + Validator.leastKept, source: gate.append)
        // What is no text in the first bytes counts before anything that they say.
        _ = flow.fill()
        judgement.syntax = Encoding.syntax(flow.bytes.span)
        if gate.cut == .mistake {
            judgement.refusal = gate.refusal(at: flow.position(of: flow.end))
            return judgement
        }
        if let refusal = refusal(withoutSyntax: judgement.syntax, encoding, flow) {
            judgement.refusal = refusal
            return judgement
        }
        switch judgement.syntax {
        case .xml:
            let declaration =
                encoding == .utf8 ? XMLDeclaration(beginning.span) : XMLDeclaration(flow.bytes.span)
            xml.judge(flow, gate: gate, declaration: declaration, limits: limits, into: &judgement) { name, namespace in
                compiled.contract(root: name, namespace: namespace)
            }
        default:
            json.judge(flow, limits: limits, into: &judgement) { name, namespace in
                compiled.contract(root: name, namespace: namespace, isRouted: isRouted)
            }
        }
        // Where reading stopped before the end, what is no text counts all the same.
        while flow.fill() {}
        if gate.cut == .character { endInsideCharacter(&judgement) }
        // A character that is none counts before what the declaration says, and that before a NUL.
        if let refusal = gate.refusal(at: flow.position(of: flow.end)),
            refusal.reason == .notUTF8 || judgement.refusal?.reason != .notUTF8
        {
            judgement.refusal = refusal
        }
        if judgement.refusal == nil { checkMessageID(&judgement, contracts, limits) }
        return judgement
    }

    /// So much more than the longest tag may have been read ahead.
    private static let leastKept = 65_536

    /// What is neither XML nor JSON, as far as it is in memory, or is JSON in an encoding that JSON has not.
    private func refusal(withoutSyntax syntax: Syntax?, _ encoding: TextEncoding, _ flow: TextFlow) -> Refusal? {
        if encoding != .utf8, syntax == .json {
            return Refusal(.notUTF8, [MessageError(.encoding, line: 1, column: 1, Encoding.noJSON(encoding))])
        }
        let refusal = Validator.refusal(withoutSyntax: syntax, flow.bytes.span)
        guard refusal?.reason == .incomplete else { return refusal }
        let text = "the message begins with over \(flow.end) bytes of white space; remove it"
        return Refusal(.limit, [MessageError(.text, line: 1, column: 1, text)])
    }
}
