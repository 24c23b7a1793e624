/// A name and its namespace, as XSD has them; the namespace is empty where there is none.
struct QualifiedName: Hashable, Sendable {
    var namespace: String
    var name: String

    init(_ namespace: String, _ name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// By the name alone: a schema has few namespaces, and hashing them costs more than all else of a look-up.
    func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// Reads `{namespace}name`, or `name`.
    init(clark text: String) {
        if text.hasPrefix("{"), let end = text.firstIndex(of: "}") {
            namespace = String(text[text.index(after: text.startIndex)..<end])
            name = String(text[text.index(after: end)...])
        } else {
            namespace = ""
            name = text
        }
    }
}
