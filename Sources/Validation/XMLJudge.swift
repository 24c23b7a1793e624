import Messages
import XML

/// Judges XML: parsing, validation and header fields in one pass, without a tree.
struct XMLJudge: ~Copyable {
    // Facets are reported twice, so twice as many are asked for.
    var parser = DocumentParser(mostViolations: 2 * MessageError.most)

    static let zero = "a NUL byte, which XML does not allow; remove it"

    /// Judges `count` bytes of UTF-8 behind which a NUL, or the start of a broken character, stands.
    mutating func judge(
        _ document: [UInt8], count: Int, limits: MessageLimits, into judgement: inout Judgement,
        choose: (_ root: [UInt8], _ namespace: [UInt8]?) -> (contract: Contract, chosen: Chosen)?
    ) {
        let isUsual = judgement.encoding == .utf8 && XMLDeclaration.isUsual(document.span)
        let declared =
            isUsual
            ? nil : refusal(XMLDeclaration(document.span.extracting(0..<count)), judgement.encoding)
        if let declared, declared.reason == .notUTF8 {
            judgement.refusal = declared
            return
        }
        // What is no text counts before the version, as where the document flows.
        if let zero = DocumentParser.firstZero(in: document, count: count) {
            var position = TextPosition(document, count: count)
            let (line, column) = position.position(of: zero)
            judgement.refusal = Refusal(
                .malformed, [MessageError(.syntax, line: line, column: column, XMLJudge.zero)])
            return
        }
        if let declared {
            judgement.refusal = declared
            return
        }
        var contract: Contract?
        // A document that ends inside a character has no NUL behind its last whole one.
        let text = document[count] == 0 ? document : Array(document[..<count]) + [0]
        let (conclusion, error) = parser.parse(text, count: count, limits: limits.document) { name, namespace in
            guard let found = choose(name, namespace) else { return nil }
            contract = found.contract
            return XMLJudge.chosen(found, limits, judgement.encoding)
        }
        judgement.type = contract?.type
        if let error {
            judgement.refusal = refusal(error, text, count)
            return
        }
        if judgement.concludes(conclusion, contract) { return }
        judgement.conclude(
            conclusion, text: (document, count), limits: limits.keeping(contract?.textLimit), isMarkup: true,
            contract: contract
        ) { violation, position in
            (Placing.path(violation, contract?.projection), position.tagStart(before: violation.offset))
        }
    }

    /// What is chosen for a document whose items may be judged each by itself: only of one in UTF-8 are the places
    /// that the parser tells those in the file.
    static func chosen(
        _ found: (contract: Contract, chosen: Chosen), _ limits: MessageLimits, _ encoding: TextEncoding
    ) -> Chosen {
        guard limits.judgesItems, encoding == .utf8, let items = found.contract.itemPaths else { return found.chosen }
        var chosen = found.chosen
        chosen.items = items
        return chosen
    }

    /// What cannot be read, because of what the XML declaration says.
    func refusal(_ declaration: XMLDeclaration?, _ encoding: TextEncoding) -> Refusal? {
        guard let declaration else { return nil }
        if declaration.contradicts(encoding) {
            let name = declaration.encodingName.map { "the encoding '\($0)'" } ?? "another encoding"
            let text =
                declaration.encoding == nil
                ? "the XML declaration is too long; name the encoding \(encoding.name) in its first 256 bytes"
                : encoding == .utf8
                    ? "the file declares \(name), but does not begin as a file in one that a route can allow; send it as UTF-8, and declare that"
                    : "the file is \(encoding.name), but declares \(name); correct the declaration"
            return Refusal(.notUTF8, [MessageError(.encoding, line: 1, column: 1, text)])
        }
        if let version = declaration.version, version != "1.0" {
            let text = "the file declares another version of XML; send it as XML 1.0"
            return Refusal(.malformed, [MessageError(.syntax, line: 1, column: 1, text)])
        }
        return nil
    }

    /// A mistake in the markup; or none, where the document merely ends too early.
    private func refusal(_ error: WellFormednessError, _ text: [UInt8], _ count: Int) -> Refusal {
        var position = TextPosition(text, count: count)
        let isTruncated = DocumentParser.isTruncated(text, count: count, mistake: error)
        return XMLJudge.refusal(error, isTruncated: isTruncated, at: position.position(of: error.offset))
    }

    /// The same, once it is known which of both it is.
    static func refusal(
        _ error: WellFormednessError, isTruncated: Bool, at place: (line: Int, column: Int)
    ) -> Refusal {
        let (line, column) = place
        if isTruncated {
            let words = "the document ends before its root element is closed; send it again, whole"
            return Refusal(.incomplete, [MessageError(.ended, line: line, column: column, words)])
        }
        let (code, words) = Wording.words(error)
        let reason: Reason = error.kind == .encoding ? .notUTF8 : .malformed
        return Refusal(reason, [MessageError(code, line: line, column: column, words)])
    }
}
