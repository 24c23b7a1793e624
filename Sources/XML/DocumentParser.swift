internal import CLibXML2
internal import Glibc

/// Reads XML documents that lie in memory, one after the other, and validates each in the same pass.
///
/// Reads without a copy and without a tree. Never opens a file or a connection: a document type
/// declaration stops it, and schema locations in the document are ignored because the schema is
/// set. Belongs to the queue of its worker; clean for the next document after every kind of end.
public struct DocumentParser: ~Copyable {
    /// What libxml2's callbacks find at the address that they are given.
    struct State {
        var session: SchemaSession
        var context: xmlParserCtxtPtr?
        var error: WellFormednessError?
        /// Up to here the dictionary cannot hold too many names, nor need it be asked: each has a byte at least.
        var namesLast = 0
        /// Where the start tag before ended.
        var lastTag = 0
        /// The document, when it flows; nil when it is in memory whole.
        var input: FlowingInput?
        /// The root element of the document before, which is mostly that of this one too.
        var root: (name: [UInt8], namespace: [UInt8]?) = ([], nil)
        /// Asked once, at the root element.
        var choose: ((_ name: [UInt8], _ namespace: [UInt8]?) -> Chosen?)?
    }

    let state: UnsafeMutablePointer<State>
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
            AttributeScan.excess(UnsafeBufferPointer(rebasing: buffer[..<count]), limits: limits)
        }
        guard let excess else { return read(bytes, count: count, limits: limits, choose: choose) }
        // What stands before the markup is read; only if that is right, the markup is what stops the reading.
        let read = read(
            Array(bytes[..<excess.offset]) + [0], count: excess.offset, limits: limits, choose: choose)
        return DocumentParser.stopped(read, by: excess)
    }

    /// What was read before a piece of markup that is too large, and stops there.
    static func stopped(
        _ read: (conclusion: Conclusion, error: WellFormednessError?), by excess: (offset: Int, stop: DocumentStop)
    ) -> (conclusion: Conclusion, error: WellFormednessError?) {
        guard read.conclusion.stop == nil, read.error.map({ $0.offset >= excess.offset }) ?? true else { return read }
        var conclusion = read.conclusion
        conclusion.isValid = false
        conclusion.stop = excess.stop
        conclusion.stopOffset = excess.offset
        return (conclusion, nil)
    }

    /// Where the first NUL stands from a place on, which no document may hold: the parser would take it for
    /// the end. O(n).
    public static func firstZero(in bytes: [UInt8], from start: Int = 0, count: Int = .max) -> Int? {
        bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress, let found = memchr(base + start, 0, min(count, raw.count) - start) else {
                return nil
            }
            return UnsafeRawPointer(found) - base
        }
    }

    private mutating func read(
        _ bytes: [UInt8], count: Int, limits: DocumentLimits,
        choose: (_ name: [UInt8], _ namespace: [UInt8]?) -> Chosen?
    ) -> (conclusion: Conclusion, error: WellFormednessError?) {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a NUL stands behind the document") }
            func read() -> (conclusion: Conclusion, error: WellFormednessError?) {
                run(limits: limits, lasting: base...base + count, choose: choose) { context in
                    DocumentParser.input(context, base, count)
                }
            }
            let wasFresh = isFresh
            let first = read()
            guard first.conclusion.stop == .names, !wasFresh else { return first }
            // Some of them may be those of documents before: only this one's names count.
            renewContext()
            return read()
        }
    }

    /// An input of bytes that are all there.
    private static func input(
        _ context: xmlParserCtxtPtr, _ base: UnsafePointer<UInt8>, _ count: Int
    ) -> xmlParserInputPtr {
        guard let input = xmlNewInputStream(context) else { preconditionFailure("out of memory") }
        let start = endOfUsualDeclaration(base, count: count)
        input.pointee.base = base
        input.pointee.cur = base + start
        input.pointee.col += CInt(start)
        input.pointee.end = base + count
        // All bytes are there: the parser need not look for more, nor give any back.
        context.pointee.progressive = 1
        return input
    }

    /// Reads a document out of an input that `open` makes.
    ///
    /// - Parameter lasting: bytes of it that stay where they are meanwhile.
    mutating func run(
        limits: DocumentLimits, lasting: ClosedRange<UnsafePointer<UInt8>>? = nil,
        choose: (_ name: [UInt8], _ namespace: [UInt8]?) -> Chosen?,
        open: (xmlParserCtxtPtr) -> xmlParserInputPtr
    ) -> (conclusion: Conclusion, error: WellFormednessError?) {
        if DocumentParser.hasTooManyNames(context) { renewContext() }
        isFresh = false
        state.pointee.session.reset(limits, lasting: lasting)
        state.pointee.error = nil
        state.pointee.namesLast = 0
        state.pointee.lastTag = 0
        state.pointee.context = context
        let context = context
        let state = state
        withoutActuallyEscaping(choose) { choose in
            state.pointee.choose = choose
            xmlCtxtReset(context)
            context.pointee.nsNr = 0
            context.pointee.progressive = 0
            inputPush(context, open(context))
            xmlParseDocument(context)
            state.pointee.choose = nil
        }
        if state.pointee.error == nil, state.pointee.session.stop == nil,
            context.pointee.wellFormed != 1 || context.pointee.nsWellFormed != 1
        {
            state.pointee.error = WellFormednessError(
                kind: .syntax, line: 1, column: 1, offset: 0, number: Int(context.pointee.errNo))
        }
        return (state.pointee.session.finish(), state.pointee.error)
    }

    /// Behind the declaration that nearly all documents begin with, of which nothing is to be read; 0 where
    /// another stands, or none, or where one more could follow at once.
    private static func endOfUsualDeclaration(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int {
        let usual: StaticString = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        let length = usual.utf8CodeUnitCount
        guard count > length, memcmp(bytes, usual.utf8Start, length) == 0,
            bytes[length] == 0x0A || bytes[length] == 0x0D || bytes[length] == 0x20
        else { return 0 }
        return length
    }

    /// Gives the dictionary back, and with it the names of all documents before.
    mutating func renewContext() {
        xmlFreeParserCtxt(context)
        context = DocumentParser.makeContext(state)
        isFresh = true
    }

    private static func hasTooManyNames(_ context: xmlParserCtxtPtr) -> Bool {
        xmlDictSize(context.pointee.dict) > CInt(DocumentLimits.names)
    }

    /// Stops at a document that has more different names than any honest one.
    static func checkNames(_ state: UnsafeMutablePointer<State>) {
        guard let context = state.pointee.context else { return }
        let place = offset(state)
        if place < state.pointee.namesLast { return }
        state.pointee.namesLast = place + DocumentLimits.names - Int(xmlDictSize(context.pointee.dict))
        guard hasTooManyNames(context) else { return }
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

    /// How far the parser has read, in bytes.
    static func offset(_ state: UnsafeMutablePointer<State>) -> Int {
        guard let input = state.pointee.context?.pointee.input, let current = input.pointee.cur,
            let base = input.pointee.base
        else { return 0 }
        return Int(input.pointee.consumed) + (current - base)
    }

    /// Keeps the first mistake and stops there.
    static func report(_ error: UnsafeMutablePointer<xmlError>, to state: UnsafeMutablePointer<State>) {
        guard error.pointee.level.rawValue > XML_ERR_WARNING.rawValue, state.pointee.error == nil,
            state.pointee.session.stop == nil
        else { return }
        state.pointee.error = WellFormednessError(error, offset: offset(state))
        xmlStopParser(state.pointee.context)
    }
}
