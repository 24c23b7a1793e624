import XML

/// The documents that make up one schema, with what they declare globally.
struct SchemaDocuments {
    static let schemaNamespace = "http://www.w3.org/2001/XMLSchema"

    /// A declaration and the document that it stands in.
    struct Declaration {
        var element: Element
        var document: Document
    }

    /// What a document says for all its declarations.
    struct Document {
        var targetNamespace: String
        var elementsQualified: Bool
        var attributesQualified: Bool
    }

    private(set) var elements: [QualifiedName: Declaration] = [:]
    private(set) var types: [QualifiedName: Declaration] = [:]
    private(set) var groups: [QualifiedName: Declaration] = [:]
    private(set) var attributes: [QualifiedName: Declaration] = [:]
    private(set) var attributeGroups: [QualifiedName: Declaration] = [:]
    /// The elements that may stand in place of another, by its name.
    private(set) var substitutes: [QualifiedName: [QualifiedName]] = [:]
    private var loaded: Set<String> = []

    /// Reads a document and all that it includes and imports. `into` is the namespace of the document
    /// that includes it, for one that has none itself.
    mutating func load(_ path: String, into namespace: String?) throws(DocumentProblem) {
        guard loaded.insert("\(path) \(namespace ?? "")").inserted else { return }
        let root = try Element(path: path)
        let document = Document(
            targetNamespace: root.attributes["targetNamespace"] ?? namespace ?? "",
            elementsQualified: root.attributes["elementFormDefault"] == "qualified",
            attributesQualified: root.attributes["attributeFormDefault"] == "qualified")
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        for child in root.children where child.namespace == SchemaDocuments.schemaNamespace {
            switch child.name {
            case "include", "redefine":
                if let location = child.attributes["schemaLocation"] {
                    try load(folder + location, into: document.targetNamespace)
                }
            case "import":
                if let location = child.attributes["schemaLocation"] { try load(folder + location, into: nil) }
            default: declare(child, document)
            }
        }
    }

    private mutating func declare(_ element: Element, _ document: Document) {
        guard let local = element.attributes["name"] else { return }
        let name = QualifiedName(document.targetNamespace, local)
        let declaration = Declaration(element: element, document: document)
        switch element.name {
        case "element":
            elements[name] = declaration
            if let head = element.attributes["substitutionGroup"] {
                substitutes[resolve(head, element, document), default: []].append(name)
            }
        case "complexType", "simpleType": types[name] = declaration
        case "group": groups[name] = declaration
        case "attribute": attributes[name] = declaration
        case "attributeGroup": attributeGroups[name] = declaration
        default: break
        }
    }

    /// What a name with a prefix means where it stands. Without a prefix and a default namespace it
    /// means the target namespace of the including document (a "chameleon").
    func resolve(_ text: String, _ element: Element, _ document: Document) -> QualifiedName {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2 { return QualifiedName(element.scope[parts[0]] ?? "", parts[1]) }
        let namespace = element.scope[""] ?? ""
        return QualifiedName(namespace.isEmpty ? document.targetNamespace : namespace, text)
    }
}
