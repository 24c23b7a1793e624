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
        /// Its number among the documents.
        var number: Int
        /// Its file.
        var path: String
        var targetNamespace: String
        /// Whether it has the namespace from the document that includes it (a "chameleon").
        var isChameleon: Bool
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
    /// The root of each document.
    private(set) var roots: [Declaration] = []
    private var loaded: Set<String> = []
    /// The folder of the first document: as for libxml2, nothing is read outside it.
    private var folder: String?

    /// Reads a document and all that it includes and imports. `into` is the namespace of the document
    /// that includes it, for one that has none itself.
    mutating func load(_ path: String, into namespace: String?) throws(DocumentProblem) {
        let real = Schema.realPath(path) ?? path
        let allowed = folder ?? SchemaDocuments.folder(of: real)
        folder = allowed
        guard real.hasPrefix(allowed), loaded.insert("\(real) \(namespace ?? "")").inserted else { return }
        let root = try Element(path: path)
        let document = Document(
            number: roots.count, path: path, targetNamespace: root.attributes["targetNamespace"] ?? namespace ?? "",
            isChameleon: root.attributes["targetNamespace"] == nil && namespace != nil,
            elementsQualified: root.attributes["elementFormDefault"] == "qualified",
            attributesQualified: root.attributes["attributeFormDefault"] == "qualified")
        roots.append(Declaration(element: root, document: document))
        for child in root.children where child.namespace == SchemaDocuments.schemaNamespace {
            switch child.name {
            case "include", "redefine":
                if let location = child.attributes["schemaLocation"] {
                    try load(SchemaDocuments.file(of: location, from: path), into: document.targetNamespace)
                }
                for redefinition in child.children { redefine(redefinition, document) }
            case "import":
                if let location = child.attributes["schemaLocation"] {
                    try load(SchemaDocuments.file(of: location, from: path), into: nil)
                }
            default: declare(child, document)
            }
        }
    }

    /// Declares what `xs:redefine` holds. The declaration of before stays, under a name that no document
    /// can write, for the one that redefines it.
    private mutating func redefine(_ element: Element, _ document: Document) {
        guard let local = element.attributes["name"] else { return }
        let name = QualifiedName(document.targetNamespace, local)
        let hidden = QualifiedName(document.targetNamespace, "\(local) \(document.number) \(element.number)")
        types[hidden] = types[name]
        groups[hidden] = groups[name]
        attributeGroups[hidden] = attributeGroups[name]
        declare(renaming(name, to: hidden, in: element, document), document)
    }

    /// The element with every reference to `name` changed to `hidden`.
    private func renaming(
        _ name: QualifiedName, to hidden: QualifiedName, in element: Element, _ document: Document
    ) -> Element {
        var element = element
        let key = ["group", "attributeGroup"].contains(element.name) ? "ref" : "base"
        if let text = element.attributes[key], resolve(text, element, document) == name {
            element.attributes[key] = "{\(hidden.namespace)}\(hidden.name)"
        }
        element.children = element.children.map { renaming(name, to: hidden, in: $0, document) }
        return element
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

    /// What a name with a prefix means where it stands. In a chameleon, no namespace means that of the
    /// including document.
    func resolve(_ text: String, _ element: Element, _ document: Document) -> QualifiedName {
        if text.hasPrefix("{") { return QualifiedName(clark: text) }
        let text = text.filter { !$0.isWhitespace }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2 { return QualifiedName(element.scope[parts[0]] ?? "", parts[1]) }
        let namespace = element.scope[""] ?? ""
        return QualifiedName(namespace.isEmpty && document.isChameleon ? document.targetNamespace : namespace, text)
    }
}
