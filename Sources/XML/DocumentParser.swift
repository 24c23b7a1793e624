internal import CLibXML2

/// Reads XML documents that lie in memory, one after the other, and validates each in the same pass.
///
/// Reads without a copy and without a tree. Never opens a file or a connection: a document type
/// declaration stops it, and schema locations in the document are ignored because the schema is
/// set. Belongs to the queue of its worker; clean for the next document after every kind of end.
public struct DocumentParser: ~Copyable {
    /// What libxml2's callbacks find at the address that they are given.
    private struct State {
        var session: SchemaSession
        var context: xmlParserCtxtPtr?
        var error: WellFormednessError?
        /// Asked once, at the root element.
        var choose: ((_ name: [UInt8], _ namespace: [UInt8]?) -> Chosen?)?
    }

    private let state: UnsafeMutablePointer<State>
    private var context: xmlParserCtxtPtr
    /// Whether the context has read nothing yet: its dictionary holds the names of no document.
    private var isFresh = true

    // The parser's own limits stand aside (HUGE): ours are lower, and told apart.
    // What the XML declaration says of the encoding is its caller's to judge: the bytes are UTF-8.
    private static let options =
        XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_IGNORE_ENC.rawValue

    /// A parser that keeps at most so many violations of a document.
    public init(mostViolations: Int) {
        _ = Library.ready
        state = .allocate(capacity: 1)
        state.initialize(to: State(session: SchemaSession(mostViolations: mostViolations)))
        context = DocumentParser.makeContext(state)
    }

    deinit {
        xmlFreeParserCtxt(context)
        state.pointee.session.destroy()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Reads one document.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, with one NUL behind the last byte of the document (`count` does not count it).
    ///   - count: the document's length.
    ///   - limits: what it may cost.
    ///   - choose: called at the root element with its local name and namespace; nil stops the reading.
    /// - Returns: what it turned out to be, and where it stops being well-formed, if it does.
    public mutating func parse(
        _ bytes: [UInt8], count: Int, limits: DocumentLimits,
        choose: (_ name: [UInt8], _ namespace: [UInt8]?) -> Chosen?
    ) -> (conclusion: Conclusion, error: WellFormednessError?) {
        precondition(count < bytes.count && bytes[count] == 0, "a NUL must stand behind the document")
        let excess = bytes.withUnsafeBufferPointer { buffer in
            AttributeScan.excess(UnsafeBufferPointer(rebasing: buffer[..<count]), limit: limits.attributes)
        }
        guard let excess else { return read(bytes, count: count, limits: limits, choose: choose) }
        // What stands before the tag is read; only if that is right, the tag is what stops the reading.
        var (conclusion, error) = read(Array(bytes[..<excess]) + [0], count: excess, limits: limits, choose: choose)
        if conclusion.stop == nil, error.map({ $0.offset >= excess }) ?? true {
            conclusion.isValid = false
            conclusion.stop = .attributes
            conclusion.stopOffset = excess
            error = nil
        }
        return (conclusion, error)
    }

    private mutating func read(
        _ bytes: [UInt8], count: Int, limits: DocumentLimits,
        choose: (_ name: [UInt8], _ namespace: [UInt8]?) -> Chosen?
    ) -> (conclusion: Conclusion, error: WellFormednessError?) {
        if DocumentParser.hasTooManyNames(context) { renewContext() }
        let wasFresh = isFresh
        isFresh = false
        state.pointee.session.reset(limits)
        state.pointee.error = nil
        state.pointee.context = context
        let context = context
        let state = state
        withoutActuallyEscaping(choose) { choose in
            state.pointee.choose = choose
            bytes.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                xmlCtxtReset(context)
                context.pointee.nsNr = 0
                guard let input = xmlNewInputStream(context) else { preconditionFailure("out of memory") }
                input.pointee.base = base
                input.pointee.cur = base
                input.pointee.end = base + count
                inputPush(context, input)
                xmlParseDocument(context)
            }
            state.pointee.choose = nil
        }
        if state.pointee.session.stop == .names, !wasFresh {
            // Some of them may be those of documents before: only this one's names count.
            _ = state.pointee.session.finish()
            renewContext()
            return read(bytes, count: count, limits: limits, choose: choose)
        }
        if state.pointee.error == nil, state.pointee.session.stop == nil,
            context.pointee.wellFormed != 1 || context.pointee.nsWellFormed != 1
        {
            state.pointee.error = WellFormednessError(
                kind: .syntax, line: 1, column: 1, offset: 0, number: Int(context.pointee.errNo))
        }
        return (state.pointee.session.finish(), state.pointee.error)
    }

