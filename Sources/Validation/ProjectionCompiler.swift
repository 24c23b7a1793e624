import XML

/// Compiles the projection of one contract out of its XSD. The XSD has been compiled by libxml2
/// before, so that it is known to be a valid schema.
struct ProjectionCompiler {
    let documents: SchemaDocuments
    let names = NameTable()
    private var types: [Projection.ContentType] = []
    /// Types that are compiled or being compiled: a type may contain itself.
    private var known: [Place: Int] = [:]
    /// Types that have been asked for by their name.
    private var named: [QualifiedName: Int] = [:]
    /// The types of simple values, by the built-in type that they are made of.
    private var simple: [String?: Int] = [:]

    /// Local names and namespaces that have been met.
    private var texts: [String: Text] = [:]

    /// The namespace that was asked for last: mostly that of the next name too.
    private var lastNamespace: (text: String, made: Text)?

    /// A local name or a namespace, in both ways in which a projection holds it.
    struct Text {
        let bytes: [UInt8]
        let name: Name
    }

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
        let (local, namespace) = (text(name.name), namespace(name.namespace))
        return Projection.Child(
            bytes: local.bytes, namespaceBytes: namespace.bytes, name: local.name,
            namespace: name.namespace.isEmpty ? nil : namespace.name, order: order, type: type(of: element, document),
            repeats: repeats)
    }

    /// A local name or a namespace as bytes, of which there is one copy however often it is asked for.
    mutating func text(_ text: String) -> Text {
        if let known = texts[text] { return known }
        let bytes = Array(text.utf8)
        let made = Text(bytes: bytes, name: names.name(bytes))
        texts[text] = made
        return made
    }

    /// The same, for a namespace.
    mutating func namespace(_ namespace: String) -> Text {
        if let lastNamespace, lastNamespace.text == namespace { return lastNamespace.made }
        let made = text(namespace)
        lastNamespace = (namespace, made)
        return made
    }

    /// The type of an element declaration: named, written inside it, or that of the element that it may
    /// stand for.
    private mutating func type(of element: Element, _ document: Document) -> Int {
        if let name = element.attributes["type"] { return type(SchemaDocuments.resolve(name, element, document)) }
        for inner in element.children where inner.namespace == SchemaDocuments.schemaNamespace {
            if inner.name == "complexType" { return type(Declaration(element: inner, document: document)) }
            if inner.name == "simpleType" { return simpleType(builtIn(of: inner, document)) }
        }
        if let head = element.attributes["substitutionGroup"],
            let declaration = documents.elements[SchemaDocuments.resolve(head, element, document)]
        {
            return type(of: declaration.element, declaration.document)
        }
        return Projection.anyType
    }

    /// A type by its name.
    private mutating func type(_ name: QualifiedName) -> Int {
        if let place = named[name] { return place }
        let place = found(name)
        named[name] = place
        return place
    }

    private mutating func found(_ name: QualifiedName) -> Int {
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
        // Any type keeps its place, until its own is known.
        types.append(types[Projection.anyType])
        known[key] = place
        types[place] = content(of: declaration.element, declaration.document).type
        return place
    }
}

extension QualifiedName {
    /// `{namespace}name`.
    var clark: [UInt8] { MemberName.clark(Array(namespace.utf8)[...], Array(name.utf8)[...]) }
}
