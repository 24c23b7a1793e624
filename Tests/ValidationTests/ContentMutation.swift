// Mutations of messages with all their namespaces: small changes that keep a message well-formed in both syntaxes, also
// those that change the order.

import XML

extension ContentElement {
    private static let texts = [
        "", " ", "x", "0", "-1", "+1", "1.50", "01", "1e3", "12345678901234567890", "true", "1", "2026-02-30",
        "2026-02-28", "EUR", "a & b < c > \"d\" 'e' \\ / ]]>", "ä\u{1F600}", " leading and trailing ",
        "line\nline\ttab\rreturn", "new", "&amp;", "\u{7F}\u{85}\u{2028}", "?>",
    ].map { Array($0.utf8) }
    private static let instance = Array("http://www.w3.org/2001/XMLSchema-instance".utf8)

    /// The elements with their places in the tree, this one first.
    var places: [[Int]] {
        [[]] + children.enumerated().flatMap { place, child in child.places.map { [place] + $0 } }
    }

    /// The element at a place.
    subscript(place: ArraySlice<Int>) -> ContentElement {
        get { place.first.map { children[$0][place.dropFirst()] } ?? self }
        set {
            if let first = place.first { children[first][place.dropFirst()] = newValue } else { self = newValue }
        }
    }

    /// Changes a text, or deletes, duplicates, swaps, renames or moves an element, or changes an attribute.
    ///
    /// - Parameter types: types that `xsi:type` may name.
    mutating func mutate(types: [TypeName], using numbers: inout some RandomNumberGenerator) {
        guard let place = places.randomElement(using: &numbers) else { return }
        let text = ContentElement.texts.randomElement(using: &numbers) ?? []
        switch Int.random(in: 0..<14, using: &numbers) {
        case 0, 1: self[place[...]].setText(text)
        case 2:
            if let last = place.last { self[place.dropLast()].children.remove(at: last) }
        case 3:
            let copy = self[place[...]]
            if let last = place.last { self[place.dropLast()].children.insert(copy, at: last) }
        case 4: self[place[...]].children.shuffle(using: &numbers)
        case 5:
            let other = places.randomElement(using: &numbers).map { self[$0[...]] }
            if let other, !place.isEmpty { self[place[...]].rename(other, numbers.next()) }
        case 6:
            let names = ["Zz", "a-b.c_d", "Ä"].map { Array($0.utf8) }
            self[place[...]].name = names.randomElement(using: &numbers) ?? []
        case 7:
            let namespaces = ["", "urn:x", "http://example.com/a?b=c#e"].map { Array($0.utf8) } + [namespace]
            self[place[...]].namespace = namespaces.randomElement(using: &numbers) ?? []
        case 8: self[place[...]].change(text, of: numbers.next())
        case 9: self[place[...]].set("nil", ContentElement.instance, text.count < 2 ? Array("true".utf8) : text)
        case 10:
            guard let type = types.randomElement(using: &numbers) else { return }
            self[place[...]].typeName = type
            self[place[...]].set("type", ContentElement.instance, type.name)
        case 11:
            let attributed = places.filter { !self[$0[...]].attributes.isEmpty }
            guard let place = attributed.randomElement(using: &numbers) else { return }
            self[place[...]].attributes = []
            self[place[...]].typeName = nil
        case 12:
            guard let from = places.randomElement(using: &numbers) else { return }
            let moved = self[from[...]]
            let count = self[place[...]].children.count
            if moved.places.count < 20 {
                self[place[...]].children.insert(moved, at: Int.random(in: 0...count, using: &numbers))
            }
        default: self[place[...]].children.removeAll()
        }
    }

    /// White space beside elements is no text, in whichever syntax.
    mutating func tidy() {
        for place in children.indices { children[place].tidy() }
        if !children.isEmpty, text.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) { text = [] }
    }

    private mutating func setText(_ text: [UInt8]) { self.text = text }

    private mutating func rename(_ other: ContentElement, _ number: UInt64) {
        name = other.name
        if number % 2 == 0 { namespace = other.namespace }
    }

    private mutating func change(_ text: [UInt8], of number: UInt64) {
        let names: [(String, String)] = [
            ("currency", ""), ("register", ""), ("Ccy", ""), ("id", ""), ("other", "urn:x"), ("k", "urn:rich"),
            ("lang", "http://www.w3.org/XML/1998/namespace"), ("Zz", ""),
        ]
        let (name, namespace) = names[Int(number % UInt64(names.count))]
        set(name, Array(namespace.utf8), text)
    }

    private mutating func set(_ name: String, _ namespace: [UInt8], _ value: [UInt8]) {
        attributes.removeAll { $0.name.elementsEqual(name.utf8) && $0.namespace == namespace }
        attributes.append(Attribute(name: Array(name.utf8), namespace: namespace, value: value))
    }
}

extension ContentElement {
    /// The element as XML, each name with its namespace declared at its own element: not as the code under
    /// test would write it.
    var xml: String {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        var tag = "<p:\(text(name)) xmlns:p=\"\(ContentElement.escaped(namespace))\""
        if namespace.isEmpty { tag = "<\(text(name)) xmlns=\"\"" }
        for (place, attribute) in attributes.enumerated() {
            var value = ContentElement.escaped(attribute.value)
            if let typeName, attribute.name.elementsEqual("type".utf8), attribute.namespace == ContentElement.instance {
                value = text(typeName.name)
                if !typeName.namespace.isEmpty {
                    tag += " xmlns:q=\"\(ContentElement.escaped(typeName.namespace))\""
                    value = "q:\(value)"
                } else if !namespace.isEmpty {
                    tag += " xmlns=\"\""
                }
            }
            if attribute.namespace.isEmpty {
                tag += " \(text(attribute.name))=\"\(value)\""
            } else if attribute.namespace.elementsEqual("http://www.w3.org/XML/1998/namespace".utf8) {
                tag += " xml:\(text(attribute.name))=\"\(value)\""
            } else {
                let namespace = ContentElement.escaped(attribute.namespace)
                tag += " xmlns:a\(place)=\"\(namespace)\" a\(place):\(text(attribute.name))=\"\(value)\""
            }
        }
        let end = namespace.isEmpty ? text(name) : "p:\(text(name))"
        return "\(tag)>\(ContentElement.escaped(self.text))\(children.map(\.xml).joined())</\(end)>"
    }

    private static func escaped(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&", "<", ">", "\"", "\r", "\n", "\t": result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
