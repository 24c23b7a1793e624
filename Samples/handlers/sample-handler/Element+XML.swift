// XML, as far as messages need it that a contract has been held against: they are well-formed, and have no DOCTYPE. A
// program of your own would leave this to the XML library of its language.

extension Element {
    /// Reads a document; nil when it ends too early. Names lose their prefixes, and attributes are left out: nothing
    /// here needs them.
    init?(xml bytes: [UInt8]) {
        var reader = XMLReader(bytes: bytes)
        var document = Element("", "")
        reader.readContent(of: &document)
        guard document.children.count == 1 else { return nil }
        self = document.children[0]
    }

    /// The element in XML.
    var xml: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml(indent: "") }

    private func xml(indent: String) -> String {
        let attributes = attributes.map { " \($0.name)=\"\(Element.escaped($0.value))\"" }.joined()
        if children.isEmpty { return "\(indent)<\(name)\(attributes)>\(Element.escaped(text))</\(name)>\n" }
        let content = children.map { $0.xml(indent: indent + "  ") }.joined()
        return "\(indent)<\(name)\(attributes)>\n\(content)\(indent)</\(name)>\n"
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }
}

private struct XMLReader {
    let bytes: [UInt8]
    var place = 0

    /// Reads up to the end tag, or the end of the document.
    mutating func readContent(of element: inout Element) {
        var text: [UInt8] = []
        while place < bytes.count {
            if skip("</") {
                readOn(to: ">")
                break
            } else if skip("<!--") {
                readOn(to: "-->")
            } else if skip("<![CDATA[") {
                text += readOn(to: "]]>")
            } else if skip("<?") {
                readOn(to: "?>")
            } else if skip("<") {
                readElement(into: &element)
            } else if skip("&") {
                text += character(readOn(to: ";"))
            } else {
                text.append(bytes[place])
                place += 1
            }
        }
        element.text = String(decoding: text, as: UTF8.self)
    }

    /// Reads an element, from behind the first character of its tag.
    private mutating func readElement(into parent: inout Element) {
        var tag: [UInt8] = []
        var quotation: UInt8?
        while place < bytes.count, quotation != nil || bytes[place] != UInt8(ascii: ">") {
            let byte = bytes[place]
            if byte == quotation {
                quotation = nil
            } else if quotation == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quotation = byte
            }
            tag.append(byte)
            place += 1
        }
        place += 1
        let name = tag.prefix { !" \t\r\n/".utf8.contains($0) }.split(separator: UInt8(ascii: ":")).last ?? []
        var element = Element(String(decoding: name, as: UTF8.self), "")
        if tag.last != UInt8(ascii: "/") { readContent(of: &element) }
        parent.children.append(element)
    }

    /// Whether a text stands here; goes behind it then.
    private mutating func skip(_ text: String) -> Bool {
        guard bytes[place...].starts(with: text.utf8) else { return false }
        place += text.utf8.count
        return true
    }

    /// What stands before a text; goes behind that.
    @discardableResult
    private mutating func readOn(to end: String) -> [UInt8] {
        let start = place
        while place < bytes.count {
            let here = place
            if skip(end) { return Array(bytes[start..<here]) }
            place += 1
        }
        return []
    }

    /// The character that a reference stands for.
    private func character(_ reference: [UInt8]) -> [UInt8] {
        let name = String(decoding: reference, as: UTF8.self)
        let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        if let character = known[name] { return Array(character.utf8) }
        let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
        return number.flatMap(Unicode.Scalar.init).map { Array(String($0).utf8) } ?? []
    }
}
