import XML

/// Compiles the projection of one contract out of its XSD. The XSD has been compiled by libxml2
/// before, so that it is known to be a valid schema.
struct ProjectionCompiler {
    private let documents: SchemaDocuments
    private let names = NameTable()
    private var types: [Projection.ContentType] = []
    /// Types that are compiled or being compiled: a type may contain itself.
    private var known: [Place: Int] = [:]

    /// Where a declaration stands: types without a name have nothing else to be known by.
    private struct Place: Hashable {
        var document, element: Int
    }

    private typealias Declaration = SchemaDocuments.Declaration
    private typealias Document = SchemaDocuments.Document

    /// A compiler of a schema's documents.
    init(_ documents: SchemaDocuments) { self.documents = documents }

    /// Compiles everything below the root element; nil when the schema does not declare it.
    mutating func compile(root: QualifiedName) -> Projection? {
        guard let declaration = documents.elements[root] else { return nil }
        let child = child(root, declaration.element, declaration.document, order: 0, repeats: false)
        return Projection(names: names, types: types, root: child)
    }

    private mutating func child(
        _ name: QualifiedName, _ element: Element, _ document: Document, order: Int, repeats: Bool
    ) -> Projection.Child {
        let bytes = Array(name.name.utf8)
        return Projection.Child(
            bytes: bytes, name: names.name(bytes), namespace: namespace(name.namespace), order: order,
            type: type(of: element, document), repeats: repeats)
    }

    private func namespace(_ text: String) -> Name? { text.isEmpty ? nil : names.name(Array(text.utf8)) }

    /// The type of an element declaration: named, or written inside it.
    private mutating func type(of element: Element, _ document: Document) -> Int? {
        if let name = element.attributes["type"] { return type(documents.resolve(name, element, document)) }
        if let inner = element.children.first(where: { $0.name == "complexType" }) {
            return type(Declaration(element: inner, document: document))
        }
        if let head = element.attributes["substitutionGroup"],
            let declaration = documents.elements[documents.resolve(head, element, document)],
            !element.children.contains(where: { $0.name == "simpleType" })
        {
            return type(of: declaration.element, declaration.document)
        }
        return nil
    }

    private mutating func type(_ name: QualifiedName) -> Int? {
        guard let declaration = documents.types[name], declaration.element.name == "complexType" else { return nil }
        return type(declaration)
    }

    private mutating func type(_ declaration: Declaration) -> Int {
        let key = Place(document: declaration.document.number, element: declaration.element.number)
        if let place = known[key] { return place }
        let place = types.count
        types.append(Projection.ContentType())
        known[key] = place
        types[place] = content(of: declaration.element, declaration.document)
        return place
    }

    /// The children and attributes of a complex type, those that it inherits first.
    private mutating func content(of type: Element, _ document: Document) -> Projection.ContentType {
        var content = Projection.ContentType()
        collect(type, document, into: &content, repeats: false)
        return content
    }

    private mutating func collect(
        _ element: Element, _ document: Document, into content: inout Projection.ContentType, repeats: Bool
    ) {
        for child in element.children where child.namespace == SchemaDocuments.schemaNamespace {
            let more = child.attributes["maxOccurs"].map { $0 == "unbounded" || (Int($0) ?? 1) > 1 } ?? false
            let again = repeats || more
            switch child.name {
            case "sequence", "choice", "all", "complexContent", "simpleContent":
                collect(child, document, into: &content, repeats: again)
            case "extension": inherit(child, document, into: &content, children: true)
            case "restriction": inherit(child, document, into: &content, children: false)
            case "element": add(child, document, to: &content, repeats: again)
            case "group":
                guard let reference = child.attributes["ref"],
                    let group = documents.groups[documents.resolve(reference, child, document)]
                else { continue }
                collect(group.element, group.document, into: &content, repeats: again)
            case "attribute": addAttribute(child, document, to: &content)
            case "attributeGroup":
                guard let reference = child.attributes["ref"],
                    let group = documents.attributeGroups[documents.resolve(reference, child, document)]
                else { continue }
                collect(group.element, group.document, into: &content, repeats: false)
            default: continue
            }
        }
    }

    /// Takes over from the base type: everything for an extension, the attributes for a restriction,
    /// which writes its children anew.
    private mutating func inherit(
        _ derivation: Element, _ document: Document, into content: inout Projection.ContentType, children: Bool
    ) {
        if let base = derivation.attributes["base"],
            let declaration = documents.types[documents.resolve(base, derivation, document)],
            declaration.element.name == "complexType"
        {
            let inherited = self.content(of: declaration.element, declaration.document)
            if children { content.children = inherited.children }
            content.attributes = inherited.attributes
        }
        collect(derivation, document, into: &content, repeats: false)
    }

    private mutating func add(
        _ element: Element, _ document: Document, to content: inout Projection.ContentType, repeats: Bool
    ) {
        let order = (content.children.last?.order ?? -1) + 1
        if let reference = element.attributes["ref"] {
            let name = documents.resolve(reference, element, document)
            // Whatever may stand in its place stands at its place in the order.
            for candidate in [name] + substitutes(of: name) {
                guard let declaration = documents.elements[candidate] else { continue }
                append(
                    child(candidate, declaration.element, declaration.document, order: order, repeats: repeats),
                    &content)
            }
        } else if let local = element.attributes["name"] {
            let qualified = element.attributes["form"].map { $0 == "qualified" } ?? document.elementsQualified
            let name = QualifiedName(qualified ? document.targetNamespace : "", local)
            append(child(name, element, document, order: order, repeats: repeats), &content)
        }
    }

    /// The first place of a name in a content model is the one that counts.
    private func append(_ child: Projection.Child, _ content: inout Projection.ContentType) {
        if !content.children.contains(where: { $0.bytes == child.bytes }) { content.children.append(child) }
    }

    private func substitutes(of head: QualifiedName) -> [QualifiedName] {
        (documents.substitutes[head] ?? []).flatMap { [$0] + substitutes(of: $0) }
    }

    private func addAttribute(_ element: Element, _ document: Document, to content: inout Projection.ContentType) {
        let name: QualifiedName
        if let reference = element.attributes["ref"] {
            name = documents.resolve(reference, element, document)
        } else if let local = element.attributes["name"] {
            let qualified = element.attributes["form"].map { $0 == "qualified" } ?? document.attributesQualified
            name = QualifiedName(qualified ? document.targetNamespace : "", local)
        } else {
            return
        }
        let bytes = Array(name.name.utf8)
        content.attributes.removeAll { $0.bytes == bytes }
        if element.attributes["use"] == "prohibited" { return }
        content.attributes.append(
            Projection.Attribute(bytes: bytes, name: names.name(bytes), namespace: namespace(name.namespace)))
    }
}
