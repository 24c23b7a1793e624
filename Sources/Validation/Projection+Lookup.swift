import XML

extension Projection {
    /// What a path leads to.
    enum Target: Equatable { case nothing, value, parent }

    /// What a path of element names from the root's children on, the last perhaps an attribute, leads
    /// to in the schema: a value, or an element that has elements. `.` is the root itself.
    func target(of path: String) -> Target {
        var type = root.type
        for step in path == "." ? [] : path.split(separator: "/") {
            if step.hasPrefix("@") {
                let name = Array(step.dropFirst().utf8)
                return types[type].attribute(name[...], namespace: []) == nil ? .nothing : .value
            }
            guard let child = types[type].child(Array(step.utf8)[...], hint: 0) else { return .nothing }
            type = types[type].children[child].type
        }
        return types[type].children.isEmpty && types[type].content != .elements ? .value : .parent
    }

    /// For each element on the way from the root, whether it may occur more than once.
    func repetitions(along names: [String]) -> [Bool] {
        var repeats = [false]
        var type = root.type
        for name in names.dropFirst() {
            guard let place = types[type].child(Array(name.utf8)[...], hint: 0) else {
                type = Projection.anyType
                repeats.append(false)
                continue
            }
            repeats.append(types[type].children[place].repeats)
            type = types[type].children[place].type
        }
        return Array(repeats.prefix(names.count))
    }

    /// What an element is under a type: its own type, its place in the order, and whether it may repeat.
    struct Meaning {
        var type: Int
        /// Nil when the type has no room for it.
        var order: Int?
        var repeats: Bool
    }

    /// What an element of a name is under a type. O(n).
    func meaning(_ name: ArraySlice<UInt8>, namespace: ArraySlice<UInt8>, under type: Int) -> Meaning {
        if let place = types[type].child(name, namespace: namespace) {
            let child = types[type].children[place]
            return Meaning(type: child.type, order: child.order, repeats: child.repeats)
        }
        guard let wildcard = types[type].wildcards.first(where: { $0.admits(namespace) }) else {
            return Meaning(type: Projection.anyType, order: nil, repeats: false)
        }
        let declared = globals.elements[MemberName.clark(namespace, name)]?.type
        return Meaning(type: declared ?? Projection.anyType, order: wildcard.order, repeats: wildcard.repeats)
    }

    /// The namespace that a plain member name stands for under a type. O(n).
    func plainNamespace(
        _ name: ArraySlice<UInt8>, under type: Int, parentNamespace: ArraySlice<UInt8>
    ) -> ArraySlice<UInt8> {
        guard let place = types[type].child(name, hint: 0) else { return parentNamespace }
        return types[type].children[place].namespaceBytes[...]
    }

    /// The built-in type of an attribute's value; nil when it is of no one type.
    func value(ofAttribute name: ArraySlice<UInt8>, namespace: ArraySlice<UInt8>, of type: Int) -> String? {
        if let place = types[type].attribute(name, namespace: namespace) { return types[type].attributes[place].value }
        if namespace.elementsEqual(MemberName.instanceNamespace) {
            return name.elementsEqual("nil".utf8) ? "xs:boolean" : nil
        }
        return globals.attributes[MemberName.clark(namespace, name)]?.value
    }

    /// The built-in type of a value on the way from the root, of which only local names are known; nil
    /// when it is of no one type, or when the names leave open which element it is.
    func value(along names: [String], attribute: String?) -> String? {
        var type = root.type
        for name in names.dropFirst() {
            let candidates = types[type].children.filter { $0.bytes.elementsEqual(name.utf8) }
            guard candidates.count == 1 else { return nil }
            type = candidates[0].type
        }
        guard let attribute else { return types[type].value }
        let candidates = types[type].attributes.filter { $0.bytes.elementsEqual(attribute.utf8) }
        return candidates.count == 1 ? candidates[0].value : nil
    }
}
