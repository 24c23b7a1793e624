import Messages

extension Encoding {
    /// A document's text in UTF-8.
    struct Decoded {
        /// How it is written.
        var encoding = TextEncoding.utf8
        /// The text, with one NUL behind it; nil where the document is UTF-8 itself.
        var text: [UInt8]?
        /// How many bytes of the text are whole characters.
        var end = 0
        /// Whether it ends in the middle of a character.
        var isCut = false
        /// Why it cannot be read.
        var refusal: Refusal?
    }

    /// Reads a document as text: UTF-8 as it stands; UTF-16 by its byte order mark and ISO-8859-1 by its
    /// XML declaration, where they are allowed, transcoded. O(n).
    static func decode(
        _ document: [UInt8], count: Int, allowed: @autoclosure () -> Set<TextEncoding>
    ) -> Decoded {
        let bytes = document.span.extracting(0..<count)
        if isPlain(bytes), isUTF8(bytes) { return Decoded(end: count) }
        var decoded = Decoded()
        func refuse(_ text: String, at offset: Int, of document: [UInt8], _ count: Int) -> Decoded {
            var position = TextPosition(document, count: count)
            let (line, column) = position.position(of: offset)
            decoded.refusal = Refusal(.notUTF8, [MessageError(.encoding, line: line, column: column, text)])
            return decoded
        }
        (decoded.encoding, decoded.refusal) = recognise(bytes, allowed: allowed())
        if decoded.refusal != nil { return decoded }
        guard decoded.encoding != .utf8 else {
            let mistake = mistake(bytes)
            decoded.end = mistake?.offset ?? count
            decoded.isCut = mistake?.isAtEnd ?? false
            guard mistake != nil, !decoded.isCut else { return decoded }
            // Of bytes that are no text, the first counts; a NUL is the XML judge's to tell.
            if syntax(bytes) == .xml, document[..<decoded.end].contains(0) { return decoded }
            // Nothing behind the bad byte is looked at.
            return refuse(noCharacter, at: decoded.end, of: document, decoded.end)
        }
        var text: [UInt8] = []
        text.reserveCapacity(decoded.encoding == .utf16 ? count / 2 + count / 8 : count + count / 8)
        var transcoder = Transcoder(decoded.encoding)
        if transcoder.append(bytes, to: &text) != nil {
            return refuse(halfPair, at: text.count, of: text, text.count)
        }
        decoded.isCut = transcoder.finish() != nil
        decoded.end = text.count
        text.append(0)
        if syntax(text.span.extracting(0..<decoded.end)) == .json {
            return refuse(noJSON(decoded.encoding), at: 0, of: text, decoded.end)
        }
        decoded.text = text
        return decoded
    }

    static let noCharacter =
        "this byte begins no character of UTF-8; send the file as UTF-8, and declare no other encoding"
    static let halfPair = "half of a surrogate pair, which is no character of UTF-16; write the file anew"
    static func noJSON(_ encoding: TextEncoding) -> String {
        "the file is JSON in \(encoding.name); JSON is UTF-8 on every route"
    }

    /// How a document is written, by its beginning; or why it cannot be read.
    ///
    /// - Parameter allowed: how it may be written, beside UTF-8.
    static func recognise(_ bytes: Span<UInt8>, allowed: Set<TextEncoding>) -> (TextEncoding, Refusal?) {
        if isPlain(bytes) { return (.utf8, nil) }
        let allowed = allowed.union([.utf8])
        func refuse(_ text: String) -> Refusal {
            Refusal(.notUTF8, [MessageError(.encoding, line: 1, column: 1, text)])
        }
        if let name = foreign(bytes) {
            return (.utf8, refuse("the file is \(name); send it as \(TextEncoding.list(allowed))"))
        }
        let encoding = encoding(bytes)
        if allowed.contains(encoding) { return (encoding, nil) }
        let text = "the file is \(encoding.name), which no route of this sender allows; "
        return (encoding, refuse(text + "send it as \(TextEncoding.list(allowed))"))
    }

    /// Whether a document begins as nearly all do, in nothing but UTF-8: an object of JSON, or XML with the
    /// usual declaration.
    private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 2 else { return false }
        if bytes[0] == UInt8(ascii: "{") { return bytes[1] != 0 }
        return XMLDeclaration.isUsual(bytes)
    }

    /// What a document is written in by its first bytes, and by its XML declaration where they leave the
    /// choice. Whether the declaration says anything else is not looked at.
    private static func encoding(_ bytes: Span<UInt8>) -> TextEncoding {
        if starts(bytes, [0xFE, 0xFF]) || starts(bytes, [0xFF, 0xFE]) { return .utf16 }
        if !starts(bytes, [0xEF]), let declaration = XMLDeclaration(bytes), !declaration.contradicts(.latin1),
            !declaration.isTooLong
        {
            return .latin1
        }
        return .utf8
    }

    /// The name of an encoding that no route can allow, where the first bytes betray one.
    private static func foreign(_ bytes: Span<UInt8>) -> String? {
        if starts(bytes, [0x00, 0x00, 0xFE, 0xFF]) || starts(bytes, [0xFF, 0xFE, 0x00, 0x00]) { return "UTF-32" }
        if looksWide(bytes), !starts(bytes, [0xFE, 0xFF]), !starts(bytes, [0xFF, 0xFE]) {
            return "UTF-16 or UTF-32 without a byte order mark"
        }
        if starts(bytes, [0x4C, 0x6F, 0xA7, 0x94]) { return "EBCDIC" }
        // The byte order mark of UTF-7, and its `<`.
        if starts(bytes, Array("+/v".utf8)) || starts(bytes, Array("+ADw-".utf8)) { return "UTF-7" }
        return nil
    }

    private static func starts(_ bytes: Span<UInt8>, _ start: [UInt8]) -> Bool {
        guard bytes.count >= start.count else { return false }
        return start.indices.allSatisfy { bytes[$0] == start[$0] }
    }
}
