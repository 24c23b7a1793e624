import XML

/// The documents that make up one schema, with what they declare globally.
struct SchemaDocuments {
    static let schemaNamespace = "http://www.w3.org/2001/XMLSchema"

    /// A declaration and the document that it stands in.
    struct Declaration {
        let element: Element
        let document: Document
    }

    /// What a document says for all its declarations.
    final class Document {
        /// Its number among the documents.
        let number: Int
        /// Its file.
        let path: String
        let targetNamespace: String
        /// Whether it has the namespace from the document that includes it (a "chameleon").
        let isChameleon: Bool
        let elementsQualified: Bool
        let attributesQualified: Bool

        init(_ root: Element, number: Int, path: String, into namespace: String?) {
            self.number = number
            self.path = path
            targetNamespace = root.attributes["targetNamespace"] ?? namespace ?? ""
            isChameleon = root.attributes["targetNamespace"] == nil && namespace != nil
            elementsQualified = root.attributes["elementFormDefault"] == "qualified"
            attributesQualified = root.attributes["attributeFormDefault"] == "qualified"
        }
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
    /// that includes it, for one that has none itself; `root` is what the file holds, where it has been read before.
    mutating func load(_ path: String, into namespace: String?, root: Element? = nil) throws(DocumentProblem) {
        let real = Schema.realPath(path) ?? path
        let allowed = folder ?? SchemaDocuments.folder(of: real)
        folder = allowed
        guard real.hasPrefix(allowed), loaded.insert("\(real) \(namespace ?? "")").inserted else { return }
        let read: Element
        if let root { read = root } else { read = try Element(path: path) }
        let root = read
        let document = Document(root, number: roots.count, path: path, into: namespace)
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
        let key = ["group", "attributeGroup"].contains(element.name) ? "ref" : "base"
        var attributes = element.attributes
        if let text = attributes[key], SchemaDocuments.resolve(text, element, document) == name {
            attributes = attributes.setting(key, to: "{\(hidden.namespace)}\(hidden.name)")
        }
        return Element(
            element, attributes: attributes,
            children: element.children.map { renaming(name, to: hidden, in: $0, document) })
    }

    private mutating func declare(_ element: Element, _ document: Document) {
        guard let local = element.attributes["name"] else { return }
        let name = QualifiedName(document.targetNamespace, local)
        let declaration = Declaration(element: element, document: document)
        switch element.name {
        case "element":
            elements[name] = declaration
            if let head = element.attributes["substitutionGroup"] {
                substitutes[SchemaDocuments.resolve(head, element, document), default: []].append(name)
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
    static func resolve(_ text: String, _ element: Element, _ document: Document) -> QualifiedName {
        if text.hasPrefix("{") { return QualifiedName(clark: text) }
        let (prefix, name) = SchemaDocuments.parts(text)
        if let prefix { return QualifiedName(element.scope[prefix] ?? "", name) }
        let namespace = element.scope[""] ?? ""
        return QualifiedName(namespace.isEmpty && document.isChameleon ? document.targetNamespace : namespace, name)
    }

    /// The prefix and the rest of a name, without white space. Nearly all are plain ASCII, of which bytes are enough.
    private static func parts(_ text: String) -> (prefix: String?, name: String) {
        let bytes = text.utf8
        if bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return (nil, text) }
            if colon > bytes.startIndex, bytes.index(after: colon) < bytes.endIndex {
                return (String(text[..<colon]), String(text[bytes.index(after: colon)...]))
            }
        }
        let text = text.filter { !$0.isWhitespace }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : (nil, text)
    }
}
