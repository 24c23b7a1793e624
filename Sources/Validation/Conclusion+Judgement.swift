import Messages
import XML

extension Judgement {
    /// Takes over what a reader found out about a document that it read to the end, or stopped in.
    ///
    /// - Parameters:
    ///   - extra: mistakes that the reader found itself, each with its offset.
    ///   - text: the document, where it is in memory; one that flows has told all places already.
    ///   - isMarkup: whether offsets lie inside start tags, whose `<` is then pointed at.
    ///   - projection: knows the built-in types behind those of the contract; nil where there is none.
    ///   - place: names the place of a violation, and the byte to point at.
    mutating func conclude(
        _ conclusion: Conclusion, extra: [(offset: Int, error: MessageError)] = [],
        text: (bytes: [UInt8], count: Int) = ([], 0), limits: MessageLimits, isMarkup: Bool, projection: Projection?,
        place: (Violation, TextPosition) -> (path: String, offset: Int)
    ) {
        for (field, value) in zip(HeaderField.allCases, conclusion.fields) { header[field] = value }
        var position = TextPosition(text.bytes, count: text.count)
        if let stop = conclusion.stop {
            let offset = conclusion.stopOffset
            let (line, column) =
                conclusion.stopPosition
                ?? position.position(of: isMarkup ? position.tagStart(before: offset + 1) : offset)
            refusal = Judgement.refusal(stop, line, column, limits)
            return
        }
        if conclusion.internalError {
            let text = "the validator gave up: a pattern of the contract is too complex; tell the operator"
            refusal = Refusal(.limit, [MessageError(.schema, text)])
            return
        }
        if conclusion.isValid, extra.isEmpty { return }
        var errors = extra.map { extra -> (offset: Int, position: (line: Int, column: Int)?, error: MessageError) in
            (extra.offset, extra.error.line.flatMap { line in extra.error.column.map { (line, $0) } }, extra.error)
        }
        var lastPlace: (path: String, offset: Int)?
        var dropped = 0
        for violation in conclusion.violations {
            let here = place(violation, position)
            // libxml2 reports a broken facet twice: as the facet, and as the type that it belongs to.
            if violation.rule == .type, let last = lastPlace, last == here {
                dropped += 1
                continue
            }
            lastPlace = here
            let names = violation.rule == .type ? violation.path.map(\.name) : []
            let builtIn = names.isEmpty ? nil : projection?.value(along: names, attribute: violation.attribute)
            let (code, words) = Wording.words(violation, builtIn: builtIn)
            errors.append((here.offset, violation.position, MessageError(code, place: here.path, words)))
        }
        errors.sort { $0.offset < $1.offset }
        let kept = errors.prefix(MessageError.most).map { offset, known, error in
            var error = error
            let (line, column) = known ?? position.position(of: offset)
            error.line = line
            error.column = column
            return error
        }
        let all = conclusion.violationCount - conclusion.violations.count + errors.count
        refusal = Refusal(.invalid, kept, moreErrors: all - kept.count)
    }

    private static func refusal(_ stop: DocumentStop, _ line: Int, _ column: Int, _ limits: MessageLimits) -> Refusal {
        func refuse(_ reason: Reason, _ code: MessageError.Code, _ text: String) -> Refusal {
            Refusal(reason, [MessageError(code, line: line, column: column, text)])
        }
        switch stop {
        case .depth: return refuse(.tooDeep, .depth, "elements are nested deeper than \(limits.document.depth) levels")
        case .attributes:
            return refuse(.limit, .attributes, "an element has more than \(limits.document.attributes) attributes")
        case .text: return refuse(.limit, .text, "a text is longer than \(limits.document.text) bytes")
        case .tag:
            return refuse(
                .limit, .tag, "a tag, a comment or an instruction is longer than \(limits.document.tag) bytes")
        case .doctype:
            return refuse(.doctype, .doctype, "a document type declaration is not allowed; remove the <!DOCTYPE …>")
        case .unknownRoot:
            return refuse(.unknownMessage, .root, "no contract has this root element in this namespace")
        }
    }
}
