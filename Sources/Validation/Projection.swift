import XML

/// How JSON becomes the elements of a contract: for each type, its children in the order of the XSD
/// with their namespaces, and its attributes. Compiled once from the XSD; read by all workers.
final class Projection: Sendable {
    /// An element as it may occur under a type.
    struct Child: Sendable {
        /// Its local name, for comparing with member names.
        let bytes: [UInt8]
        let name: Name
        let namespace: Name?
        /// Its place in the order of the content model.
        let order: Int
        /// Its type's place in `types`; nil for a type without children or attributes.
        let type: Int?
        /// Whether it may occur more than once.
        let repeats: Bool
    }

    /// An attribute as it may stand on a type.
    struct Attribute: Sendable {
        let bytes: [UInt8]
        let name: Name
        let namespace: Name?
    }

    /// A type that has children or attributes.
    struct ContentType: Sendable {
        var children: [Child] = []
        var attributes: [Attribute] = []

        /// The place of a child by its local name. Begins at `hint`, where a document in the schema's
        /// order has it. O(1) in order, O(n) else.
        func child(_ name: ArraySlice<UInt8>, hint: Int) -> Int? {
            var place = hint < children.count ? hint : 0
            for _ in children.indices {
                if children[place].bytes.elementsEqual(name) { return place }
                place += 1
                if place == children.count { place = 0 }
            }
            return nil
        }
    }

    let names: NameTable
    let types: [ContentType]
    let root: Child
    /// xsi:nil, which stands for `null`.
    let nilName: Name
    let instanceNamespace: Name

    init(names: NameTable, types: [ContentType], root: Child) {
        self.names = names
        self.types = types
        self.root = root
        nilName = names.name(Array("nil".utf8))
        instanceNamespace = names.name(Array("http://www.w3.org/2001/XMLSchema-instance".utf8))
    }

    /// Whether an element or an attribute of the contract has this name. O(size of the contract).
    func knows(_ name: [UInt8]) -> Bool {
        root.bytes == name
            || types.contains { type in
                type.children.contains { $0.bytes == name } || type.attributes.contains { $0.bytes == name }
            }
    }

    /// What a path leads to.
    enum Target: Equatable { case nothing, value, parent }

    /// What a path of element names from the root's children on, the last perhaps an attribute, leads
    /// to in the schema: a value, or an element that has elements.
    func target(of path: String) -> Target {
        var type = root.type
        for step in path.split(separator: "/") {
            guard let current = type else { return .nothing }
            if step.hasPrefix("@") {
                let name = step.dropFirst().utf8
                let found = types[current].attributes.contains { $0.namespace == nil && $0.bytes.elementsEqual(name) }
                return found ? .value : .nothing
            }
            guard let child = types[current].child(Array(step.utf8)[...], hint: 0) else { return .nothing }
            type = types[current].children[child].type
        }
        return type.map { types[$0].children.isEmpty } ?? true ? .value : .parent
    }

    /// For each element on the way from the root, whether it may occur more than once.
    func repetitions(along names: [String]) -> [Bool] {
        var type = root.type
        return names.enumerated().map { depth, name in
            guard depth > 0, let current = type,
                let place = types[current].child(Array(name.utf8)[...], hint: 0)
            else {
                if depth > 0 { type = nil }
                return false
            }
            type = types[current].children[place].type
            return types[current].children[place].repeats
        }
    }
}
