import XML

/// The content of a type while it is being collected.
struct CollectedContent {
    /// Its children in order, and how often each may occur: 1, or 2 for more.
    private(set) var children: [Projection.Child] = []
    var wildcards: [Projection.Wildcard] = []
    var attributes: [Projection.Attribute] = []
    var order = 0
    var value: String?
    var isText = false
    var isMixed = false

    /// What is collected so far, as a type.
    var type: Projection.ContentType {
        let hasElements = !children.isEmpty || !wildcards.isEmpty
        let content: Projection.Content =
            isText ? .text : isMixed ? .mixed : hasElements ? .elements : .empty
        return Projection.ContentType(
            children: children, attributes: attributes, wildcards: wildcards, content: content, value: value)
    }

    /// Takes over the elements of the type that it extends.
    mutating func inherit(_ base: CollectedContent) {
        children = base.children
        wildcards = base.wildcards
        order = base.order
    }

    /// Adds a child. The first place of a name in a content model is the one that counts.
    mutating func append(_ child: Projection.Child) {
        let key = child.key
        if !children.contains(where: { $0.key == key }) { children.append(child) }
    }

    /// Marks the children that may occur more than once.
    mutating func mark(_ counts: [Projection.Child.Key: Int]) {
        for place in children.indices where counts[children[place].key] ?? 1 > 1 { children[place].repeats = true }
    }
}

extension Projection.Child {
    /// What tells it from others: names of one table are the same where they are at one address.
    struct Key: Hashable {
        let name: Name
        let namespace: Name?

        func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }

    var key: Key { Key(name: name, namespace: namespace) }
}

extension ProjectionCompiler {
    /// How often each element may occur; more than twice is twice.
    private typealias Counts = [Projection.Child.Key: Int]

    /// The children and attributes of a complex type, those that it inherits first.
    mutating func content(of type: Element, _ document: Document) -> CollectedContent {
        var content = CollectedContent()
        content.isMixed = isTrue(type.attributes["mixed"])
        let counts = collect(type, document, into: &content)
        content.mark(counts)
        return content
    }

    private func isTrue(_ text: String?) -> Bool { ["true", "1"].contains(text?.filter { !$0.isWhitespace }) }

    private mutating func collect(
        _ element: Element, _ document: Document, into content: inout CollectedContent, sharesOrder: Bool = false,
        repeats: Bool = false
    ) -> Counts {
        var all: Counts = [:]
        let isChoice = element.name == "choice"
        /// Of a choice, one branch is taken; of anything else, all parts.
        func count(_ key: Projection.Child.Key, _ times: Int) {
            let before = all[key] ?? 0
            all[key] = min(isChoice ? max(before, times) : before + times, 2)
        }
        for child in element.children where child.namespace == SchemaDocuments.schemaNamespace {
            let most = child.attributes["maxOccurs"].map { $0 == "unbounded" ? 2 : min(Int($0) ?? 1, 2) } ?? 1
            // What may not occur is not there.
            guard most > 0 else { continue }
            let again = repeats || most > 1
            var counts: Counts = [:]
            switch child.name {
            case "element":
                add(child, document, to: &content, sharesOrder: sharesOrder) { key in count(key, most) }
            case "complexContent":
                if let mixed = child.attributes["mixed"] { content.isMixed = isTrue(mixed) }
                counts = collect(child, document, into: &content)
            case "simpleContent":
                content.isText = true
                counts = collect(child, document, into: &content)
            case "sequence", "choice": counts = collect(child, document, into: &content, repeats: again)
            case "all":
                counts = collect(child, document, into: &content, sharesOrder: true)
                content.order += 1
            case "extension": counts = inherit(child, document, into: &content, isExtension: true)
            case "restriction": counts = inherit(child, document, into: &content, isExtension: false)
            case "any":
                content.wildcards.append(
                    Projection.Wildcard(
                        namespaces: namespaces(child, document), order: content.order, repeats: again))
                content.order += 1
            case "group":
                if let reference = child.attributes["ref"],
                    let group = documents.groups[SchemaDocuments.resolve(reference, child, document)]
                {
                    counts = collect(group.element, group.document, into: &content, repeats: again)
                }
            case "attribute": addAttribute(child, document, to: &content)
            case "attributeGroup":
                if let reference = child.attributes["ref"],
                    let group = documents.attributeGroups[SchemaDocuments.resolve(reference, child, document)]
                {
                    counts = collect(group.element, group.document, into: &content)
                }
            default: continue
            }
            for (key, times) in counts { count(key, times * most) }
        }
        return all
    }

