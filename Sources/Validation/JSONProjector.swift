import Messages
import XML

/// Walks the tokens of one JSON message and calls the stream as an XML parser would for the same
/// content: object member = child element, `@name` = attribute, `#text` = text beside attributes,
/// array = repeated element, scalar = text, `null` = xsi:nil.
///
/// Members come in any order and are streamed in the order of the schema; an object that is in that
/// order already is streamed as it stands. Recursion is bounded by the scanner's depth.
struct JSONProjector {
    let document: [UInt8]
    let tokens: [JSONToken]
    let projection: Projection
    let strangers: NameTable
    /// What the schema cannot say: duplicate members, arrays in arrays, characters that XML has not.
    private(set) var mistakes: [(offset: Int, error: MessageError)] = []
    private var scratch: [UInt8] = []
    /// The way to the value at hand, for mistakes of our own.
    private var place: [String] = []

    init(document: [UInt8], tokens: [JSONToken], projection: Projection, strangers: NameTable) {
        self.document = document
        self.tokens = tokens
        self.projection = projection
        self.strangers = strangers
    }

    private struct Member {
        /// The place of its name among the tokens.
        var token: Int
        var name: Name
        var namespace: Name?
        var type: Int?
        var order: Int
    }

    /// Streams the whole message, whose root's value stands at a token.
    mutating func project(value: Int, into stream: inout ElementStream) {
        let root = projection.root
        place = [String(decoding: root.bytes, as: UTF8.self)]
        element(
            Member(token: value - 1, name: root.name, namespace: root.namespace, type: root.type, order: 0),
            value: value,
            index: nil, isRoot: true, into: &stream)
    }

    private mutating func element(
        _ member: Member, value: Int, index: Int?, isRoot: Bool = false, into stream: inout ElementStream
    ) {
        guard stream.stop == nil else { return }
        let token = tokens[value]
        let offset = token.kind == .string ? token.start - 1 : token.start
        switch token.kind {
        case .array:
            guard index == nil, !isRoot else {
                return mistake(
                    .unexpectedElement, offset, "an array inside an array stands for no element; make one array of both"
                )
            }
            var item = value + 1
            var count = 0
            while item < token.next {
                place.append(String(count))
                element(member, value: item, index: count, into: &stream)
                place.removeLast()
                item = tokens[item].next
                count += 1
            }
        case .literalNull:
            stream.attribute(
                projection.nilName, namespace: projection.instanceNamespace, value: ArraySlice("true".utf8))
            stream.start(member.name, namespace: member.namespace, offset: offset, index: index)
            stream.end()
        case .object: object(member, value: value, index: index, isRoot: isRoot, into: &stream)
        default:
            stream.start(member.name, namespace: member.namespace, offset: offset, index: index)
            text(token, into: &stream)
            stream.end()
        }
    }

    private mutating func object(
        _ member: Member, value: Int, index: Int?, isRoot: Bool, into stream: inout ElementStream
    ) {
        let children = attributesAndChildren(member, value: value, isRoot: isRoot, into: &stream)
        stream.start(member.name, namespace: member.namespace, offset: tokens[value].start, index: index)
        if let content = children.text { text(tokens[content], into: &stream) }
        for child in children.members {
            place.append(String(decoding: bytes(of: tokens[child.token]), as: UTF8.self))
            element(child, value: child.token + 1, index: nil, into: &stream)
            place.removeLast()
        }
        stream.end()
    }

