import CLibXML2
import Glibc

/// Judges one document after the other with one parser and one validator of libxml2, without a copy and
/// without a tree: the parser calls the validator's own handlers.
///
/// It says only yes or no. The daemon also says where and why, reads header fields, and knows limits.
struct FloorValidation {
    private let parser: xmlParserCtxtPtr
    private let validator: xmlSchemaValidCtxtPtr
    /// The parser's own table of handlers, put back after each document.
    private let ownTable: UnsafeMutablePointer<xmlSAXHandler>?
    // libxml2 writes to these addresses again when a document ends.
    private let table: UnsafeMutablePointer<xmlSAXHandlerPtr?>
    private let user: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    /// A judge for a schema, for one thread.
    init(_ schema: xmlSchemaPtr) {
        guard let parser = xmlNewParserCtxt(), let validator = xmlSchemaNewValidCtxt(schema) else {
            floorFail("out of memory", ENOMEM)
        }
        self.parser = parser
        self.validator = validator
        xmlCtxtUseOptions(parser, CInt(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOCDATA.rawValue))
        ownTable = parser.pointee.sax
        // Errors are counted by the validator; without a listener it would print them.
        xmlSchemaSetValidStructuredErrors(validator, { _, _ in }, nil)
        table = .allocate(capacity: 1)
        user = .allocate(capacity: 1)
    }

    /// Whether the document is well-formed and keeps the schema. One NUL stands behind its last byte.
    func accepts(_ bytes: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
        // The parser would overlook what stands behind a NUL, and read on in a document type.
        if memchr(bytes, 0, count) != nil { return false }
        let isTyped = UnsafeMutableRawPointer(bytes).withMemoryRebound(to: CChar.self, capacity: count + 1) {
            strstr($0, "<!DOCTYPE") != nil
        }
        if isTyped { return false }
        xmlCtxtReset(parser)
        parser.pointee.nsNr = 0
        table.initialize(to: nil)
        user.initialize(to: nil)
        guard let plug = xmlSchemaSAXPlug(validator, table, user), let input = xmlNewInputStream(parser) else {
            floorFail("out of memory", ENOMEM)
        }
        parser.pointee.sax = table.pointee
        parser.pointee.userData = user.pointee
        input.pointee.base = UnsafePointer(bytes)
        input.pointee.cur = UnsafePointer(bytes)
        input.pointee.end = UnsafePointer(bytes + count)
        inputPush(parser, input)
        let answer = xmlParseDocument(parser)
        let isValid =
            answer == 0 && parser.pointee.wellFormed == 1 && parser.pointee.nsWellFormed == 1
            && xmlSchemaIsValid(validator) == 1
        parser.pointee.sax = ownTable
        xmlSchemaSAXUnplug(plug)
        return isValid
    }
}
