import XML

/// Writes a message that is held as a tree as JSON, in the canonical spelling, or in the one that it tells
/// of itself. What it writes is read by `JSONProjector` as the same elements.
struct JSONRendering {
    let projection: Projection
    /// Whether the root's name alone finds the contract.
    let isFoundByName: Bool
    private(set) var text: JSONTextWriter
    /// What JSON cannot say, with the path of the element.
    private(set) var problems: [String] = []
    private var path: [[UInt8]] = []

    init(_ projection: Projection, isFoundByName: Bool, isIndented: Bool) {
        self.projection = projection
        self.isFoundByName = isFoundByName
        text = JSONTextWriter(isIndented: isIndented)
    }

    /// Writes a whole message.
    mutating func write(_ root: ContentElement) {
        text.open("{")
        text.name(root.name)
        path = [root.name]
        value(of: root, type: projection.root.type, isRoot: true)
        text.close("}")
        text.finish()
    }

    private struct Scalar {
        var name: [UInt8]
        var value: [UInt8]
        var isBare: Bool
    }

    private mutating func value(of element: ContentElement, type declared: Int, isRoot: Bool = false) {
        let type = chosenType(of: element) ?? declared
        let content = projection.types[type]
        let spellings = Set(element.notes.compactMap(Spelling.init(instruction:)))
        func has(_ kind: Spelling.Kind) -> Bool { spellings.contains(Spelling(kind: kind)) }
        if element.isMixed { tell("text stands between elements, which JSON cannot say") }
        check(content.value)
        var scalars = attributes(of: element, type: type, spellings, isRoot: isRoot)
        let isNil = element.attributes.contains {
            $0.name.elementsEqual("nil".utf8) && $0.namespace.elementsEqual(MemberName.instanceNamespace)
        }
        // White space is no text where only elements may stand. A type that may not be chosen here leaves the
        // declared one in force.
        let holdsElements = content.content == .elements && projection.types[declared].content != .text
        let isSpace = element.text.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let words = holdsElements && isSpace && !isNil ? [] : element.text
        let members = self.members(of: element, type: type)
        let empties = members.isContent ? [] : emptyMembers(spellings, type: type, element, members)
        let canBeScalar =
            scalars.isEmpty && element.children.isEmpty && empties.isEmpty && !has(.object) && !has(.text)
            && !members.isContent
        let isBare = isBare(words, content.value, spellings, member: nil)
        if canBeScalar {
            let isObject = words.isEmpty && (content.content == .elements || content.content == .empty)
            if !isObject || has(.string) {
                return isBare ? text.bare(words) : text.string(words)
            }
        }
        if scalars.count == 1, scalars[0].name.elementsEqual("@xsi:nil".utf8), scalars[0].isBare,
            scalars[0].value.elementsEqual("true".utf8), words.isEmpty, element.children.isEmpty, empties.isEmpty,
            !has(.object), !has(.text), !members.isContent
        {
            return text.bare(Array("null".utf8))
        }
        if !words.isEmpty || has(.text) && !members.isContent {
            scalars.append(Scalar(name: Array("#text".utf8), value: words, isBare: isBare))
        }
        text.open("{")
        for scalar in scalars {
            text.name(scalar.name)
            if scalar.isBare { text.bare(scalar.value) } else { text.string(scalar.value) }
        }
        if members.isContent {
            if !words.isEmpty { tell("text and elements stand beside each other in an order that JSON cannot say") }
            ordered(members, in: element)
        } else {
            grouped(members, in: element)
        }
        for name in empties {
            text.name(name)
            text.open("[")
            text.close("]")
        }
        text.close("}")
    }

    /// The type that `xsi:type` chooses, if the schema has it.
    private func chosenType(of element: ContentElement) -> Int? {
        element.typeName.flatMap { projection.globals.types[MemberName.clark($0.namespace[...], $0.name[...])] }
    }

    private mutating func check(_ builtIn: String?) {
        if builtIn == "xs:QName" || builtIn == "xs:NOTATION" {
            tell("a value of type \(builtIn ?? "") needs prefixes, which JSON has not")
        }
    }

    private mutating func tell(_ problem: String) {
        let place = path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        problems.append("/\(place): \(problem)")
    }

    /// Whether a text is written without quotes: as its type has it, unless a spelling says otherwise.
    private func isBare(
        _ words: [UInt8], _ builtIn: String?, _ spellings: Set<Spelling>, member: [UInt8]?
    ) -> Bool {
        if spellings.contains(Spelling(kind: .string, member: member)) { return false }
        if spellings.contains(Spelling(kind: .bare, member: member)) {
            return Canonical.isNumber(words[...]) || Canonical.isLiteral(words[...])
        }
        return Canonical.isBare(words[...], builtIn)
    }

    // MARK: Attributes

