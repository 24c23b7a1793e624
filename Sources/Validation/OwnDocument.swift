import Messages
public import XML

/// Judges documents of our own side, such as a routing table, by the machinery that judges messages.
public enum OwnDocument {
    /// Everything that is wrong with a document: where it is not well-formed, or every rule of the
    /// schema that it breaks, each with its line. Empty when it is valid.
    public static func problems(_ bytes: [UInt8], file: String, schema: Schema) -> [DocumentProblem] {
        if let zero = bytes.firstIndex(of: 0) {
            var position = TextPosition(bytes, count: bytes.count)
            let line = position.position(of: zero).line
            return [DocumentProblem(file: file, line: line, text: "a NUL byte, which XML does not allow; remove it")]
        }
        if XMLDeclaration(bytes.span)?.contradicts(.utf8) == true {
            return [DocumentProblem(file: file, line: 1, text: "it declares another encoding; write it in UTF-8")]
        }
        let document = bytes + [0]
        var parser = DocumentParser(mostViolations: 2 * MessageError.most)
        let validator = SchemaValidator(schema)
        let (conclusion, error) = parser.parse(document, count: bytes.count, limits: DocumentLimits()) { _, _ in
            Chosen(validator: validator, fields: FieldPaths([]))
        }
        if let error {
            return [DocumentProblem(file: file, line: error.line, text: Wording.words(error).text)]
        }
        var judgement = Judgement()
        judgement.conclude(
            conclusion, text: (document, bytes.count), limits: MessageLimits(), isMarkup: true, contract: nil
        ) {
            violation, position in
            (Placing.path(violation, nil), position.tagStart(before: violation.offset))
        }
        return (judgement.refusal?.errors ?? []).map { error in
            DocumentProblem(file: file, line: error.line ?? 0, text: "\(error.place ?? "/"): \(error.text)")
        }
    }
}
