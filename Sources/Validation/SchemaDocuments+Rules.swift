import XML

extension SchemaDocuments {
    /// What a schema holds that is not for here, each at its line.
    struct Findings {
        /// What libxml2 compiles but cannot judge of a message: patterns and references that may need more time
        /// than there is, and identifiers, which want a tree of the whole document.
        fileprivate(set) var rulesThatCannotBeKept: [DocumentProblem] = []
        /// What XML can say and JSON cannot: text between elements, and values that need prefixes.
        fileprivate(set) var problemsOfProjection: [DocumentProblem] = []
    }

    /// Looks at every element of all documents.
    var findings: Findings {
        var findings = Findings()
        for root in roots { SchemaDocuments.look(at: root.element, root.document, &findings) }
        return findings
    }

    /// Whether a type lets text stand between elements. What `complexContent` says wins.
    private static func isMixed(_ element: Element) -> Bool {
        guard element.name == "complexType" || element.name == "complexContent" else { return false }
        if element.name == "complexType",
            element.children.contains(where: { $0.name == "complexContent" && $0.attributes["mixed"] != nil })
        {
            return false
        }
        return ["true", "1"].contains(element.attributes["mixed"]?.filter { !$0.isWhitespace })
    }

    private static let identifiers = ["ID", "IDREF", "IDREFS"]
    private static let prefixed = ["QName", "NOTATION"]

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

    private static func look(at element: Element, _ document: Document, _ findings: inout Findings) {
        // What stands in an annotation is not the schema's.
        guard element.namespace == schemaNamespace, element.name != "annotation" else { return }
        func problem(_ text: String) -> DocumentProblem {
            DocumentProblem(file: document.path, line: element.line, text: text)
        }
        if element.name == "pattern", let pattern = element.attributes["value"], !Pattern.isDeterminist(pattern) {
            findings.rulesThatCannotBeKept.append(
                problem(
                    "the pattern '\(pattern)' can be read in more than one way, and may take too long to decide; "
                        + "write it so that each character says how to go on, or leave it out"))
        }
        if isMixed(element) {
            findings.problemsOfProjection.append(
                problem("mixed content cannot be written in JSON; leave mixed out, or allow XML only in its routes"))
        }
        for attribute in element.attributes where isLookedInto(attribute) {
            for word in attribute.value.split(whereSeparator: \.isWhitespace) {
                let name = resolve(String(word), element, document)
                guard name.namespace == schemaNamespace else { continue }
                if identifiers.contains(name.name) {
                    findings.rulesThatCannotBeKept.append(
                        problem(
                            "xs:\(name.name) is not checked here; write xs:NCName, and xs:key and xs:keyref for what belongs together"
                        ))
                } else if prefixed.contains(name.name) {
                    findings.problemsOfProjection.append(
                        problem(
                            "a value of type xs:\(name.name) needs prefixes, which JSON has not; use another type, or allow XML only in the routes"
                        ))
                }
            }
        }
        // Keys and references stand at elements only.
        if element.name == "element", let text = farReference(in: element) {
            findings.rulesThatCannotBeKept.append(problem(text))
        }
        for child in element.children { look(at: child, document, &findings) }
    }

    /// Whether an attribute may name one of the types that are looked for. Of a single name its end tells of most that
    /// it does not, and that costs next to nothing.
    private static func isLookedInto(_ attribute: Element.Attributes.Attribute) -> Bool {
        if attribute.name == "memberTypes" { return true }
        let bytes = attribute.value.utf8
        guard let last = bytes.last, mayEndWanted[Int(last)] else { return false }
        return ["type", "base", "itemType"].contains(attribute.name)
            && (bytes.contains { $0 <= 0x20 || $0 >= 0x7F }
                || wanted.contains { bytes.suffix($0.utf8.count).elementsEqual($0.utf8) })
    }

    private static let wanted = identifiers + prefixed

    /// For each byte, whether a text that names a wanted type may end with it: with the type's name, or with what may
    /// be white space.
    private static let mayEndWanted: [Bool] = (0...255).map { byte in
        byte <= 0x20 || byte >= 0x7F || wanted.contains { $0.utf8.last == UInt8(byte) }
    }
}
