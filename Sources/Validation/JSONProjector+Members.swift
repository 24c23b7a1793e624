import Messages
import XML

extension JSONProjector {
    /// What an object holds beside its attributes, which the sink has, and its children, which are `members`.
    struct Parts {
        /// The value of `#text`, among the tokens.
        var text: Int?
        /// The value of `#content`.
        var content: Int?
        /// The type of the element, which `@xsi:type` may have chosen.
        var type: Int
        var attributeCount = 0
        /// Whether `@xmlns` names the root's namespace.
        var isNamed = false
        /// Whether the only attribute is `@xsi:nil`, and says true.
        var isOnlyNil = false
    }

    /// What is known while the members of one object are read. It holds no arrays, because there is one for each
    /// object.
    struct Reading {
        var parts: Parts
        /// The attributes of the type that were seen, the first 64 of them; the others are in `names`.
        var known: UInt64 = 0
        /// The place of the last child among those of its type.
        var last = -1
        /// The place in the schema of the child that was read last.
        var lastOrder = 0
        var inOrder = true
    }

    /// Sorts the members of an object: attributes go to the sink, children are appended to `members`, in
    /// the order of the schema.
    mutating func sort<Sink: ElementSink & ~Copyable>(
        _ parent: Member, value: Int, isRoot: Bool, into sink: inout Sink
    ) -> Parts {
        let base = memberCount
        beginObject()
        let end = tokens[value].next
        var reading = Reading(parts: Parts(type: parent.type))
        let item = children(from: value + 1, to: end, type: projection.types[parent.type], &reading)
        // Most objects have nothing else, and have it in order.
        if item == end, reading.inOrder { return reading.parts }
        return sort(parent, value: value, from: item, base: base, isRoot: isRoot, &reading, into: &sink)
    }

    /// Goes on where something stands in an object that is no child, or none in order.
    @inline(never)
    private mutating func sort<Sink: ElementSink & ~Copyable>(
        _ parent: Member, value: Int, from first: Int, base: Int, isRoot: Bool, _ reading: inout Reading,
        into sink: inout Sink
    ) -> Parts {
        let mistakeCount = mistakes.count
        let end = tokens[value].next
        var type = projection.types[parent.type]
        var item = first
        while true {
            item = children(from: item, to: end, type: type, &reading)
            guard item < end else { break }
            let token = tokens[item]
            if !token.hasEscapes, token.start < token.end {
                let first = document[token.start]
                if first == UInt8(ascii: "@") {
                    let name = (token.start + 1)..<token.end
                    if !Sink.keepsSpelling,
                        let known = type.attributeNames.place(
                            of: name, in: document.span, hint: reading.parts.attributeCount),
                        known < 64
                    {
                        knownAttribute(known, item, type: type, object: value, &reading, into: &sink)
                        item = tokens[item + 1].next
                        continue
                    }
                    if JSONRoot.isNamespace(token, document) {
                        _ = namespace(item, isRoot: isRoot, &reading)
                        item = tokens[item + 1].next
                        continue
                    }
                } else if first == UInt8(ascii: "#") {
                    if reading.parts.text == nil, isTextName(token) {
                        reading.parts.text = item + 1
                        item = tokens[item + 1].next
                        continue
                    }
                } else if first != UInt8(ascii: "{"),
                    let found = type.childNames.place(
                        of: token.start..<token.end, in: document.span, hint: reading.last + 1)
                {
                    append(found, item, type: type, base: base, &reading)
                    item = tokens[item + 1].next
                    continue
                }
            }
            let name = bytes(of: token)
            switch name.first {
            case UInt8(ascii: "@"):
                if let chosen = attribute(
                    name, item, type: type, object: value, isRoot: isRoot, &reading, into: &sink),
                    chosen != reading.parts.type
                {
                    // It chooses what the members before it mean, too: they are read again.
                    let isFirst = item == value + 1
                    type = projection.types[chosen]
                    reading.parts.type = chosen
                    if !isFirst {
                        reading = Reading(parts: Parts(type: chosen))
                        beginObject()
                        memberCount = base
                        keepMistakes(mistakeCount)
                        sink.dropAttributes()
                        item = value + 1
                        continue
                    }
                }
            case UInt8(ascii: "#") where name.elementsEqual("#text".utf8):
                if reading.parts.text != nil { duplicate(item) } else { reading.parts.text = item + 1 }
            case UInt8(ascii: "#") where name.elementsEqual("#content".utf8):
                if reading.parts.content != nil { duplicate(item) } else { reading.parts.content = item + 1 }
            default: child(name, item, type: type, parent: parent, base: base, &reading)
            }
            item = tokens[item + 1].next
        }
        if !reading.inOrder {
            // Members of one place in the schema keep the order of the document.
            members[base..<memberCount].sort { ($0.order, $0.token) < ($1.order, $1.token) }
        }
        if let content = reading.parts.content { checkAlone(content, base: base, reading.parts) }
        return reading.parts
    }

    /// Whether a member is `#text`.
    @inline(__always)
    private func isTextName(_ token: JSONToken) -> Bool {
        let start = token.start
        return token.end - start == 5 && document[start + 1] == UInt8(ascii: "t")
            && document[start + 2] == UInt8(ascii: "e") && document[start + 3] == UInt8(ascii: "x")
            && document[start + 4] == UInt8(ascii: "t")
    }

