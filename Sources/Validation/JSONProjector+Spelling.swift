import Messages
import XML

// How a text departs from the canonical spelling. Asked only for a sink that keeps it.
extension JSONProjector {
    /// Tells what is known of the open element's spelling.
    mutating func tell<Sink: ElementSink & ~Copyable>(_ member: Member, isNamed: Bool, into sink: inout Sink) {
        if !isNamed, member.namespace != nil { spellings.append(Spelling(kind: .unnamed)) }
        if member.isSpelledOut {
            spellings.append(Spelling(kind: .name, member: Array(bytes(of: tokens[member.token]))))
        }
        for spelling in spellings { sink.spelling(spelling) }
        spellings.removeAll()
    }

    /// A scalar as the text of an element.
    mutating func spell(scalar token: JSONToken, type: Int) {
        guard ![.object, .array, .literalNull].contains(token.kind) else { return }
        let content = projection.types[type]
        scratch.removeAll()
        guard append(token) else { return }
        if scratch.isEmpty {
            if content.content == .elements || content.content == .empty { spellings.append(Spelling(kind: .string)) }
            return
        }
        let isBare = Canonical.isBare(scratch[...], content.value)
        if isBare != (token.kind != .string) { spellings.append(Spelling(kind: isBare ? .string : .bare)) }
    }

    /// An object.
    mutating func spell(object parts: Parts, _ member: Member, childCount: Int, isRoot: Bool) {
        var member = member
        member.type = parts.type
        spellings += attributeSpellings
        if isRoot, parts.isNamed, member.namespace == nil { spellings.append(Spelling(kind: .named)) }
        if let content = parts.content, isGrouped(content, under: member) {
            spellings.append(Spelling(kind: .content))
        }
        if let text = parts.text {
            if tokens[text].kind == .string, tokens[text].start == tokens[text].end {
                spellings.append(Spelling(kind: .text))
                return
            }
            spell(scalar: tokens[text], type: parts.type)
        }
        guard childCount == 0, parts.content == nil, !(isRoot && parts.isNamed) else { return }
        let content = projection.types[parts.type].content
        if parts.attributeCount == 0 {
            if parts.text != nil || content == .text || content == .mixed { spellings.append(Spelling(kind: .object)) }
        } else if parts.isOnlyNil, parts.text == nil {
            spellings.append(Spelling(kind: .object))
        }
    }

    /// Whether the items of `#content` could stand as members.
    private func isGrouped(_ content: Int, under parent: Member) -> Bool {
        guard tokens[content].kind == .array else { return false }
        var names: [[UInt8]] = []
        var orders: [Int?] = []
        var item = content + 1
        while item < tokens[content].next {
            guard tokens[item].kind == .object, tokens[item].next > item + 1 else { return false }
            let text = bytes(of: tokens[item + 1])
            let parentNamespace = parent.namespace?.bytes ?? []
            let name =
                MemberName(clark: text)
                ?? MemberName(
                    namespace: projection.plainNamespace(
                        text, under: parent.type, parentNamespace: parentNamespace[...]),
                    local: text)
            names.append(MemberName.clark(name.namespace, name.local))
            orders.append(projection.meaning(name.local, namespace: name.namespace, under: parent.type).order)
            item = tokens[item].next
        }
        return Canonical.isGrouped(names, orders: orders)
    }

    /// The name of a child.
    func spell(name child: inout Member, under type: Int, parent: Member) {
        guard let name = MemberName(clark: bytes(of: tokens[child.token])) else { return }
        let parentNamespace = parent.namespace?.bytes ?? []
        let plain = projection.plainNamespace(name.local, under: type, parentNamespace: parentNamespace[...])
        child.isSpelledOut = plain.elementsEqual(name.namespace)
    }

    /// The name of an attribute, with its `@`.
    mutating func spell(attribute member: ArraySlice<UInt8>, _ name: MemberName, type: Int) {
        if !projection.memberName(ofAttribute: name, of: type).elementsEqual(member) {
            attributeSpellings.append(Spelling(kind: .name, member: Array(member)))
        }
    }
}

extension Projection {
    /// The canonical member name of an attribute: `@name` where that says it, else with its namespace.
    func memberName(ofAttribute name: MemberName, of type: Int) -> [UInt8] {
        let sign = [UInt8(ascii: "@")]
        let text = name.attributeText
        if text.first != UInt8(ascii: "{") { return sign + text }
        let plain = types[type].attribute(name.local).map { types[type].attributes[$0].namespaceBytes } ?? []
        return sign + (plain.elementsEqual(name.namespace) ? Array(name.local) : text)
    }

    /// The canonical member name of an element: its name alone where that says it, else with its namespace.
    func memberName(
        _ name: ArraySlice<UInt8>, namespace: ArraySlice<UInt8>, under type: Int, parentNamespace: ArraySlice<UInt8>
    ) -> [UInt8] {
        let plain = plainNamespace(name, under: type, parentNamespace: parentNamespace)
        return plain.elementsEqual(namespace) ? Array(name) : MemberName.clark(namespace, name)
    }
}
