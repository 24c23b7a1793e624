import XML

extension ProjectionCompiler {
    /// The names of the built-in simple types, and that of all types.
    static let builtInNames = [
        "anyType", "anySimpleType", "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN",
        "NMTOKENS", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "boolean", "decimal", "integer",
        "nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger", "long", "int", "short",
        "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "float", "double", "duration",
        "dateTime", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "hexBinary",
        "base64Binary", "anyURI", "QName", "NOTATION",
    ]

    /// A built-in type as people write it, `xs:date`; nil for a name that is none, and for a type that says
    /// nothing of its values.
    static func builtIn(_ name: QualifiedName) -> String? {
        guard name.namespace == SchemaDocuments.schemaNamespace, builtInNames.contains(name.name),
            !["anyType", "anySimpleType"].contains(name.name)
        else { return nil }
        return "xs:\(name.name)"
    }

    /// The built-in type that a simple type restricts, at whatever distance; nil for lists and unions.
    func builtIn(of simpleType: Element, _ document: Document) -> String? {
        guard let restriction = simpleType.children.first(where: { $0.name == "restriction" }) else { return nil }
        if let inner = restriction.children.first(where: { $0.name == "simpleType" }) {
            return builtIn(of: inner, document)
        }
        return restriction.attributes["base"].flatMap { builtIn(SchemaDocuments.resolve($0, restriction, document)) }
    }

    private func builtIn(_ name: QualifiedName) -> String? {
        guard let declaration = documents.types[name] else { return ProjectionCompiler.builtIn(name) }
        return builtIn(of: declaration.element, declaration.document)
    }

    /// The built-in type of an attribute declaration.
    func builtIn(ofAttribute attribute: Element, _ document: Document) -> String? {
        if let name = attribute.attributes["type"] {
            return builtIn(SchemaDocuments.resolve(name, attribute, document))
        }
        return attribute.children.first { $0.name == "simpleType" }.flatMap { builtIn(of: $0, document) }
    }
}
