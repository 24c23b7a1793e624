import XML

/// How JSON becomes the elements of a contract: for each type, its children in the order of the XSD
/// with their namespaces, its attributes, its wildcards, and what its text is. Compiled once from the
/// XSD; read by all workers.
final class Projection: Sendable {
    /// An element as it may occur under a type.
    struct Child: Sendable {
        /// Its local name, for comparing with member names.
        let bytes: [UInt8]
        /// Its namespace; empty when it has none.
        let namespaceBytes: [UInt8]
        let name: Name
        let namespace: Name?
        /// Its place in the order of the content model. Children of `xs:all` share theirs.
        let order: Int
        /// Its type's place in `types`.
        let type: Int
        /// Whether it may occur more than once.
        var repeats: Bool
    }

    /// An attribute as it may stand on a type.
    struct Attribute: Sendable {
        let bytes: [UInt8]
        let namespaceBytes: [UInt8]
        let name: Name
        let namespace: Name?
        /// The built-in type that its own is made of; nil when it is a list, a union, or of no one type.
        let value: String?
    }

    /// Room for elements that the type does not name.
    struct Wildcard: Sendable {
        /// Which namespaces: as a struct, because in an enum with two kinds of arrays Swift keeps their addresses
        /// in a form that a search for leaked memory does not see.
        struct Namespaces: Sendable {
            private enum Rule { case any, other, listed }

            private let rule: Rule
            private let names: [[UInt8]]

            static let any = Namespaces(rule: .any, names: [])

            /// All but this one, and but none.
            static func other(_ target: [UInt8]) -> Namespaces { Namespaces(rule: .other, names: [target]) }

            static func listed(_ names: [[UInt8]]) -> Namespaces { Namespaces(rule: .listed, names: names) }

            func holds(_ namespace: ArraySlice<UInt8>) -> Bool {
                let isNamed = names.contains { $0.elementsEqual(namespace) }
                return switch rule {
                case .any: true
                case .other: !namespace.isEmpty && !isNamed
                case .listed: isNamed
                }
            }
        }

        let namespaces: Namespaces
        let order: Int
        let repeats: Bool

        /// Whether an element of a namespace may stand here.
        func admits(_ namespace: ArraySlice<UInt8>) -> Bool { namespaces.holds(namespace) }
    }

    /// What may stand between the tags of an element.
    enum Content: Sendable {
        /// Neither text nor elements.
        case empty
        /// Text only.
        case text
        /// Elements only.
        case elements
        /// Both, as for `xs:anyType`.
        case mixed
    }

    /// A type of elements.
    final class ContentType: Sendable {
        let children: [Child]
        let attributes: [Attribute]
        let wildcards: [Wildcard]
        let content: Content
        /// The built-in type of its text; nil when it is a list, a union, or of no one type.
        let value: String?
        /// Whether two children have one local name: then the hint must not choose between them.
        let hasNamesakes: Bool
        /// The names and meanings once more, for reading one member after the other: no array is held there.
        let childNames: NameIndex
        let childMembers: [JSONProjector.Member]
        let attributeNames: NameIndex
        let attributeMembers: [(name: Name, namespace: Name?)]

        init(
            children: [Child] = [], attributes: [Attribute] = [], wildcards: [Wildcard] = [], content: Content,
            value: String? = nil
        ) {
            self.children = children
            self.attributes = attributes
            self.wildcards = wildcards
            self.content = content
            self.value = value
            childNames = NameIndex(children.map(\.bytes))
            hasNamesakes = childNames.hasNamesakes
            childMembers = children.enumerated().map { place, child in
                JSONProjector.Member(
                    token: 0, name: child.name, namespace: child.namespace, type: child.type, order: child.order,
                    child: place, repeats: child.repeats)
            }
            attributeNames = NameIndex(attributes.map(\.bytes))
            attributeMembers = attributes.map { ($0.name, $0.namespace) }
        }

        /// The place of a child by its local name: the first of that name. Begins at `hint`, where a
        /// document in the schema's order has it. O(1) in order, O(n) else.
        func child(_ name: ArraySlice<UInt8>, hint: Int) -> Int? {
            var place = hint < children.count && !hasNamesakes ? hint : 0
            for _ in children.indices {
                if children[place].bytes.elementsEqual(name) { return place }
                place += 1
                if place == children.count { place = 0 }
            }
            return nil
        }

        /// The place of a child by its whole name. O(n).
        func child(_ name: ArraySlice<UInt8>, namespace: ArraySlice<UInt8>) -> Int? {
            children.firstIndex { $0.bytes.elementsEqual(name) && $0.namespaceBytes.elementsEqual(namespace) }
        }

        /// The place of an attribute by its local name: the first of that name. O(n).
        func attribute(_ name: ArraySlice<UInt8>) -> Int? {
            attributes.firstIndex { $0.bytes.elementsEqual(name) }
        }

        /// The place of an attribute by its whole name. O(n).
        func attribute(_ name: ArraySlice<UInt8>, namespace: ArraySlice<UInt8>) -> Int? {
            attributes.firstIndex { $0.bytes.elementsEqual(name) && $0.namespaceBytes.elementsEqual(namespace) }
        }
    }

    /// The place in `types` of `xs:anyType`, which is also the type of what no schema declares.
    static let anyType = 0

    let names: NameTable
    let types: [ContentType]
    let root: Child
    /// What wildcards and `xsi:type` reach: global elements, attributes and types, by `{namespace}name`.
    let globals: Globals
    /// xsi:nil, which stands for `null`.
    let nilName: Name
    /// xsi:type, and the prefix in its value.
    let typeName: Name
    let typePrefix: Name
    let instanceNamespace: Name

    /// The global declarations of a schema, by `{namespace}name`.
    struct Globals: Sendable {
        var elements: [[UInt8]: Child] = [:]
        var attributes: [[UInt8]: Attribute] = [:]
        var types: [[UInt8]: Int] = [:]
    }

    init(names: NameTable, types: [ContentType], root: Child, globals: Globals) {
        self.names = names
        self.types = types
        self.root = root
        self.globals = globals
        nilName = names.name(Array("nil".utf8))
        typeName = names.name(Array("type".utf8))
        typePrefix = names.name(Projection.typePrefixBytes)
        instanceNamespace = names.name(MemberName.instanceNamespace)
    }

    /// What xsi:nil says for `null`.
    static let isNil = Array("true".utf8)
    static let typePrefixBytes = Array("t".utf8)

    /// Whether an element or an attribute of the contract has this name. O(size of the contract).
    func knows(_ name: [UInt8]) -> Bool {
        root.bytes == name
            || types.contains { type in
                type.children.contains { $0.bytes == name } || type.attributes.contains { $0.bytes == name }
            }
    }
}
