internal import CLibXML2

extension DocumentParser {
    /// Whether the bytes are the beginning of a well-formed document that goes on: the push parser,
    /// which knows that more may come, finds no mistake in them.
    ///
    /// Asked only after a document was found not to be well-formed. O(n).
    public static func isTruncated(_ bytes: [UInt8], count: Int) -> Bool {
        _ = Library.ready
        guard let context = xmlCreatePushParserCtxt(nil, nil, nil, 0, nil) else { preconditionFailure("out of memory") }
        defer {
            if let document = context.pointee.myDoc { xmlFreeDoc(document) }
            xmlFreeParserCtxt(context)
        }
        xmlCtxtUseOptions(context, CInt(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue))
        // No tree, no messages: only the verdict.
        var silent = xmlSAXHandler()
        silent.initialized = 0xDEED_BEAF
        context.pointee.sax.pointee = silent
        luova_xml_set_error(context) { _, _ in }
        let piece = 1 << 20
        return bytes.withUnsafeBytes { raw in
            var start = 0
            while start < count {
                let length = min(piece, count - start)
                let address = raw.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
                guard xmlParseChunk(context, address, CInt(length), 0) == 0, context.pointee.wellFormed == 1,
                    context.pointee.nsWellFormed == 1
                else { return false }
                start += length
            }
            // A document that is whole ends in the epilogue, where only white space and comments follow.
            return context.pointee.instate != XML_PARSER_EPILOG && context.pointee.instate != XML_PARSER_EOF
        }
    }
}
