extension Spelling {
    /// Reads what a processing instruction `<?luova json="kind" member="name"?>` says; nil for anything else.
    init?(instruction text: String) {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[0] == "json=", let kind = Kind(rawValue: parts[1]) else { return nil }
        self.kind = kind
        switch parts.count {
        case 3 where parts[2].allSatisfy(\.isWhitespace): member = nil
        case 5 where parts[2] == " member=" && parts[4].allSatisfy(\.isWhitespace):
            member = Spelling.unescaped(Array(parts[3].utf8))
        default: return nil
        }
    }

    private static let references: [(text: [UInt8], byte: UInt8)] = [
        ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
        ("&quot;", UInt8(ascii: "\"")), ("&#13;", 0x0D), ("&#10;", 0x0A), ("&#9;", 0x09),
    ].map { (Array($0.0.utf8), $0.1) }

    /// A parser leaves the references in an instruction as they are.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var place = 0
        while place < text.count {
            if let (reference, byte) = references.first(where: { text[place...].starts(with: $0.text) }) {
                result.append(byte)
                place += reference.count
            } else {
                result.append(text[place])
                place += 1
            }
        }
        return result
    }
}
