import Messages
import XML

/// Judges JSON: scans it, projects it onto the elements of its contract in the order of the XSD, and
/// has the same validator as XML judge them, without a tree.
struct JSONJudge: ~Copyable {
    private var scanner = JSONScanner()
    private var stream = ElementStream(mostViolations: 2 * MessageError.most)
    /// Names that the contract does not have; given back after each message.
    private let strangers = NameTable()

    /// Judges `count` bytes of UTF-8.
    mutating func judge(
        _ document: [UInt8], count: Int, limits: MessageLimits, into judgement: inout Judgement,
        choose: (_ root: [UInt8], _ namespace: [UInt8]?) -> (contract: Contract, chosen: Chosen)?
    ) {
        var position = TextPosition(document, count: count)
        if document.starts(with: [0xEF, 0xBB, 0xBF]) {
            judgement.refusal = Refusal(
                .malformed,
                [MessageError(.encoding, line: 1, column: 1, "JSON must not begin with a byte order mark; remove it")])
            return
        }
        do throws(JSONFailure) {
            // Objects and arrays both count; an element in an array needs two levels.
            try scanner.scan(
                document.span.extracting(0..<count), mostDepth: 2 * limits.document.depth + 1,
                longestName: limits.document.name)
        } catch {
            let (line, column) = position.position(of: error.offset)
            let (reason, code, text): (Reason, MessageError.Code, String) =
                switch error.cause {
                case .ended: (.incomplete, .ended, error.text + "; send it again, whole")
                case .syntax: (.malformed, .syntax, error.text)
                case .depth: (.tooDeep, .depth, Wording.words(.depth, limits.document))
                case .name: (.limit, .name, Wording.words(.name, limits.document))
                }
            judgement.refusal = Refusal(reason, [MessageError(code, line: line, column: column, text)])
            return
        }
        let root = JSONRoot(scanner.tokens, document)
        guard let root, let found = choose(root.name, root.namespace) else {
            let (line, column) = position.position(of: root?.offset ?? scanner.tokens[0].start)
            let text =
                root == nil
                ? "a JSON message is one object with one member, named as the contract's root element; send such a one"
                : "no contract, or more than one, has this root element; correct its name, or name its namespace in \"@xmlns\""
            judgement.refusal = Refusal(.unknownMessage, [MessageError(.root, line: line, column: column, text)])
            return
        }
        judgement.type = found.contract.type
        stream.begin(found.chosen, limits: limits.document, strangers: strangers)
        var projector = JSONProjector(
            document: document, tokens: scanner.tokens, projection: found.contract.projection, strangers: strangers)
        projector.project(value: root.value, into: &stream)
        let conclusion = stream.finish()
        judgement.conclude(
            conclusion, extra: projector.mistakes, text: (document, count),
            limits: limits.keeping(found.contract.textLimit), isMarkup: false
        ) { violation, _ in
            (Placing.pointer(violation, found.contract.projection), violation.offset)
        }
        if strangers.count > 0 { strangers.removeAll() }
    }
}

/// The one top-level member of a JSON message.
private struct JSONRoot {
    var name: [UInt8]
    var namespace: [UInt8]?
    /// Where its name stands.
    var offset: Int
    /// The place of its value among the tokens.
    var value: Int

    /// Nil when the text is no object with exactly one member.
    init?(_ tokens: [JSONToken], _ document: [UInt8]) {
        guard tokens[0].kind == .object, tokens.count >= 3, tokens[2].next == tokens.count else { return nil }
        name = JSONRoot.text(tokens[1], document)
        offset = tokens[1].start - 1
        value = 2
        guard tokens[2].kind == .object else { return }
        var member = 3
        while member < tokens.count {
            if tokens[member + 1].kind == .string, JSONRoot.text(tokens[member], document).elementsEqual("@xmlns".utf8)
            {
                namespace = JSONRoot.text(tokens[member + 1], document)
                return
            }
            member = tokens[member + 1].next
        }
    }

    private static func text(_ token: JSONToken, _ document: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        _ = JSONUnescaping.append(document[token.start..<token.end], to: &bytes)
        return bytes
    }
}
