import Messages
import XML

extension JSONProjector {
    /// A member `@name`. Gives the type that it chooses, when it is `@xsi:type` and names a type.
    mutating func attribute<Sink: ElementSink & ~Copyable>(
        _ member: ArraySlice<UInt8>, _ item: Int, type: Projection.ContentType, object: Int, isRoot: Bool,
        _ reading: inout Reading, into sink: inout Sink
    ) -> Int? {
        let name = member.dropFirst()
        let known = type.attribute(name)
        if let known, known < 64 {
            let mark: UInt64 = 1 << UInt64(known)
            if reading.known & mark != 0 { return duplicate(item) }
            reading.known |= mark
            let attribute = type.attributes[known]
            if Sink.keepsSpelling {
                let whole = MemberName(namespace: attribute.namespaceBytes[...], local: attribute.bytes[...])
                spell(attribute: member, whole, type: reading.parts.type)
            }
            return add(
                attribute.name, attribute.namespace, value: attribute.value, item, object: object, &reading, into: &sink
            )
        }
        if member.elementsEqual(JSONRoot.namespaceName) { return namespace(item, isRoot: isRoot, &reading) }
        // Whatever it is called by, it is one attribute.
        let whole =
            known.map {
                MemberName(namespace: type.attributes[$0].namespaceBytes[...], local: type.attributes[$0].bytes[...])
            } ?? MemberName(attribute: name) ?? MemberName(namespace: [], local: name)
        if let place = type.attribute(whole.local, namespace: whole.namespace), place < 64 {
            let mark: UInt64 = 1 << UInt64(place)
            if reading.known & mark != 0 { return duplicate(item) }
            reading.known |= mark
        } else if !names.insert([UInt8(ascii: "@")] + MemberName.clark(whole.namespace, whole.local)) {
            return duplicate(item)
        }
        let value = tokens[item + 1]
        guard whole.isPossible else {
            mistake(
                .unexpectedAttribute, value.start, at: tokens[object].start,
                "this is no name that XML has for an attribute; use one of the contract's")
            return nil
        }
        let isOfInstance = whole.namespace.elementsEqual(MemberName.instanceNamespace)
        if isOfInstance, whole.local.elementsEqual("type".utf8), value.kind == .string {
            return chooseType(item, object: object, &reading, into: &sink)
        }
        let builtIn = projection.value(
            ofAttribute: whole.local, namespace: whole.namespace, of: reading.parts.type)
        _ = add(
            strangers.name(Array(whole.local)),
            whole.namespace.isEmpty ? nil : strangers.name(Array(whole.namespace)), value: builtIn, item,
            object: object, &reading, into: &sink)
        if Sink.keepsSpelling {
            let isTrue = isOfInstance && whole.local.elementsEqual("nil".utf8) && scratch.elementsEqual("true".utf8)
            reading.parts.isOnlyNil = isTrue && reading.parts.attributeCount == 1
            spell(attribute: member, whole, type: reading.parts.type)
        }
        return nil
    }

    /// An attribute that the type names, where nobody asks how it is spelled. Its place is below 64.
    @inline(__always)
    mutating func knownAttribute<Sink: ElementSink & ~Copyable>(
        _ known: Int, _ item: Int, type: Projection.ContentType, object: Int, _ reading: inout Reading,
        into sink: inout Sink
    ) {
        let mark: UInt64 = 1 << UInt64(known)
        if reading.known & mark != 0 {
            _ = duplicate(item)
            return
        }
        reading.known |= mark
        let (name, namespace) = type.attributeMembers[known]
        let value = tokens[item + 1]
        if isText(value), isPlain(value) {
            reading.parts.attributeCount += 1
            return sink.attribute(
                name, namespace: namespace, value: document.span.extracting(value.start..<value.end))
        }
        _ = add(name, namespace, value: nil, item, object: object, &reading, into: &sink)
    }

