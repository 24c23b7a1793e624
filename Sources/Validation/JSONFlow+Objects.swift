import Messages
import XML

extension JSONFlow {
    /// An object that is larger than the window.
    mutating func object(
        _ member: Member, _ standing: Standing, isRoot: Bool, into stream: inout ElementStream
    ) throws(JSONStop) {
        let index: Int? = if case .item(let place) = standing { place } else { nil }
        let start = place
        let position = flow.pass(start)
        try enter()
        var attributes = try leadingAttributes(from: start)
        var projector = JSONProjector(
            document: attributes.document, tokens: attributes.tokens, projection: projection, strangers: strangers)
        stream.origin = start
        let type = projector.open(member, index: index, position: position, isRoot: isRoot, into: &stream)
        take(projector.mistakes, from: start)
        describe(&stream, attributes.tokens, attributes.document)
        var seen = SeenMembers()
        while let name = attributes.next {
            try self.member(name, of: member, type: type, &seen, into: &stream)
            attributes.next =
                try next(UInt8(ascii: "}"), isFirst: false) ? try self.name() : nil
        }
        stream.end()
        describe(&stream)
    }

    /// What an object had so far.
    struct SeenMembers {
        /// The place of the last child among those of its type, and in the order of the schema.
        var last = -1
        var order = 0
        var names = SeenNames()
        var hasContent = false
    }

    /// The attributes that an object begins with, as an object of their own, and the name of the member behind
    /// them; nil when there is none.
    private mutating func leadingAttributes(
        from start: Int
    ) throws(JSONStop) -> (document: [UInt8], tokens: [JSONToken], next: [UInt8]?) {
        var tokens = [JSONToken(kind: .object, start: 0, end: 0, next: 0)]
        var following: [UInt8]?
        var end = place
        while try next(UInt8(ascii: "}"), isFirst: tokens.count == 1) {
            let name = try name()
            guard name.first == UInt8(ascii: "@") else {
                following = name
                break
            }
            let named = nameOffset + 1 - start
            tokens.append(
                JSONToken(
                    kind: .name, hasEscapes: nameHasEscapes, isForeign: true, start: named, end: named + nameLength,
                    next: tokens.count + 1))
            try colon()
            guard let (_, local) = try scan(), start >= flow.start else { throw tooLong() }
            let base = tokens.count
            for var token in scanner.tokens[..<scanner.tokens[0].next] {
                token.start += flow.start - start
                token.end += flow.start - start
                token.next += base
                tokens.append(token)
            }
            place = flow.start + local
            end = place
        }
        tokens[0].end = end - start
        tokens[0].next = tokens.count
        guard start >= flow.start else { throw tooLong() }
        return (Array(flow[start..<end]), tokens, following)
    }

    /// One member, whose name has been read.
    private mutating func member(
        _ name: [UInt8], of parent: Member, type: Int, _ seen: inout SeenMembers, into stream: inout ElementStream
    ) throws(JSONStop) {
        let here = nameOffset
        try colon()
        path.append(.member(name))
        defer { path.removeLast() }
        if name.first == UInt8(ascii: "@") { throw outOfOrder(here, "an attribute stands behind other members") }
        guard seen.names.insert(name[...]) else {
            mistake(.duplicateMember, here, "this member stands twice in its object; remove one")
            return try skip()
        }
        if name.elementsEqual("#text".utf8) {
            try text(into: &stream)
        } else if name.elementsEqual("#content".utf8) {
            try content(of: parent, type: type, into: &stream)
        } else if let child = resolve(name, at: here, under: type, parent: parent, &seen) {
            if child.order < seen.order {
                throw outOfOrder(here, "a member stands behind one that the schema has later")
            }
            seen.order = child.order
            try value(child, .member, into: &stream)
        } else {
            try skip()
        }
        if strangers.count > DocumentLimits.names {
            throw refuse(.limit, .names, at: here, Wording.words(.names, limits.document))
        }
    }

    /// What element a member name means.
    private mutating func resolve(
        _ name: [UInt8], at offset: Int, under type: Int, parent: Member, _ seen: inout SeenMembers
    ) -> Member? {
        let content = projection.types[type]
        if let found = content.child(name[...], hint: seen.last + 1) {
            seen.last = found
            let child = content.children[found]
            return Member(
                token: 0, name: child.name, namespace: child.namespace, type: child.type, order: child.order,
                child: found, repeats: child.repeats)
        }
        let token = JSONToken(kind: .name, start: 0, end: name.count, next: 1)
        var projector = JSONProjector(document: name, tokens: [token], projection: projection, strangers: strangers)
        let member = projector.resolve(0, under: type, parent: parent, lastOrder: seen.order)
        for (_, error) in projector.mistakes { mistake(error.code, offset, error.text) }
        return member
    }

    /// The children in `#content`.
    private mutating func content(
        of parent: Member, type: Int, into stream: inout ElementStream
    ) throws(JSONStop) {
        guard try significant() == UInt8(ascii: "[") else {
            mistake(.unexpectedElement, place, "\"#content\" is an array of objects with one member each")
            return try skip()
        }
        try enter()
        var count = 0
        while try next(UInt8(ascii: "]"), isFirst: count == 0) {
            path.append(.item(count))
            try item(of: parent, type: type, into: &stream)
            path.removeLast()
            count += 1
        }
    }

    /// An item of `#content`: an object with one member.
    private mutating func item(of parent: Member, type: Int, into stream: inout ElementStream) throws(JSONStop) {
        let text = "an item of \"#content\" is an object with one member, the element"
        let here = place
        guard try significant() == UInt8(ascii: "{") else {
            mistake(.unexpectedElement, here, text)
            return try skip()
        }
        try enter()
        guard try next(UInt8(ascii: "}"), isFirst: true) else { return mistake(.unexpectedElement, here, text) }
        let name = try name()
        let offset = nameOffset
        try colon()
        var seen = SeenMembers()
        path.append(.member(name))
        if let child = resolve(name, at: offset, under: type, parent: parent, &seen) {
            try value(child, .alone, into: &stream)
        } else {
            try skip()
        }
        path.removeLast()
        var isAlone = true
        while try next(UInt8(ascii: "}"), isFirst: false) {
            if isAlone { mistake(.unexpectedElement, here, text) }
            isAlone = false
            _ = try self.name()
            try colon()
            try skip()
        }
    }
}