    /// Beside `#content` there are attributes, and nothing else.
    private mutating func checkAlone(_ content: Int, base: Int, _ parts: Parts) {
        let text = "beside \"#content\" only attributes may stand; put this into it"
        for member in members[base..<memberCount] { mistake(.unexpectedElement, tokens[member.token].start - 1, text) }
        if let token = parts.text { mistake(.unexpectedText, tokens[token - 1].start - 1, text) }
    }

    private mutating func duplicate(_ item: Int) {
        mistake(.duplicateMember, tokens[item].start - 1, "this member stands twice in its object; remove one")
    }

    /// A member that is an element.
    @inline(__always)
    private mutating func child(
        _ name: ArraySlice<UInt8>, _ item: Int, type: Projection.ContentType, parent: Member, base: Int,
        _ reading: inout Reading
    ) {
        if let found = type.child(name, hint: reading.last + 1) {
            append(found, item, type: type, base: base, &reading)
        } else if let member = resolve(item, under: reading.parts.type, parent: parent, lastOrder: reading.lastOrder) {
            if member.child >= 0 {
                return append(member.child, item, type: type, base: base, &reading)
            }
            let key = MemberName.clark((member.namespace?.bytes ?? [])[...], member.name.bytes[...])
            guard names.insert(key[...]) else { return duplicate(item) }
            reading.inOrder = reading.inOrder && member.order >= reading.lastOrder
            reading.lastOrder = member.order
            add(member)
        } else if !names.insert(name) {
            duplicate(item)
        }
    }

    /// A child that the type names.
    @inline(__always)
    private mutating func append(
        _ found: Int, _ item: Int, type: Projection.ContentType, base: Int, _ reading: inout Reading
    ) {
        if found <= reading.last {
            if members[base..<memberCount].contains(where: { $0.child == found }) { return duplicate(item) }
        }
        var child = type.childMembers[found]
        child.token = item
        reading.inOrder = reading.inOrder && child.order >= reading.lastOrder
        reading.lastOrder = child.order
        reading.last = max(reading.last, found)
        add(child)
    }

    @inline(__always)
    private mutating func add(_ member: Member) {
        if memberCount < members.count { members[memberCount] = member } else { members.append(member) }
        memberCount += 1
    }

    /// Reads members as long as each is a child of the type behind the one before: as most objects are, throughout.
    /// Says where the first stands that is not, or for which there is no room yet.
    @inline(never)
    private mutating func children(
        from first: Int, to end: Int, type: Projection.ContentType, _ reading: inout Reading
    ) -> Int {
        // Taken out for as long as it is written to.
        var members: [Member] = []
        swap(&members, &self.members)
        var room = members.mutableSpan
        var count = memberCount
        let item = JSONProjector.read(
            tokens.span, of: document.span, from: first, to: end, type: type, &reading, count: &count, into: &room)
        swap(&members, &self.members)
        memberCount = count
        return item
    }

    /// The same for what was looked up once: what is written to might else be any of it.
    @inline(__always)
    private static func read(
        _ tokens: Span<JSONToken>, of document: Span<UInt8>, from first: Int, to end: Int,
        type: Projection.ContentType, _ reading: inout Reading, count memberCount: inout Int,
        into room: inout MutableSpan<Member>
    ) -> Int {
        var (item, count, last, order) = (first, memberCount, reading.last, reading.lastOrder)
        while item < end, count < room.count {
            let name = tokens[item]
            // No name begins with one of the signs up to `@`.
            guard !name.hasEscapes, name.start < name.end, document[name.start] > UInt8(ascii: "@"),
                let found = type.childNames.place(of: name.start..<name.end, in: document, behind: last)
            else { break }
            var child = type.childMembers[found]
            child.token = item
            if child.order < order { reading.inOrder = false }
            (last, order) = (found, child.order)
            room[count] = child
            count += 1
            item = tokens[item + 1].next
        }
        (memberCount, reading.last, reading.lastOrder) = (count, last, order)
        return item
    }

    /// Forgets what the object before left.
    private mutating func beginObject() {
        names.removeAll()
        if !attributeSpellings.isEmpty { attributeSpellings.removeAll() }
    }

    /// What element a member name means under a type. Nil, and a mistake, when XML has no such name.
    ///
    /// One that the type does not name goes to a wildcard that admits its namespace; where there is none it
    /// stays behind the member before it.
    mutating func resolve(_ item: Int, under type: Int, parent: Member, lastOrder: Int) -> Member? {
        let text = bytes(of: tokens[item])
        let content = projection.types[type]
        let whole = MemberName(clark: text)
        let place =
            whole.map { content.child($0.local, namespace: $0.namespace) } ?? content.child(text, hint: 0)
        if let place {
            let child = content.children[place]
            return Member(
                token: item, name: child.name, namespace: child.namespace, type: child.type, order: child.order,
                child: place, repeats: child.repeats)
        }
        let name = whole ?? MemberName(namespace: (parent.namespace?.bytes ?? [])[...], local: text)
        guard whole.map(\.isPossible) ?? NameTable.isNCName(text) else {
            // It counts as one that the contract does not have.
            _ = strangers.name(Array(text))
            mistake(
                .unexpectedElement, tokens[item].start - 1,
                "this is no name that XML has for an element; use one of the contract's")
            return nil
        }
        let meaning = projection.meaning(name.local, namespace: name.namespace, under: type)
        return Member(
            token: item, name: strangers.name(Array(name.local)),
            namespace: name.namespace.isEmpty ? nil : strangers.name(Array(name.namespace)), type: meaning.type,
            order: meaning.order ?? lastOrder, child: -1, repeats: meaning.repeats)
    }
}