    private mutating func duplicate(_ item: Int) -> Int? {
        mistake(.duplicateMember, tokens[item].start - 1, "this member stands twice in its object; remove one")
        return nil
    }

    /// `@xmlns`. It has done its work when the contract was chosen; below the root it has none to do.
    mutating func namespace(_ item: Int, isRoot: Bool, _ reading: inout Reading) -> Int? {
        let here = tokens[item].start - 1
        if reading.parts.isNamed { return duplicate(item) }
        reading.parts.isNamed = true
        if !isRoot {
            mistake(
                .unexpectedAttribute, here,
                "only the root has \"@xmlns\"; name an element \"{namespace}name\" to say its namespace")
        } else if tokens[item + 1].kind != .string {
            mistake(.unexpectedAttribute, tokens[item + 1].start, at: nil, "\"@xmlns\" is a string")
        }
        return nil
    }

    private mutating func add<Sink: ElementSink & ~Copyable>(
        _ name: Name, _ namespace: Name?, value builtIn: String?, _ item: Int, object: Int, _ reading: inout Reading,
        into sink: inout Sink
    ) -> Int? {
        let value = tokens[item + 1]
        switch value.kind {
        case .object, .array, .literalNull:
            mistake(
                .unexpectedAttribute, value.start, at: tokens[object].start,
                "an attribute's value is a string, a number, true or false")
        default:
            scratch.removeAll(keepingCapacity: true)
            if !append(value) {
                mistake(.type, value.start, at: tokens[object].start, "a character that no value may hold")
            }
            reading.parts.attributeCount += 1
            if Sink.keepsSpelling {
                reading.parts.isOnlyNil = false
                let isBare = Canonical.isBare(scratch[...], builtIn)
                if isBare != (value.kind != .string) {
                    let member = Array(bytes(of: tokens[item]))
                    attributeSpellings.append(Spelling(kind: isBare ? .string : .bare, member: member))
                }
            }
            sink.attribute(name, namespace: namespace, value: scratch.span)
        }
        return nil
    }

    /// `@xsi:type`: `{namespace}Name`, or `Name` in the namespace of the root. The validator gets a name
    /// with a prefix, and the prefix bound.
    private mutating func chooseType<Sink: ElementSink & ~Copyable>(
        _ item: Int, object: Int, _ reading: inout Reading, into sink: inout Sink
    ) -> Int? {
        let value = tokens[item + 1]
        scratch.removeAll(keepingCapacity: true)
        if !append(value) {
            mistake(.type, value.start, at: tokens[object].start, "a character that no value may hold")
        }
        reading.parts.attributeCount += 1
        reading.parts.isOnlyNil = false
        let text = scratch
        let whole = MemberName(clark: text[...])
        let name = whole ?? MemberName(namespace: projection.root.namespaceBytes[...], local: text[...])
        guard name.isPossible else {
            sink.attribute(projection.typeName, namespace: projection.instanceNamespace, value: text.span)
            return nil
        }
        if Sink.keepsSpelling {
            let member = Array(bytes(of: tokens[item]))
            if let whole, whole.namespace.elementsEqual(projection.root.namespaceBytes) {
                attributeSpellings.append(Spelling(kind: .clark, member: member))
            }
            spell(
                attribute: bytes(of: tokens[item]),
                MemberName(namespace: MemberName.instanceNamespace[...], local: ArraySlice("type".utf8)),
                type: reading.parts.type)
        }
        let prefix = name.namespace.isEmpty ? [] : Projection.typePrefixBytes + [UInt8(ascii: ":")]
        let prefixed = prefix + name.local
        sink.attribute(projection.typeName, namespace: projection.instanceNamespace, value: prefixed.span)
        if !name.namespace.isEmpty { sink.bind(projection.typePrefix, to: strangers.name(Array(name.namespace))) }
        return projection.globals.types[MemberName.clark(name.namespace, name.local)]
    }
}