    /// Takes over from the base type: everything for an extension, the attributes for a restriction,
    /// which writes its children anew.
    private mutating func inherit(
        _ derivation: Element, _ document: Document, into content: inout CollectedContent, isExtension: Bool
    ) -> Counts {
        guard let base = derivation.attributes["base"].map({ SchemaDocuments.resolve($0, derivation, document) }) else {
            return collect(derivation, document, into: &content)
        }
        if let declaration = documents.types[base], declaration.element.name == "complexType" {
            let inherited = self.content(of: declaration.element, declaration.document)
            if isExtension {
                content.inherit(inherited)
            }
            content.attributes = inherited.attributes
            content.value = inherited.value
        } else if let declaration = documents.types[base] {
            content.value = builtIn(of: declaration.element, declaration.document)
        } else {
            content.value = ProjectionCompiler.builtIn(base)
        }
        // A restriction of simple content may hold a narrower type.
        if let inner = derivation.children.first(where: { $0.name == "simpleType" }) {
            content.value = builtIn(of: inner, document)
        }
        let inherited = Counts(
            uniqueKeysWithValues: content.children.map { ($0.key, $0.repeats ? 2 : 1) })
        let own = collect(derivation, document, into: &content)
        return isExtension ? own.merging(inherited) { min($0 + $1, 2) } : own
    }

    private mutating func add(
        _ element: Element, _ document: Document, to content: inout CollectedContent, sharesOrder: Bool,
        _ count: (Projection.Child.Key) -> Void
    ) {
        let order = content.order
        if !sharesOrder { content.order += 1 }
        if let reference = element.attributes["ref"] {
            let name = SchemaDocuments.resolve(reference, element, document)
            // Whatever may stand in its place stands at its place in the order.
            for candidate in [name] + substitutes(of: name) {
                guard let declaration = documents.elements[candidate] else { continue }
                let child = child(
                    candidate, declaration.element, declaration.document, order: order, repeats: false)
                content.append(child)
                count(child.key)
            }
        } else if let local = element.attributes["name"] {
            let qualified = element.attributes["form"].map { $0 == "qualified" } ?? document.elementsQualified
            let name = QualifiedName(qualified ? document.targetNamespace : "", local)
            let child = child(name, element, document, order: order, repeats: false)
            content.append(child)
            count(child.key)
        }
    }

    private func substitutes(of head: QualifiedName) -> [QualifiedName] {
        (documents.substitutes[head] ?? []).flatMap { [$0] + substitutes(of: $0) }
    }

    private func namespaces(_ any: Element, _ document: Document) -> Projection.Wildcard.Namespaces {
        let target = Array(document.targetNamespace.utf8)
        let words = (any.attributes["namespace"] ?? "##any").split(whereSeparator: \.isWhitespace)
        if words == ["##any"] { return .any }
        if words == ["##other"] { return .other(target) }
        return .listed(
            words.map { word in
                switch word {
                case "##targetNamespace": target
                case "##local": []
                default: Array(word.utf8)
                }
            })
    }

    private mutating func addAttribute(_ element: Element, _ document: Document, to content: inout CollectedContent) {
        let name: QualifiedName
        var declaration = Declaration(element: element, document: document)
        if let reference = element.attributes["ref"] {
            name = SchemaDocuments.resolve(reference, element, document)
            declaration = documents.attributes[name] ?? declaration
        } else if let local = element.attributes["name"] {
            let qualified = element.attributes["form"].map { $0 == "qualified" } ?? document.attributesQualified
            name = QualifiedName(qualified ? document.targetNamespace : "", local)
        } else {
            return
        }
        let attribute = attribute(name, declaration.element, declaration.document)
        content.attributes.removeAll { $0.name == attribute.name && $0.namespace == attribute.namespace }
        if element.attributes["use"] != "prohibited" { content.attributes.append(attribute) }
    }

    mutating func attribute(_ name: QualifiedName, _ element: Element, _ document: Document) -> Projection.Attribute {
        let (local, namespace) = (text(name.name), namespace(name.namespace))
        return Projection.Attribute(
            bytes: local.bytes, namespaceBytes: namespace.bytes, name: local.name,
            namespace: name.namespace.isEmpty ? nil : namespace.name, value: builtIn(ofAttribute: element, document))
    }
}