    /// Sorts the members of an object: attributes go to the stream, children come back in the order
    /// of the schema. A member that the schema does not have stays behind the one before it.
    private mutating func attributesAndChildren(
        _ member: Member, value: Int, isRoot: Bool, into stream: inout ElementStream
    ) -> (members: [Member], text: Int?) {
        let type = member.type.map { projection.types[$0] }
        var members: [Member] = []
        var content: Int?
        var names = SeenNames()
        var inOrder = true
        var hint = 0
        var item = value + 1
        while item < tokens[value].next {
            let name = bytes(of: tokens[item])
            let here = tokens[item].start - 1
            if !names.insert(name) {
                place.append(String(decoding: name, as: UTF8.self))
                mistake(.duplicateMember, here, "this member stands twice in its object; remove one")
                place.removeLast()
            } else if name.first == UInt8(ascii: "@") {
                attribute(name.dropFirst(), token: item + 1, type: type, isRoot: isRoot, into: &stream)
            } else if name.elementsEqual("#text".utf8) {
                content = item + 1
            } else if let type, let found = type.child(name, hint: hint) {
                let child = type.children[found]
                inOrder = inOrder && child.order >= members.last?.order ?? 0
                members.append(
                    Member(
                        token: item, name: child.name, namespace: child.namespace, type: child.type, order: child.order)
                )
                hint = found + 1
            } else if !NameTable.isNCName(name) {
                place.append(String(decoding: name, as: UTF8.self))
                mistake(
                    .unexpectedElement, here, "this is no name that XML has for an element; use one of the contract's")
                place.removeLast()
            } else {
                let order = members.last?.order ?? 0
                members.append(
                    Member(
                        token: item, name: strangers.name(Array(name)), namespace: member.namespace, type: nil,
                        order: order))
            }
            item = tokens[item + 1].next
        }
        if !inOrder {
            // Stable: members of one place in the schema keep the order of the document.
            let sorted = members.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
            members = sorted.map(\.element)
        }
        return (members, content)
    }

    private mutating func attribute(
        _ name: ArraySlice<UInt8>, token: Int, type: Projection.ContentType?, isRoot: Bool,
        into stream: inout ElementStream
    ) {
        // The namespace has done its work when the contract was chosen.
        let value = tokens[token]
        if isRoot, name.elementsEqual("xmlns".utf8) {
            if value.kind != .string { mistake(.unexpectedAttribute, value.start, "\"@xmlns\" is a string") }
            return
        }
        switch value.kind {
        case .object, .array, .literalNull:
            mistake(.unexpectedAttribute, value.start, "an attribute's value is a string, a number, true or false")
        default:
            scratch.removeAll(keepingCapacity: true)
            if !append(value) { mistake(.type, value.start, "a character that no value may hold") }
            let known = type?.attributes.first { $0.bytes.elementsEqual(name) }
            guard known != nil || NameTable.isNCName(name) else {
                return mistake(
                    .unexpectedAttribute, value.start,
                    "this is no name that XML has for an attribute; use one of the contract's")
            }
            stream.attribute(
                known?.name ?? strangers.name(Array(name)), namespace: known?.namespace, value: scratch[...])
        }
    }

    private mutating func text(_ token: JSONToken, into stream: inout ElementStream) {
        switch token.kind {
        case .object, .array, .literalNull:
            mistake(.unexpectedText, token.start, "\"#text\" is a string, a number, true or false")
        default:
            if !token.hasEscapes, token.kind != .string {
                stream.text(document[token.start..<token.end], offset: token.start)
                return
            }
            scratch.removeAll(keepingCapacity: true)
            if !append(token) { mistake(.type, token.start - 1, "a character that no value may hold") }
            stream.text(scratch[...], offset: token.start - 1)
        }
    }

    private mutating func append(_ token: JSONToken) -> Bool {
        if token.kind == .string { return JSONUnescaping.append(document[token.start..<token.end], to: &scratch) }
        scratch.append(contentsOf: document[token.start..<token.end])
        return true
    }

    private func bytes(of token: JSONToken) -> ArraySlice<UInt8> {
        if !token.hasEscapes { return document[token.start..<token.end] }
        var bytes: [UInt8] = []
        // A name cannot hold NUL: libxml2 would see a shorter one.
        if !JSONUnescaping.append(document[token.start..<token.end], to: &bytes) { return ArraySlice("?".utf8) }
        return bytes[...]
    }

    private mutating func mistake(_ code: MessageError.Code, _ offset: Int, _ text: String) {
        guard mistakes.count < MessageError.most else { return }
        mistakes.append(
            (
                offset,
                MessageError(
                    code,
                    place: "/" + place.map { Placing.escaped(Placing.shown($0, projection)) }.joined(separator: "/"),
                    text)
            ))
    }
}
