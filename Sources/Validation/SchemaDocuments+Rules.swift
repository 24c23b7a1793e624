import XML

extension SchemaDocuments {
    /// What libxml2 compiles but cannot judge of a message: patterns and references that may need more time
    /// than there is, and identifiers, which want a tree of the whole document.
    var rulesThatCannotBeKept: [DocumentProblem] { roots.flatMap { problems(in: $0.element, $0.document) } }

    private static let identifiers: Set<String> = ["ID", "IDREF", "IDREFS"]

    /// A reference to a key that another element declares: libxml2 compares each such key with each other
    /// when the inner element ends, in one step that nothing can stop.
    private static func farReference(in element: Element) -> String? {
        func local(_ name: String) -> Substring { name.split(separator: ":").last ?? "" }
        let own = element.children.filter { $0.name == "key" || $0.name == "unique" }.compactMap {
            $0.attributes["name"]
        }
        let references = element.children.filter { $0.name == "keyref" }.compactMap { $0.attributes["refer"] }
        guard let far = references.first(where: { name in !own.contains { local($0) == local(name) } }) else {
            return nil
        }
        return "an xs:keyref refers to '\(local(far))', which another element declares; with many keys that takes "
            + "more time than there is; declare the key in the same element, or leave the reference out"
    }

    private func problems(in element: Element, _ document: Document) -> [DocumentProblem] {
        // What stands in an annotation is not the schema's.
        guard element.namespace == SchemaDocuments.schemaNamespace, element.name != "annotation" else { return [] }
        var texts: [String] = []
        if element.name == "pattern", let pattern = element.attributes["value"], !Pattern.isDeterminist(pattern) {
            texts.append(
                "the pattern '\(pattern)' can be read in more than one way, and may take too long to decide; "
                    + "write it so that each character says how to go on, or leave it out")
        }
        if let text = SchemaDocuments.farReference(in: element) { texts.append(text) }
        let names = ["type", "base", "itemType", "memberTypes"].flatMap { key in
            (element.attributes[key] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        }
        for name in names.map({ resolve($0, element, document) })
        where name.namespace == SchemaDocuments.schemaNamespace && SchemaDocuments.identifiers.contains(name.name) {
            texts.append(
                "xs:\(name.name) is not checked here; write xs:NCName, and xs:key and xs:keyref for what belongs together"
            )
        }
        return texts.map { DocumentProblem(file: document.path, line: element.line, text: $0) }
            + element.children.flatMap { problems(in: $0, document) }
    }
}
