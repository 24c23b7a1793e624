import XML

/// A member name that says its namespace: `{namespace}local`, `xml:lang`, `xsi:type`. A plain name is
/// looked up without this.
struct MemberName {
    /// Empty for no namespace.
    var namespace: ArraySlice<UInt8>
    var local: ArraySlice<UInt8>

    static let instanceNamespace = Array("http://www.w3.org/2001/XMLSchema-instance".utf8)
    static let xmlNamespace = Array("http://www.w3.org/XML/1998/namespace".utf8)
    static let xmlnsNamespace = Array("http://www.w3.org/2000/xmlns/".utf8)

    /// The attributes that are named with a prefix, and no others.
    private static let prefixed: [(name: [UInt8], namespace: [UInt8], local: [UInt8])] =
        ["lang", "space", "base", "id"].map { (Array("xml:\($0)".utf8), xmlNamespace, Array($0.utf8)) }
        + ["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"].map {
            (Array("xsi:\($0)".utf8), instanceNamespace, Array($0.utf8))
        }

    init(namespace: ArraySlice<UInt8>, local: ArraySlice<UInt8>) {
        self.namespace = namespace
        self.local = local
    }

    /// Reads `{namespace}local`; nil for anything else. A local name holds no brace, so the last counts.
    init?(clark text: ArraySlice<UInt8>) {
        guard text.first == UInt8(ascii: "{"), let end = text.lastIndex(of: UInt8(ascii: "}")) else { return nil }
        namespace = text[(text.startIndex + 1)..<end]
        local = text[(end + 1)...]
    }

    /// Reads an attribute's name, without its `@`; nil when it names no namespace.
    init?(attribute text: ArraySlice<UInt8>) {
        if let known = MemberName.prefixed.first(where: { $0.name.elementsEqual(text) }) {
            self.init(namespace: known.namespace[...], local: known.local[...])
        } else {
            self.init(clark: text)
        }
    }

    /// Whether XML has such a name for an element or an attribute.
    var isPossible: Bool {
        NameTable.isNCName(local) && (namespace.isEmpty || NameTable.isNamespace(namespace))
            && !namespace.elementsEqual(MemberName.xmlnsNamespace)
    }

    /// `xml:lang` and the like, where there is such a name; else `{namespace}local`.
    var attributeText: [UInt8] {
        MemberName.prefixed.first { $0.namespace.elementsEqual(namespace) && $0.local.elementsEqual(local) }?.name
            ?? MemberName.clark(namespace, local)
    }

    /// `{namespace}local`.
    static func clark(_ namespace: ArraySlice<UInt8>, _ local: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8(ascii: "{")] + namespace + [UInt8(ascii: "}")] + local
    }
}
