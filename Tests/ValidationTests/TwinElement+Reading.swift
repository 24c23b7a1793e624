// Reads the samples into trees: just enough XML for them, and nothing of the code under test.

extension TwinElement {
    /// Reads XML that has no CDATA, and no references but the five that need no declaration. Gives the
    /// namespace that the root declares. Prefixes are dropped; white space beside children is, too.
    static func read(_ text: String) -> (root: TwinElement, namespace: String)? {
        var rest = Substring(text)
        var open: [TwinElement] = [TwinElement(name: "")]
        var namespace = ""
        while let start = rest.firstIndex(of: "<") {
            open[open.count - 1].text += unescaped(rest[..<start])
            rest = rest[rest.index(after: start)...]
            if rest.hasPrefix("!--") {
                guard let end = rest.firstRange(of: "-->") else { return nil }
                rest = rest[end.upperBound...]
                continue
            }
            guard let end = rest.firstIndex(of: ">") else { return nil }
            let tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("?") { continue }
            if !tag.hasPrefix("/") {
                open.append(element(tag, &namespace))
                if !tag.hasSuffix("/") { continue }
            }
            guard open.count > 1 else { return nil }
            var closed = open.removeLast()
            if !closed.children.isEmpty, closed.text.allSatisfy(\.isWhitespace) { closed.text = "" }
            open[open.count - 1].children.append(closed)
        }
        return open[0].children.first.map { ($0, namespace) }
    }

    /// A start tag, without its angle brackets.
    private static func element(_ tag: Substring, _ namespace: inout String) -> TwinElement {
        let nameEnd = tag.firstIndex { $0.isWhitespace || $0 == "/" } ?? tag.endIndex
        var element = TwinElement(name: local(tag[..<nameEnd]))
        var rest = tag[nameEnd...]
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].filter { !$0.isWhitespace }
            let quote = rest[rest.index(after: equals)]
            let valueStart = rest.index(equals, offsetBy: 2)
            guard let valueEnd = rest[valueStart...].firstIndex(of: quote) else { break }
            let value = unescaped(rest[valueStart..<valueEnd])
            if name.hasPrefix("xmlns") { namespace = value } else { element.attributes[local(name[...])] = value }
            rest = rest[rest.index(after: valueEnd)...]
        }
        return element
    }

    private static func local(_ name: Substring) -> String { name.split(separator: ":").last.map(String.init) ?? "" }

    private static func unescaped(_ text: Substring) -> String {
        var result = String(text)
        for (reference, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        {
            result = result.replacing(reference, with: character)
        }
        return result
    }
}
