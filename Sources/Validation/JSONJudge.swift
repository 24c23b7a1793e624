import Messages
import XML

/// Judges JSON: scans it, projects it onto the elements of its contract in the order of the XSD, and
/// has the same validator as XML judge them, without a tree.
struct JSONJudge: ~Copyable {
    var scanner = JSONScanner()
    var stream = ElementStream(mostViolations: 2 * MessageError.most)
    /// Names that the contract does not have; given back after each message.
    let strangers = NameTable()
    /// Used for one message after the other of one contract; holds none in between.
    private var projector: JSONProjector?
    /// The root element of the message before, which is mostly that of this one too.
    private var root: (name: [UInt8], namespace: [UInt8]) = ([], [])

    /// Judges `count` bytes of UTF-8.
    mutating func judge(
        _ document: [UInt8], count: Int, limits: MessageLimits, into judgement: inout Judgement,
        choose: (_ root: [UInt8], _ namespace: [UInt8]?) -> (contract: Contract, chosen: Chosen)?
    ) {
        var position = TextPosition(document, count: count)
        if document.starts(with: [0xEF, 0xBB, 0xBF]) {
            judgement.refusal = JSONJudge.byteOrderMark
            return
        }
        do throws(JSONFailure) {
            try scanner.scan(
                document.span.extracting(0..<count), mostDepth: JSONFlow.mostDepth(limits),
                longestName: limits.document.name)
        } catch {
            let (line, column) = position.position(of: error.offset)
            judgement.refusal = JSONJudge.refusal(error, at: (line, column), limits)
            return
        }
        let root = JSONRoot(scanner.tokens, document, known: root)
        if let root { self.root = (root.name, root.namespace ?? self.root.namespace) }
        guard let root, let found = choose(root.name, root.namespace) else {
            let top = scanner.tokens[0]
            // A string begins with its quote.
            let start = top.kind == .string ? top.start - 1 : top.start
            let place = position.position(of: root?.offset ?? start)
            judgement.refusal = JSONJudge.unknown(isNamed: root != nil, at: place)
            return
        }
        judgement.type = found.contract.type
        stream.begin(
            found.chosen, limits: limits.document, strangers: strangers, longestName: scanner.longestName)
        if projector?.projection !== found.contract.projection {
            projector = JSONProjector(
                document: [], tokens: [], projection: found.contract.projection, strangers: strangers)
        }
        projector?.begin(document, scanner.tokens)
        projector?.project(value: root.value, into: &stream)
        let mistakes = projector?.mistakes ?? []
        projector?.begin([], [])
        let conclusion = stream.finish()
        defer { if strangers.count > 0 { strangers.removeAll() } }
        if mistakes.isEmpty, judgement.concludes(conclusion, found.contract) { return }
        let tokens = scanner.tokens
        judgement.conclude(
            conclusion, extra: mistakes, text: (document, count),
            limits: limits.keeping(found.contract.textLimit), isMarkup: false, contract: found.contract
        ) { violation, _ in
            (Placing.pointer(violation, tokens, document, found.contract.projection), violation.offset)
        }
    }

    static let byteOrderMark = Refusal(
        .malformed,
        [MessageError(.encoding, line: 1, column: 1, "JSON must not begin with a byte order mark; remove it")])

    /// A text that is no JSON, or not that of a message.
    static func refusal(
        _ failure: JSONFailure, at place: (line: Int, column: Int), _ limits: MessageLimits
    ) -> Refusal {
        func refuse(_ reason: Reason, _ code: MessageError.Code, _ text: String) -> Refusal {
            Refusal(reason, [MessageError(code, line: place.line, column: place.column, text)])
        }
        return switch failure.cause {
        case .ended: refuse(.incomplete, .ended, failure.text + "; send it again, whole")
        case .syntax: refuse(.malformed, .syntax, failure.text)
        case .depth: refuse(.tooDeep, .depth, Wording.words(.depth, limits.document))
        case .name: refuse(.limit, .name, Wording.words(.name, limits.document))
        }
    }

    /// A text that no contract is for.
    ///
    /// - Parameter isNamed: whether it has a root element.
    static func unknown(isNamed: Bool, at place: (line: Int, column: Int)) -> Refusal {
        let text =
            isNamed
            ? "no contract, or more than one, has this root element; correct its name, or name its namespace in \"@xmlns\""
            : "a JSON message is one object with one member, named as the contract's root element; send such a one"
        return Refusal(.unknownMessage, [MessageError(.root, line: place.line, column: place.column, text)])
    }
}

/// The one top-level member of a JSON message.
struct JSONRoot {
    var name: [UInt8]
    var namespace: [UInt8]?
    /// Where its name stands.
    var offset: Int
    /// The place of its value among the tokens.
    var value: Int

    /// Nil when the text is no object with exactly one member.
    ///
    /// - Parameter known: what it may be, to be taken without a copy.
    init?(
        _ tokens: [JSONToken], _ document: [UInt8], known: (name: [UInt8], namespace: [UInt8]) = ([], [])
    ) {
        let end = tokens[0].next
        guard tokens[0].kind == .object, end >= 3, tokens[2].next == end else { return nil }
        name = JSONRoot.text(tokens[1], document, known: known.name)
        offset = tokens[1].start - 1
        value = 2
        guard tokens[2].kind == .object else { return }
        var member = 3
        while member < end {
            if tokens[member + 1].kind == .string, JSONRoot.isNamespace(tokens[member], document) {
                namespace = JSONRoot.text(tokens[member + 1], document, known: known.namespace)
                return
            }
            member = tokens[member + 1].next
        }
    }

    /// The name of the member that says the root's namespace.
    static let namespaceName = Array("@xmlns".utf8)

    static func isNamespace(_ name: JSONToken, _ document: [UInt8]) -> Bool {
        if name.hasEscapes { return text(name, document).elementsEqual("@xmlns".utf8) }
        guard name.end - name.start == 6, document[name.start] == UInt8(ascii: "@") else { return false }
        let whole = JSONRoot.namespaceName
        for place in whole.indices where document[name.start + place] != whole[place] { return false }
        return true
    }

    /// Whether a string without escapes says what is known.
    private static func isSame(_ token: JSONToken, _ document: Span<UInt8>, _ known: Span<UInt8>) -> Bool {
        guard known.count == token.end - token.start else { return false }
        let text = document.extracting(token.start..<token.end)
        for place in text.indices where text[place] != known[place] { return false }
        return true
    }

    static func text(_ token: JSONToken, _ document: [UInt8], known: [UInt8] = []) -> [UInt8] {
        if !token.hasEscapes, isSame(token, document.span, known.span) { return known }
        if !token.hasEscapes, !token.isForeign { return Array(document[token.start..<token.end]) }
        var bytes: [UInt8] = []
        _ = JSONUnescaping.append(document[token.start..<token.end], to: &bytes)
        return bytes
    }
}