    /// Gives the dictionary back, and with it the names of all documents before.
    private mutating func renewContext() {
        xmlFreeParserCtxt(context)
        context = DocumentParser.makeContext(state)
        isFresh = true
    }

    private static func hasTooManyNames(_ context: xmlParserCtxtPtr) -> Bool {
        xmlDictSize(context.pointee.dict) > CInt(DocumentLimits.names)
    }

    /// Stops at a document that has more different names than any honest one.
    private static func checkNames(_ state: UnsafeMutablePointer<State>) {
        guard let context = state.pointee.context, hasTooManyNames(context) else { return }
        state.pointee.session.stop(.names, at: offset(state))
        xmlStopParser(context)
    }

    private static func makeContext(_ state: UnsafeMutablePointer<State>) -> xmlParserCtxtPtr {
        guard let context = xmlNewParserCtxt() else { preconditionFailure("out of memory") }
        xmlCtxtUseOptions(context, CInt(options))
        context.pointee.sax.pointee = handlers
        context.pointee.userData = UnsafeMutableRawPointer(state)
        luova_xml_set_error(context) { data, error in
            guard let data, let error else { return }
            DocumentParser.report(error, to: data.assumingMemoryBound(to: State.self))
        }
        return context
    }

    /// The parser's own handlers: they hand on to the session.
    // Unsafe only by its type, which holds pointers to functions: it is never written again.
    nonisolated(unsafe) private static let handlers: xmlSAXHandler = {
        var table = xmlSAXHandler()
        table.initialized = 0xDEED_BEAF
        table.startElementNs = { data, name, _, namespace, namespaceCount, namespaces, attributeCount, _, attributes in
            guard let state = data?.assumingMemoryBound(to: State.self), let name, isAtTagEnd(state) else { return }
            checkNames(state)
            if state.pointee.session.depth == 0, state.pointee.session.stop == nil {
                DocumentParser.root(name, namespace, state)
            }
            state.pointee.session.start(
                name, namespace, namespaces: namespaces, namespaceCount: Int(namespaceCount), attributes: attributes,
                attributeCount: Int(attributeCount), offset: offset(state))
            if state.pointee.session.stop != nil { xmlStopParser(state.pointee.context) }
        }
        table.endElementNs = { data, _, _, _ in
            data?.assumingMemoryBound(to: State.self).pointee.session.end()
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
        func bytes(_ pointer: UnsafePointer<UInt8>) -> [UInt8] {
            Array(UnsafeBufferPointer(start: pointer, count: Int(xmlStrlen(pointer))))
        }
        if let chosen = state.pointee.choose?(bytes(name), namespace.map(bytes)) {
            state.pointee.session.choose(chosen)
        } else {
            state.pointee.session.stop(.unknownRoot, at: offset(state))
        }
    }

    /// Whether the start tag that the parser is in was read to its end: libxml2 tells also of one that
    /// the end of the document cut.
    private static func isAtTagEnd(_ state: UnsafeMutablePointer<State>) -> Bool {
        guard let input = state.pointee.context?.pointee.input, let current = input.pointee.cur else { return false }
        // A NUL stands behind the document.
        return current[0] == UInt8(ascii: ">") || (current[0] == UInt8(ascii: "/") && current[1] == UInt8(ascii: ">"))
    }

    /// How far the parser has read, in bytes.
    private static func offset(_ state: UnsafeMutablePointer<State>) -> Int {
        guard let input = state.pointee.context?.pointee.input, let current = input.pointee.cur,
            let base = input.pointee.base
        else { return 0 }
        return current - base
    }

    /// Keeps the first mistake and stops there.
    private static func report(_ error: UnsafeMutablePointer<xmlError>, to state: UnsafeMutablePointer<State>) {
        guard error.pointee.level.rawValue > XML_ERR_WARNING.rawValue, state.pointee.error == nil,
            state.pointee.session.stop == nil
        else { return }
        state.pointee.error = WellFormednessError(error, offset: offset(state))
        xmlStopParser(state.pointee.context)
    }
}
