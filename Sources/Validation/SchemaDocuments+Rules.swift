import XML

extension SchemaDocuments {
    /// What libxml2 compiles but cannot judge of a message: patterns and references that may need more time
    /// than there is, and identifiers, which want a tree of the whole document.
    var rulesThatCannotBeKept: [DocumentProblem] { roots.flatMap { problems(in: $0.element, $0.document) } }

    /// What XML can say and JSON cannot: text between elements, and values that need prefixes.
    var problemsOfProjection: [DocumentProblem] {
        roots.flatMap { root in
            problems(in: root.element, root.document) { element in
                let mixed =
                    isMixed(element)
                    ? ["mixed content cannot be written in JSON; leave mixed out, or allow XML only in its routes"] : []
                return mixed
                    + builtIns(named: ["QName", "NOTATION"], in: element, root.document).map {
                        "a value of type xs:\($0) needs prefixes, which JSON has not; use another type, or allow XML only in the routes"
                    }
            }
        }
    }

    /// Whether a type lets text stand between elements. What `complexContent` says wins.
    private func isMixed(_ element: Element) -> Bool {
        guard element.name == "complexType" || element.name == "complexContent" else { return false }
        if element.name == "complexType",
            element.children.contains(where: { $0.name == "complexContent" && $0.attributes["mixed"] != nil })
        {
            return false
        }
        return ["true", "1"].contains(element.attributes["mixed"]?.filter { !$0.isWhitespace })
    }

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
        problems(in: element, document) { element in mistakes(of: element, document) }
    }

    /// What `find` tells of an element and of all below it, each at its line.
    private func problems(
        in element: Element, _ document: Document, _ find: (Element) -> [String]
    ) -> [DocumentProblem] {
        // What stands in an annotation is not the schema's.
        guard element.namespace == SchemaDocuments.schemaNamespace, element.name != "annotation" else { return [] }
        return find(element).map { DocumentProblem(file: document.path, line: element.line, text: $0) }
            + element.children.flatMap { problems(in: $0, document, find) }
    }

    private func mistakes(of element: Element, _ document: Document) -> [String] {
        var texts: [String] = []
        if element.name == "pattern", let pattern = element.attributes["value"], !Pattern.isDeterminist(pattern) {
            texts.append(
                "the pattern '\(pattern)' can be read in more than one way, and may take too long to decide; "
                    + "write it so that each character says how to go on, or leave it out")
        }
        texts += builtIns(named: SchemaDocuments.identifiers, in: element, document).map {
            "xs:\($0) is not checked here; write xs:NCName, and xs:key and xs:keyref for what belongs together"
        }
        if let text = SchemaDocuments.farReference(in: element) { texts.append(text) }
        return texts
    }

    /// Which of these built-in types an element of a schema names.
    private func builtIns(named wanted: Set<String>, in element: Element, _ document: Document) -> [String] {
        let names = ["type", "base", "itemType", "memberTypes"].flatMap { key in
            (element.attributes[key] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        }
        return names.map { resolve($0, element, document) }
            .filter { $0.namespace == SchemaDocuments.schemaNamespace && wanted.contains($0.name) }.map(\.name)
    }
}
