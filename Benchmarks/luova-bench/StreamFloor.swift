import CLibXML2

/// The floor of `judge`: what a program in C would call, `xmlSchemaValidateStream` with one validation
/// context for all documents. It makes a parser for each document, copies the document, and says only yes or no.
struct StreamFloor {
    private let validator: xmlSchemaValidCtxtPtr

    /// A floor for a schema, for one thread. Never freed.
    init(_ schema: xmlSchemaPtr) {
        guard let validator = xmlSchemaNewValidCtxt(schema) else { floorFail("out of memory", 0) }
        self.validator = validator
        xmlSchemaSetValidStructuredErrors(validator, { _, _ in }, nil)
    }

    /// Whether the document is well-formed and keeps the schema.
    func accepts(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
        let text = UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
        guard let input = xmlParserInputBufferCreateMem(text, CInt(count), XML_CHAR_ENCODING_NONE) else {
            floorFail("out of memory", 0)
        }
        // It frees the input.
        return xmlSchemaValidateStream(validator, input, XML_CHAR_ENCODING_NONE, nil, nil) == 0
    }
}
