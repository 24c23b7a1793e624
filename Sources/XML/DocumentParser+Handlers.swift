internal import CLibXML2
internal import Glibc

// What libxml2 calls while it reads a document: each event goes to the session of the document.
extension DocumentParser {
    /// The parser's own handlers: they hand on to the session.
    // Unsafe only by its type, which holds pointers to functions: it is never written again.
    nonisolated(unsafe) static let handlers: xmlSAXHandler = {
        var table = xmlSAXHandler()
        table.initialized = 0xDEED_BEAF
        table.startElementNs = { data, name, _, namespace, namespaceCount, namespaces, attributeCount, _, attributes in
            guard let state = data?.assumingMemoryBound(to: State.self), let name,
                let input = state.pointee.context?.pointee.input, let current = input.pointee.cur,
                let base = input.pointee.base, isTagEnd(current)
            else { return }
            let end = Int(input.pointee.consumed) + (current - base)
            if end >= state.pointee.namesLast { checkNames(state) }
            // All names of the tag stand between the one before and its own end.
            let longest = end - state.pointee.lastTag
            state.pointee.lastTag = end
            if state.pointee.session.depth == 0, state.pointee.session.stop == nil {
                DocumentParser.root(name, namespace, state)
            }
            let depth = state.pointee.session.depth
            let tag = state.pointee.session.items.asks(at: depth) ? DocumentParser.tag(before: end, state) : nil
            // In a document that flows, the tag may be gone when its place is asked for.
            var offset = end
            var position: (line: Int, column: Int)?
            if state.pointee.input != nil, let flow = state.pointee.input?.flow {
                offset = flow.tagStart(before: end)
                position = flow.pass(offset)
            }
            state.pointee.session.start(
                name, namespace, namespaces: namespaces, namespaceCount: Int(namespaceCount), attributes: attributes,
                attributeCount: Int(attributeCount), longestName: longest, offset: offset, position: position,
                tag: tag.map { ItemWatch.Tag(margin: $0.margin, start: $0.start, end: $0.end + 1) })
            if state.pointee.session.stop != nil { xmlStopParser(state.pointee.context) }
        }
        table.endElementNs = { data, _, _, _ in
            guard let state = data?.assumingMemoryBound(to: State.self) else { return }
            guard state.pointee.session.items.asks(at: state.pointee.session.depth - 1) else {
                return state.pointee.session.end()
            }
            state.pointee.session.end(tag: DocumentParser.tag(before: offset(state), state))
        }
        let text: charactersSAXFunc = { data, characters, count in
            guard let state = data?.assumingMemoryBound(to: State.self) else { return }
            state.pointee.session.characters(
                UnsafeBufferPointer(start: characters, count: Int(count)), offset: offset(state))
            if state.pointee.session.stop != nil { xmlStopParser(state.pointee.context) }
        }
        table.characters = text
        table.ignorableWhitespace = text
        table.cdataBlock = text
        // An instruction's target is a name as well.
        table.processingInstruction = { data, _, _ in
            if let state = data?.assumingMemoryBound(to: State.self) { checkNames(state) }
        }
        table.internalSubset = { data, _, _, _ in
            guard let state = data?.assumingMemoryBound(to: State.self) else { return }
            state.pointee.session.stop(.doctype, at: offset(state))
            xmlStopParser(state.pointee.context)
        }
        return table
    }()

    private static func root(
        _ name: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?, _ state: UnsafeMutablePointer<State>
    ) {
        func isSame(_ pointer: UnsafePointer<UInt8>, _ bytes: [UInt8]) -> Bool {
            let count = Int(xmlStrlen(pointer))
            return count == bytes.count
                && bytes.withUnsafeBufferPointer { $0.baseAddress.map { memcmp($0, pointer, count) == 0 } ?? true }
        }
        func bytes(_ pointer: UnsafePointer<UInt8>) -> [UInt8] {
            Array(UnsafeBufferPointer(start: pointer, count: Int(xmlStrlen(pointer))))
        }
        if !isSame(name, state.pointee.root.name) { state.pointee.root.name = bytes(name) }
        if let namespace {
            if state.pointee.root.namespace.map({ !isSame(namespace, $0) }) ?? true {
                state.pointee.root.namespace = bytes(namespace)
            }
        } else {
            state.pointee.root.namespace = nil
        }
        if let chosen = state.pointee.choose?(state.pointee.root.name, state.pointee.root.namespace) {
            state.pointee.session.choose(chosen)
        } else {
            state.pointee.session.stop(.unknownRoot, at: offset(state))
        }
    }

    /// The tag before a place, and the white space before it.
    private static func tag(before end: Int, _ state: UnsafeMutablePointer<State>) -> ItemWatch.Tag {
        if let flow = state.pointee.input?.flow {
            let start = flow.tagStart(before: end)
            return ItemWatch.Tag(margin: flow.blankStart(before: start), start: start, end: end)
        }
        guard let base = state.pointee.context?.pointee.input?.pointee.base else {
            preconditionFailure("libxml2 tells of a tag that it reads")
        }
        var start = end - 1
        while start > 0, base[start] != UInt8(ascii: "<") { start -= 1 }
        var margin = start
        while margin > 0, TextFlow.isBlank(base[margin - 1]) { margin -= 1 }
        return ItemWatch.Tag(margin: margin, start: start, end: end)
    }

    /// Whether the start tag that the parser is in was read to its end: libxml2 tells also of one that
    /// the end of the document cut.
    @inline(__always)
    private static func isTagEnd(_ current: UnsafePointer<UInt8>) -> Bool {
        // A NUL stands behind the document.
        current[0] == UInt8(ascii: ">") || (current[0] == UInt8(ascii: "/") && current[1] == UInt8(ascii: ">"))
    }
}