    private mutating func attributes(
        of element: ContentElement, type: Int, _ spellings: Set<Spelling>, isRoot: Bool
    ) -> [Scalar] {
        var scalars: [Scalar] = []
        if isRoot {
            let isUnnamed = spellings.contains(Spelling(kind: .unnamed)) && isFoundByName
            let isNamed =
                element.namespace.isEmpty ? spellings.contains(Spelling(kind: .named)) : !isUnnamed
            if isNamed { scalars.append(Scalar(name: Array("@xmlns".utf8), value: element.namespace, isBare: false)) }
        }
        for attribute in element.attributes {
            let whole = MemberName(namespace: attribute.namespace[...], local: attribute.name[...])
            let name = memberName(ofAttribute: whole, type: type, spellings)
            let builtIn = projection.value(ofAttribute: whole.local, namespace: whole.namespace, of: type)
            check(builtIn)
            if let typeName = element.typeName, whole.namespace.elementsEqual(MemberName.instanceNamespace),
                whole.local.elementsEqual("type".utf8)
            {
                let isPlain =
                    typeName.namespace == projection.root.namespaceBytes
                    && !spellings.contains(Spelling(kind: .clark, member: name))
                let value = isPlain ? typeName.name : MemberName.clark(typeName.namespace[...], typeName.name[...])
                scalars.append(Scalar(name: name, value: value, isBare: false))
            } else {
                let isBare = isBare(attribute.value, builtIn, spellings, member: name)
                scalars.append(Scalar(name: name, value: attribute.value, isBare: isBare))
            }
        }
        return scalars
    }

    /// The member name of an attribute: the canonical one, or the one that a spelling gives.
    private func memberName(ofAttribute name: MemberName, type: Int, _ spellings: Set<Spelling>) -> [UInt8] {
        for spelling in spellings where spelling.kind == .name {
            guard let member = spelling.member, member.first == UInt8(ascii: "@") else { continue }
            let text = member.dropFirst()
            let known = projection.types[type].attribute(text).map { projection.types[type].attributes[$0] }
            let meant =
                known.map { MemberName(namespace: $0.namespaceBytes[...], local: $0.bytes[...]) }
                ?? MemberName(attribute: text) ?? MemberName(namespace: [], local: text)
            if meant.local.elementsEqual(name.local), meant.namespace.elementsEqual(name.namespace) { return member }
        }
        return projection.memberName(ofAttribute: name, of: type)
    }

    // MARK: Children

    private struct Members {
        /// For each child, its whole name, its member name, and what it is.
        var keys: [[UInt8]] = []
        var names: [[UInt8]] = []
        var meanings: [Projection.Meaning] = []
        var isContent = false
    }

    private func members(of element: ContentElement, type: Int) -> Members {
        var members = Members()
        for child in element.children {
            members.keys.append(MemberName.clark(child.namespace[...], child.name[...]))
            members.names.append(memberName(of: child, type: type, parent: element))
            members.meanings.append(
                projection.meaning(child.name[...], namespace: child.namespace[...], under: type))
        }
        let wantsContent = element.notes.compactMap(Spelling.init(instruction:)).contains(Spelling(kind: .content))
        members.isContent =
            !Canonical.isGrouped(members.keys, orders: members.meanings.map(\.order))
            || wantsContent && element.text.isEmpty
        return members
    }

    private func memberName(of child: ContentElement, type: Int, parent: ContentElement) -> [UInt8] {
        let canonical = projection.memberName(
            child.name[...], namespace: child.namespace[...], under: type, parentNamespace: parent.namespace[...])
        let spelled = child.notes.compactMap(Spelling.init(instruction:)).first { spelling in
            spelling.kind == .name && spelling.member == MemberName.clark(child.namespace[...], child.name[...])
        }
        return spelled?.member ?? canonical
    }

    /// Member names with an empty array, as far as they stand for no child that is there.
    private func emptyMembers(
        _ spellings: Set<Spelling>, type: Int, _ element: ContentElement, _ members: Members
    ) -> [[UInt8]] {
        var taken = Set(members.keys)
        return spellings.filter { $0.kind == .empty }.compactMap(\.member).sorted {
            $0.lexicographicallyPrecedes($1)
        }.filter { member in
            let whole =
                MemberName(clark: member[...])
                ?? MemberName(
                    namespace: projection.plainNamespace(
                        member[...], under: type, parentNamespace: element.namespace[...]),
                    local: member[...])
            return whole.isPossible && taken.insert(MemberName.clark(whole.namespace, whole.local)).inserted
        }
    }

    private mutating func ordered(_ members: Members, in element: ContentElement) {
        text.name(Array("#content".utf8))
        text.open("[")
        for (place, child) in element.children.enumerated() {
            text.open("{")
            text.name(members.names[place])
            write(child, members.meanings[place])
            text.close("}")
        }
        text.close("]")
    }

    private mutating func grouped(_ members: Members, in element: ContentElement) {
        var place = 0
        while place < element.children.count {
            var end = place + 1
            while end < element.children.count, members.keys[end] == members.keys[place] { end += 1 }
            text.name(members.names[place])
            let spellings = element.children[place].notes.compactMap(Spelling.init(instruction:))
            let isArray =
                end - place > 1
                || (members.meanings[place].repeats
                    ? !spellings.contains(Spelling(kind: .single)) : spellings.contains(Spelling(kind: .array)))
            if isArray { text.open("[") }
            for child in place..<end { write(element.children[child], members.meanings[child]) }
            if isArray { text.close("]") }
            place = end
        }
    }

    private mutating func write(_ child: ContentElement, _ meaning: Projection.Meaning) {
        path.append(child.name)
        value(of: child, type: meaning.type)
        path.removeLast()
    }
}
