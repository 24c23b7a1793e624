// Mutations of messages: small changes that keep a message well-formed in both syntaxes.

@testable import Validation

extension TwinElement {
    private static let texts = [
        "", " ", "x", "0", "-1", "1.50", "1.555", "12345678901234567890", "true", "2026-02-30", "2026-02-28", "EUR",
        "a & b < c > \"d\" 'e' \\ / ]]>", "ä\u{1F600}\u{10FFFF}", " leading and trailing ", "line\nline\ttab\rreturn",
        String(repeating: "long", count: 100), "new", "test", "&amp;", "\u{7F}\u{85}\u{2028}",
    ]

    /// Changes a text, deletes, duplicates or renames an element, or adds or deletes an attribute.
    mutating func mutate(using numbers: inout some RandomNumberGenerator) {
        guard let place = places.randomElement(using: &numbers) else { return }
        let text = TwinElement.texts.randomElement(using: &numbers) ?? ""
        switch Int.random(in: 0..<12, using: &numbers) {
        case 0...2: self[place[...]].setText(text)
        case 3, 4: remove(at: place)
        case 5: duplicate(at: place)
        case 6, 7:
            let names = places.map { self[$0[...]].name } + ["Zz", "a-b.c_d", "Ä"]
            self[place[...]].name = names.randomElement(using: &numbers) ?? "Zz"
        case 8, 9:
            let name = ["currency", "register", "other", "id"].randomElement(using: &numbers) ?? "id"
            if !self[place[...]].isNil { self[place[...]].attributes[name] = text }
        case 10:
            let attributed = places.filter { !self[$0[...]].attributes.isEmpty }
            guard let place = attributed.randomElement(using: &numbers) else { return }
            self[place[...]].attributes = [:]
        default:
            let element = self[place[...]]
            if !place.isEmpty { self[place[...]] = TwinElement(name: element.name, isNil: true) }
        }
    }

    private mutating func setText(_ text: String) {
        if !isNil { self.text = text }
    }

    private mutating func remove(at place: [Int]) {
        guard let last = place.last else { return }
        self[place.dropLast()].children.remove(at: last)
    }

    private mutating func duplicate(at place: [Int]) {
        guard let last = place.last else { return }
        let copy = self[place[...]]
        self[place.dropLast()].children.insert(copy, at: last)
    }

    /// Whether the elements stand where the JSON twin would put them: namesakes together, and those that
    /// the schema has in its order.
    ///
    /// An object has no order and no second member of one name, so JSON cannot say that elements stand in
    /// another order than the schema's. That is the one class of messages in which the twins may differ.
    func isInOrder(of projection: Projection) -> Bool { isInOrder(type: projection.root.type, projection) }

    private func isInOrder(type: Int, _ projection: Projection) -> Bool {
        var order = 0
        for (place, child) in children.enumerated() {
            let isTogether =
                place == 0 || children[place - 1].name == child.name
                || !children[..<place].contains { $0.name == child.name }
            guard isTogether else { return false }
            let namespace = projection.root.namespaceBytes[...]
            let known = projection.meaning(Array(child.name.utf8)[...], namespace: namespace, under: type)
            if let place = known.order {
                if place < order { return false }
                order = place
            }
            if !child.isInOrder(type: known.type, projection) { return false }
        }
        return true
    }
}
