internal import CLibXML2

extension DocumentParser {
    /// Whether the bytes are the beginning of a well-formed document that goes on: the push parser,
    /// which knows that more may come, finds no mistake in them, and what `parse` stumbled over is the
    /// beginning of something that the end cut.
    ///
    /// Asked only after a document was found not to be well-formed. O(n).
    ///
    /// - Parameter mistake: the mistake that `parse` found.
    public static func isTruncated(_ bytes: [UInt8], count: Int, mistake: WellFormednessError) -> Bool {
        guard !mistake.isOfWhole, mayGoOn(bytes, count: count, mistake: mistake.offset) else { return false }
        // The push parser waits for a second character where the root should begin.
        if mistake.isOfNoRoot, mistake.offset < count, bytes[mistake.offset] < 0x80 { return false }
        return hasNoMistake(bytes, count: count)
    }

    /// What may be cut where the parser does not read to the end before it complains.
    private static let beginnings = ["<!--", "!--", "<![CDATA[", "![CDATA[", "<!DOCTYPE", "!DOCTYPE"]
    /// The same of ends: one that is there whole was not cut.
    private static let endings = ["-->", "/>", "?>"]

    /// Whether what stands from the mistake on could be the beginning of a construct. The push parser
    /// waits for the end of some of them, and would wait for the `;` behind a bare `&` for ever.
    private static func mayGoOn(_ bytes: [UInt8], count: Int, mistake: Int) -> Bool {
        if mayGoOn(bytes[min(max(0, mistake), count)..<count]) { return true }
        // The XML declaration, whose parts the parser reads one by one; only its end closes it.
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return bytes[min(start, count)..<count].starts(with: "<?xml".utf8)
            && !bytes[..<count].contains(UInt8(ascii: ">"))
    }

    /// The same of the last bytes of a document.
    static func mayGoOn(_ rest: ArraySlice<UInt8>) -> Bool {
        if rest.isEmpty { return true }
        if beginnings.contains(where: { $0.utf8.starts(with: rest) }) { return true }
        if endings.contains(where: { $0.utf8.dropLast().starts(with: rest) }) { return true }
        // A character that is cut, or a byte order mark and nothing else.
        if rest.count < 4, rest.allSatisfy({ $0 >= 0x80 }) { return true }
        return rest.first == UInt8(ascii: "&") && rest.dropFirst().allSatisfy(isNameByte)
    }

    /// Whether a byte may stand in a reference between `&` and `;`.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "#"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ":"), 0x80...0xFF:
            true
        default: false
        }
    }

    private static func hasNoMistake(_ bytes: [UInt8], count: Int) -> Bool {
        _ = Library.ready
        guard let context = xmlCreatePushParserCtxt(nil, nil, nil, 0, nil) else { preconditionFailure("out of memory") }
        defer {
            if let document = context.pointee.myDoc { xmlFreeDoc(document) }
            xmlFreeParserCtxt(context)
        }
        xmlCtxtUseOptions(
            context, CInt(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
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
