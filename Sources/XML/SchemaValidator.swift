internal import CLibXML2

/// One worker's validator for one schema: libxml2's streaming validator, made once and used for one
/// document after the other. Belongs to the queue of its worker.
public final class SchemaValidator {
    private let schema: Schema
    private let context: xmlSchemaValidCtxtPtr
    private var plug: xmlSchemaSAXPlugPtr?
    /// Where libxml2 puts its table of handlers, and takes it away again at the end: an address that
    /// stays the same.
    private let table: UnsafeMutablePointer<xmlSAXHandlerPtr?>
    private let userData: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    /// Whether the document before left nothing behind, so that the next can follow at once.
    private var isAtRest = false
    /// How many documents have followed each other so.
    private var succession = 0

    /// So many valid documents follow each other before libxml2's context is cleared all the same.
    static let longestSuccession = 256

    /// A validator for a schema.
    public init(_ schema: Schema) {
        _ = Library.ready
        self.schema = schema
        guard let context = xmlSchemaNewValidCtxt(schema.pointer) else { preconditionFailure("out of memory") }
        self.context = context
        table = .allocate(capacity: 1)
        table.initialize(to: nil)
        userData = .allocate(capacity: 1)
        userData.initialize(to: nil)
    }

    deinit {
        clear()
        // After a document that stopped early libxml2 keeps what it had noted for xs:key and xs:unique, and
        // forgets it only at the end of the next document: an empty one.
        table.pointee = nil
        userData.pointee = nil
        if let plug = xmlSchemaSAXPlug(context, table, userData) { xmlSchemaSAXUnplug(plug) }
        xmlSchemaFreeValidCtxt(context)
        table.deallocate()
        userData.deallocate()
    }

    /// What libxml2's own handlers want as their first argument: the validation context.
    var user: UnsafeMutableRawPointer? { userData.pointee }

    /// Starts a document: gives libxml2's validating handlers, to be called by whoever reads the
    /// document. Violations go to `collector`.
    func begin(collector: UnsafeMutablePointer<ViolationCollector>) -> UnsafeMutablePointer<xmlSAXHandler> {
        if !isAtRest { clear() }
        isAtRest = false
        xmlSchemaSetValidStructuredErrors(
            context,
            { data, error in
                guard let data, let error else { return }
                data.assumingMemoryBound(to: ViolationCollector.self).pointee.add(error)
            }, collector)
        if plug != nil, let handlers = table.pointee { return handlers }
        table.pointee = nil
        userData.pointee = nil
        plug = xmlSchemaSAXPlug(context, table, userData)
        guard plug != nil, let handlers = table.pointee else {
            preconditionFailure("libxml2's validator could not be plugged in")
        }
        return handlers
    }

    /// Whether everything so far keeps the schema (xmlSchemaIsValid).
    var isValid: Bool { xmlSchemaIsValid(context) == 1 }

    /// Ends a document, wherever it stopped; the validator is clean for the next.
    ///
    /// Of a document that keeps the schema and whose root was closed libxml2 has noted nothing that is still
    /// there, unless for a key: it pops what it knows of each element at its end. To clear its context, with
    /// a new dictionary, would cost more than many elements do.
    ///
    /// - Parameter isValid: whether it was read to its end and keeps the schema.
    func end(isValid: Bool) {
        succession += 1
        isAtRest = isValid && !schema.mayHaveKeys && succession < SchemaValidator.longestSuccession
        if !isAtRest { clear() }
    }

    /// Lets libxml2 forget the documents before.
    private func clear() {
        isAtRest = false
        succession = 0
        guard let plug else { return }
        xmlSchemaSAXUnplug(plug)
        self.plug = nil
    }
}

/// Keeps violations apart from the state of the reader, because libxml2 reports them in the middle of
/// a call that the reader makes.
struct ViolationCollector {
    /// At most `room`; places are filled in by the reader after each call.
    var violations: [Violation] = []
    /// All of them, also those that were not kept.
    var count = 0
    let most: Int
    /// How many are kept of this document.
    var room: Int
    var internalError = false
    /// Whether violations keep the values that break a rule.
    var keepsValues = false

    init(most: Int) {
        self.most = most
        room = most
    }

    /// How many there are, and how many of them are kept.
    var counts: (all: Int, kept: Int) { (count, violations.count) }

    mutating func add(_ error: UnsafeMutablePointer<xmlError>) {
        guard error.pointee.level.rawValue > XML_ERR_WARNING.rawValue else { return }
        count += 1
        if error.pointee.code == CInt(XML_SCHEMAV_INTERNAL.rawValue) { internalError = true }
        if violations.count < room { violations.append(Violation(error, keepsValue: keepsValues)) }
    }

    mutating func reset() {
        room = most
        guard count > 0 else { return }
        violations.removeAll(keepingCapacity: true)
        count = 0
        internalError = false
    }
}
