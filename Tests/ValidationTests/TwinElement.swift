// A message apart from any syntax: a tree that is read from simple XML and written as XML and as JSON, the one the twin
// of the other.

/// An element, with its text before its children.
struct TwinElement: Equatable {
    var name: String
    var attributes: [String: String] = [:]
    var text = ""
    var children: [TwinElement] = []
    /// xsi:nil, which is null in JSON; then it has neither attributes nor content.
    var isNil = false

    /// The elements with their places in the tree, this one first.
    var places: [[Int]] {
        [[]] + children.enumerated().flatMap { place, child in child.places.map { [place] + $0 } }
    }

    /// The element at a place.
    subscript(place: ArraySlice<Int>) -> TwinElement {
        get { place.first.map { children[$0][place.dropFirst()] } ?? self }
        set {
            if let first = place.first { children[first][place.dropFirst()] = newValue } else { self = newValue }
        }
    }

    /// The JSON Pointer for an element path such as `/A/B[2]/@c`.
    func pointer(for path: String) -> String {
        var pointer = ""
        var current: TwinElement? = nil
        for step in path.split(separator: "/") {
            let parts = step.split { $0 == "[" || $0 == "]" }
            let name = String(parts[0])
            pointer += "/\(name)"
            guard let parent = current else {
                current = self
                continue
            }
            let namesakes = parent.children.filter { $0.name == name }
            let position = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
            if namesakes.count > 1 { pointer += "/\(position - 1)" }
            current = position <= namesakes.count ? namesakes[position - 1] : TwinElement(name: name)
        }
        return pointer
    }
}

extension TwinElement {
    /// The element as XML; the root declares the namespace of all.
    func xml(namespace: String? = nil) -> String {
        var tag = name
        if let namespace {
            tag += " xmlns=\"\(namespace)\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\""
        }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            tag += " \(name)=\"\(TwinElement.escaped(value, inAttribute: true))\""
        }
        if isNil { return "<\(tag) i:nil=\"true\"/>" }
        let content = TwinElement.escaped(text, inAttribute: false) + children.map { $0.xml() }.joined()
        return "<\(tag)>\(content)</\(name)>"
    }

    private static func escaped(_ text: String, inAttribute: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\r": result += "&#13;"
            case "\n" where inAttribute: result += "&#10;"
            case "\t" where inAttribute: result += "&#9;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}

extension TwinElement {
    /// The whole message as JSON. `order` puts the members of each object in order; `numbers` says
    /// whether a text that is a JSON number, true or false is written without quotes.
    func json(
        namespace: String, numbers: Bool = false, order: (inout [String]) -> Void = { _ in }
    ) -> String {
        var root = value(numbers, order)
        let member = "\"@xmlns\":\(TwinElement.quoted(namespace))"
        if root == "{}" {
            root = "{\(member)}"
        } else if root.hasPrefix("{") {
            root = "{\(member),\(root.dropFirst())"
        } else if !isNil {
            root = "{\(member),\"#text\":\(root)}"
        }
        return "{\(TwinElement.quoted(name)):\(root)}"
    }

    private func value(_ numbers: Bool, _ order: (inout [String]) -> Void) -> String {
        if isNil { return "null" }
        let scalar = numbers && TwinElement.isBare(text) ? text : TwinElement.quoted(text)
        if attributes.isEmpty, children.isEmpty { return scalar }
        var members = attributes.sorted { $0.key < $1.key }.map { name, value in
            let scalar = numbers && TwinElement.isBare(value) ? value : TwinElement.quoted(value)
            return "\(TwinElement.quoted("@\(name)")):\(scalar)"
        }
        if !text.isEmpty { members.append("\"#text\":\(scalar)") }
        var written: Set<String> = []
        for child in children where written.insert(child.name).inserted {
            let values = children.filter { $0.name == child.name }.map { $0.value(numbers, order) }
            let value = values.count == 1 ? values[0] : "[\(values.joined(separator: ","))]"
            members.append("\(TwinElement.quoted(child.name)):\(value)")
        }
        order(&members)
        return "{\(members.joined(separator: ","))}"
    }

    /// Whether a text is a JSON number, `true` or `false`.
    private static func isBare(_ text: String) -> Bool {
        if text == "true" || text == "false" { return true }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        return parts.count <= 2 && areDigits && (parts[0] == "0" || !parts[0].hasPrefix("0"))
    }

    private static func quoted(_ text: String) -> String {
        "\""
            + text.unicodeScalars.map { scalar in
                switch scalar {
                case "\"", "\\": "\\\(scalar)"
                case "\n": "\\n"
                case "\r": "\\u000d"
                case "\t": "\\t"
                case "\u{E4}": "\\u00E4"
                case "\u{1F600}": "\\uD83d\\ude00"
                default: String(scalar)
                }
            }.joined() + "\""
    }
}
