import XML

/// Compiles the projection of one contract out of its XSD. The XSD has been compiled by libxml2
/// before, so that it is known to be a valid schema.
struct ProjectionCompiler {
    let documents: SchemaDocuments
    let names = NameTable()
    private var types: [Projection.ContentType] = []
    /// Types that are compiled or being compiled: a type may contain itself.
    private var known: [Place: Int] = [:]
    /// The types of simple values, by the built-in type that they are made of.
    private var simple: [String?: Int] = [:]

    /// Where a declaration stands: types without a name have nothing else to be known by.
    private struct Place: Hashable {
        var document, element: Int
    }

    typealias Declaration = SchemaDocuments.Declaration
    typealias Document = SchemaDocuments.Document

    /// A compiler of a schema's documents.
    init(_ documents: SchemaDocuments) {
        self.documents = documents
        types = [
            Projection.ContentType(
                wildcards: [Projection.Wildcard(namespaces: .any, order: 0, repeats: true)], content: .mixed)
        ]
    }

    /// Compiles everything below the root element, and all that is declared globally; nil when the schema
    /// does not declare the root.
    mutating func compile(root: QualifiedName) -> Projection? {
        guard let declaration = documents.elements[root] else { return nil }
        let child = child(root, declaration.element, declaration.document, order: 0, repeats: false)
        var globals = Projection.Globals()
        for (name, declaration) in documents.elements {
            globals.elements[name.clark] = self.child(
                name, declaration.element, declaration.document, order: 0, repeats: false)
        }
        for name in documents.types.keys { globals.types[name.clark] = type(name) }
        for name in ProjectionCompiler.builtInNames {
            globals.types[QualifiedName(SchemaDocuments.schemaNamespace, name).clark] = type(
                QualifiedName(SchemaDocuments.schemaNamespace, name))
        }
        for (name, declaration) in documents.attributes {
            globals.attributes[name.clark] = attribute(name, declaration.element, declaration.document)
        }
        return Projection(names: names, types: types, root: child, globals: globals)
    }

    mutating func child(
        _ name: QualifiedName, _ element: Element, _ document: Document, order: Int, repeats: Bool
    ) -> Projection.Child {
        let bytes = Array(name.name.utf8)
        return Projection.Child(
            bytes: bytes, namespaceBytes: Array(name.namespace.utf8), name: names.name(bytes),
            namespace: namespace(name.namespace), order: order, type: type(of: element, document), repeats: repeats)
    }

    func namespace(_ text: String) -> Name? { text.isEmpty ? nil : names.name(Array(text.utf8)) }

    /// The type of an element declaration: named, written inside it, or that of the element that it may
    /// stand for.
    private mutating func type(of element: Element, _ document: Document) -> Int {
        if let name = element.attributes["type"] { return type(documents.resolve(name, element, document)) }
        for inner in element.children where inner.namespace == SchemaDocuments.schemaNamespace {
            if inner.name == "complexType" { return type(Declaration(element: inner, document: document)) }
            if inner.name == "simpleType" { return simpleType(builtIn(of: inner, document)) }
        }
        if let head = element.attributes["substitutionGroup"],
            let declaration = documents.elements[documents.resolve(head, element, document)]
        {
            return type(of: declaration.element, declaration.document)
        }
        return Projection.anyType
    }

    /// A type by its name.
    private mutating func type(_ name: QualifiedName) -> Int {
        if let declaration = documents.types[name] {
            if declaration.element.name == "complexType" { return type(declaration) }
            return simpleType(builtIn(of: declaration.element, declaration.document))
        }
        if name == QualifiedName(SchemaDocuments.schemaNamespace, "anyType") { return Projection.anyType }
        return simpleType(ProjectionCompiler.builtIn(name))
    }

    private mutating func simpleType(_ value: String?) -> Int {
        if let place = simple[value] { return place }
        types.append(Projection.ContentType(content: .text, value: value))
        simple[value] = types.count - 1
        return types.count - 1
    }

    private mutating func type(_ declaration: Declaration) -> Int {
        let key = Place(document: declaration.document.number, element: declaration.element.number)
        if let place = known[key] { return place }
        let place = types.count
        types.append(Projection.ContentType(content: .empty))
        known[key] = place
        types[place] = content(of: declaration.element, declaration.document).type
        return place
    }
}

extension QualifiedName {
    /// `{namespace}name`.
    var clark: [UInt8] { MemberName.clark(Array(namespace.utf8)[...], Array(name.utf8)[...]) }
}
