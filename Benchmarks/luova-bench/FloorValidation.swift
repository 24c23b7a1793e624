import CLibXML2
import Glibc

/// Judges one document after the other with one parser and one validator of libxml2, without a copy and
/// without a tree: the parser calls the validator's own handlers.
///
/// It says only yes or no. The daemon also says where and why, reads header fields, and knows limits.
struct FloorValidation {
    let parser: xmlParserCtxtPtr
    private let validators: UnsafeMutableBufferPointer<xmlSchemaValidCtxtPtr>
    /// The parser's own table of handlers, put back after each document.
    private let ownTable: UnsafeMutablePointer<xmlSAXHandler>?
    /// One attribute, as the handlers have it: name, prefix, namespace, and the ends of its value.
    let attribute = UnsafeMutablePointer<UnsafePointer<UInt8>?>.allocate(capacity: 5)
    // libxml2 writes to these addresses again when a document ends.
    private let table: UnsafeMutablePointer<xmlSAXHandlerPtr?>
    private let user: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    /// A judge for schemas, for one thread.
    init(_ schemas: [xmlSchemaPtr]) {
        guard let parser = xmlNewParserCtxt() else { floorFail("out of memory", ENOMEM) }
        self.parser = parser
        validators = .allocate(capacity: schemas.count)
        _ = validators.initialize(
            from: schemas.map { schema in
                guard let validator = xmlSchemaNewValidCtxt(schema) else { floorFail("out of memory", ENOMEM) }
                // Errors are counted by the validator; without a listener it would print them.
                xmlSchemaSetValidStructuredErrors(validator, { _, _ in }, nil)
                return validator
            })
        xmlCtxtUseOptions(parser, CInt(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOCDATA.rawValue))
        ownTable = parser.pointee.sax
        table = .allocate(capacity: 1)
        user = .allocate(capacity: 1)
    }

    /// Whether the document is well-formed and keeps the schema. One NUL stands behind its last byte.
    func accepts(_ bytes: UnsafeMutablePointer<UInt8>, count: Int, type: Int = 0) -> Bool {
        // The parser would overlook what stands behind a NUL, and read on in a document type.
        if memchr(bytes, 0, count) != nil { return false }
        let isTyped = UnsafeMutableRawPointer(bytes).withMemoryRebound(to: CChar.self, capacity: count + 1) {
            strstr($0, "<!DOCTYPE") != nil
        }
        if isTyped { return false }
        xmlCtxtReset(parser)
        parser.pointee.nsNr = 0
        guard let input = xmlNewInputStream(parser) else { floorFail("out of memory", ENOMEM) }
        input.pointee.base = UnsafePointer(bytes)
        input.pointee.cur = UnsafePointer(bytes)
        input.pointee.end = UnsafePointer(bytes + count)
        inputPush(parser, input)
        return plugged(type) { handlers, user in
            parser.pointee.sax = handlers
            parser.pointee.userData = user
            defer { parser.pointee.sax = ownTable }
            return xmlParseDocument(parser) == 0 && parser.pointee.wellFormed == 1 && parser.pointee.nsWellFormed == 1
        }
    }

    /// Whether a document is read to its end and keeps the schema of a type; whoever reads calls these handlers.
    func plugged(
        _ type: Int, _ read: (UnsafeMutablePointer<xmlSAXHandler>, UnsafeMutableRawPointer?) -> Bool
    ) -> Bool {
        table.initialize(to: nil)
        user.initialize(to: nil)
        guard let plug = xmlSchemaSAXPlug(validators[type], table, user), let handlers = table.pointee else {
            floorFail("out of memory", ENOMEM)
        }
        defer { xmlSchemaSAXUnplug(plug) }
        return read(handlers, user.pointee) && xmlSchemaIsValid(validators[type]) == 1
    }
}
