import Messages
import XML

extension Judgement {
    /// Takes over the header of a document, and what it carries of what is watched. Says whether its reader found
    /// nothing else to take over.
    mutating func concludes(_ conclusion: Conclusion, _ contract: Contract?) -> Bool {
        take(conclusion, contract)
        return conclusion.isValid && conclusion.stop == nil && !conclusion.internalError
    }

    /// Takes over what a document says of itself.
    mutating func take(_ conclusion: Conclusion, _ contract: Contract?) {
        for (field, value) in zip(HeaderField.allCases, conclusion.fields) { header[field] = value }
        guard let watched = contract?.watched, !watched.isEmpty else { return }
        let found = conclusion.fields.dropFirst(HeaderField.allCases.count)
        carried = zip(watched, found).filter { $0.1 != nil }.map(\.0)
    }

    /// Takes over what a reader found out about a document that it read to the end, or stopped in.
    ///
    /// - Parameters:
    ///   - extra: mistakes that the reader found itself, each with its offset.
    ///   - text: the document, where it is in memory; one that flows has told all places already.
    ///   - isMarkup: whether offsets lie inside start tags, whose `<` is then pointed at.
    ///   - contract: knows the built-in types behind its own; nil where there is none.
    ///   - place: names the place of a violation, and the byte to point at.
    mutating func conclude(
        _ conclusion: Conclusion, extra: [(offset: Int, error: MessageError)] = [],
        text: (bytes: [UInt8], count: Int) = ([], 0), limits: MessageLimits, isMarkup: Bool, contract: Contract?,
        place: (Violation, TextPosition) -> (path: String, offset: Int)
    ) {
        if concludes(conclusion, contract), extra.isEmpty { return }
        var position = TextPosition(text.bytes, count: text.count)
        if let stop = conclusion.stop {
            let offset = conclusion.stopOffset
            let (line, column) =
                conclusion.stopPosition
                ?? position.position(of: isMarkup ? position.tagStart(before: offset + 1) : offset)
            let (reason, code) = Judgement.names(of: stop)
            let text = Wording.words(stop, limits.document)
            refusal = Refusal(reason, [MessageError(code, line: line, column: column, text)])
            return
        }
        if conclusion.internalError {
            validatorGaveUp = true
            let text =
                "the validator gave up, because a rule of the contract is too complex for it; "
                + "nothing is known to be wrong with the message, tell the operator"
            refusal = Refusal(.limit, [MessageError(.schema, text)])
            return
        }
        var mistakes = extra.map { extra -> Mistake in
            let known = extra.error.line.flatMap { line in extra.error.column.map { (line, $0) } }
            return Mistake(offset: extra.offset, position: known, error: extra.error)
        }
        var lastPlace: (path: String, offset: Int)?
        for (number, violation) in conclusion.violations.enumerated() {
            let here = place(violation, position)
            // libxml2 reports a broken facet twice: as the facet, and as the type that it belongs to.
            if violation.rule == .type, let last = lastPlace, last == here { continue }
            lastPlace = here
            let names = violation.rule == .type ? violation.path.map(\.name) : []
            let builtIn = names.isEmpty ? nil : contract?.projection.value(along: names, attribute: violation.attribute)
            let (code, words) = Wording.words(violation, builtIn: builtIn)
            mistakes.append(
                Mistake(
                    offset: here.offset, position: violation.position,
                    error: MessageError(code, place: here.path, words), value: violation.value.map(Quoting.shown),
                    violation: number))
        }
        let dropped = conclusion.violations.count - (mistakes.count - extra.count)
        mistakes.sort { $0.offset < $1.offset }
        // Of the others nobody asks where they are.
        for number in conclusion.items == nil ? 0..<min(MessageError.most, mistakes.count) : mistakes.indices {
            let known = mistakes[number].position
            (mistakes[number].error.line, mistakes[number].error.column) =
                known ?? position.position(of: mistakes[number].offset)
        }
        let kept = mistakes.prefix(MessageError.most).map(\.error)
        let all = conclusion.violationCount - dropped + extra.count
        var refusal = Refusal(.invalid, kept, moreErrors: all - kept.count)
        for (number, mistake) in mistakes.prefix(MessageError.most).enumerated() {
            refusal.quotes[number] = mistake.value
        }
        if let tally = conclusion.items, extra.isEmpty {
            items = Judgement.findings(tally, conclusion.violations, mistakes, contract)
            if items != nil, let mistake = Judgement.mistake(ofCountIn: tally, contract) {
                items = nil
                if refusal.errors.count < MessageError.most {
                    refusal.errors.append(mistake)
                } else {
                    refusal.moreErrors += 1
                }
            }
        }
        self.refusal = refusal
    }

    /// A mistake on its way into a refusal.
    struct Mistake {
        var offset: Int
        /// Line and column, where they are known already.
        var position: (line: Int, column: Int)?
        var error: MessageError
        /// The value that breaks the rule, where it was asked for.
        var value: String?
        /// Which of the document's violations it is; nil for what its reader found itself.
        var violation: Int?
    }

    /// What a stop is called.
    private static func names(of stop: DocumentStop) -> (Reason, MessageError.Code) {
        switch stop {
        case .depth: (.tooDeep, .depth)
        case .attributes: (.limit, .attributes)
        case .text: (.limit, .text)
        case .tag: (.limit, .tag)
        case .name: (.limit, .name)
        case .names: (.limit, .names)
        case .time: (.limit, .time)
        case .doctype: (.doctype, .doctype)
        case .unknownRoot: (.unknownMessage, .root)
        }
    }
}
