internal import CLibXML2
internal import Glibc

extension Violation {
    /// Reads a libxml2 schema error: which rule, and the rule's operand. What the document held is
    /// in the error's first string and in its message; neither is kept, but for the beginning of the
    /// value where it is asked for.
    init(_ error: UnsafeMutablePointer<xmlError>, keepsValue: Bool = false) {
        let message = error.pointee.message.map { String(cString: $0) } ?? ""
        func string(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        // The message begins "Element 'x': " or "Element 'x', attribute 'y': "; a name holds no quote.
        attribute = Violation.attributeName(in: message)
        operand = ""
        // Facets give the value first and their operand last; lengths of elements give no value.
        let last = string(error.pointee.str3).isEmpty ? string(error.pointee.str2) : string(error.pointee.str3)
        switch xmlParserErrors(UInt32(error.pointee.code)) {
        case XML_SCHEMAV_CVC_ELT_1: rule = .root
        case XML_SCHEMAV_ELEMENT_CONTENT:
            rule = message.range(of: "Missing child element") != nil ? .missingElement : .unexpectedElement
            operand = Violation.expected(in: message)
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2, XML_SCHEMAV_CVC_TYPE_3_1_2:
            rule = message.range(of: "Element content") != nil ? .unexpectedElement : .unexpectedText
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3: rule = .unexpectedText
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2, XML_SCHEMAV_CVC_TYPE_3_1_1:
            rule = .unexpectedAttribute
            // Attributes of a simple type are named in the message only.
            if attribute == nil { attribute = Violation.quoted(after: "The attribute '", in: message) }
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
            rule = .missingAttribute
            attribute = attribute ?? Violation.quoted(after: "The attribute '", in: message)
        case XML_SCHEMAV_CVC_ELT_2: rule = .abstract
        case XML_SCHEMAV_CVC_TYPE_2: rule = .abstract
        case XML_SCHEMAV_CVC_ELT_3_1: rule = .notNillable
        case XML_SCHEMAV_CVC_ELT_3_2_1, XML_SCHEMAV_CVC_ELT_3_2_2: rule = .nilContent
        case XML_SCHEMAV_CVC_ELT_5_2_2_1, XML_SCHEMAV_CVC_ELT_5_2_2_2_1, XML_SCHEMAV_CVC_ELT_5_2_2_2_2,
            XML_SCHEMAV_CVC_AU, XML_SCHEMAV_CVC_ATTRIBUTE_4:
            rule = .fixed
        case XML_SCHEMAV_CVC_IDC: rule = .key
        case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1, XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2,
            XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
            rule = .type
            operand = Violation.typeName(in: message)
        case XML_SCHEMAV_CVC_ENUMERATION_VALID: (rule, operand) = (.enumeration, last)
        case XML_SCHEMAV_CVC_PATTERN_VALID: (rule, operand) = (.pattern, last)
        case XML_SCHEMAV_CVC_LENGTH_VALID: (rule, operand) = (.length, last)
        case XML_SCHEMAV_CVC_MINLENGTH_VALID: (rule, operand) = (.minLength, last)
        case XML_SCHEMAV_CVC_MAXLENGTH_VALID: (rule, operand) = (.maxLength, last)
        case XML_SCHEMAV_CVC_MININCLUSIVE_VALID: (rule, operand) = (.minInclusive, last)
        case XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID: (rule, operand) = (.maxInclusive, last)
        case XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID: (rule, operand) = (.minExclusive, last)
        case XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID: (rule, operand) = (.maxExclusive, last)
        case XML_SCHEMAV_CVC_TOTALDIGITS_VALID: (rule, operand) = (.totalDigits, last)
        case XML_SCHEMAV_CVC_FRACTIONDIGITS_VALID: (rule, operand) = (.fractionDigits, last)
        case XML_SCHEMAV_INTERNAL: rule = .internalError
        default: rule = .other
        }
        if keepsValue { value = Violation.value(error, rule) }
    }

    /// So many bytes of a value are kept: more than anybody is shown.
    static let mostOfValue = 1_024

    /// The beginning of the value at fault. Of the lengths of elements libxml2 gives the length first.
    private static func value(_ error: UnsafeMutablePointer<xmlError>, _ rule: Rule) -> String? {
        switch rule {
        case .length, .minLength, .maxLength: if error.pointee.str3 == nil { return nil }
        case .type, .enumeration, .pattern, .minInclusive, .maxInclusive, .minExclusive, .maxExclusive, .totalDigits,
            .fractionDigits:
            break
        default: return nil
        }
        guard let text = error.pointee.str1 else { return nil }
        return beginning(UnsafeRawBufferPointer(start: text, count: strnlen(text, mostOfValue)))
    }

    /// The beginning of a value as text; a character that the cut may have split is left away.
    static func beginning(_ bytes: some BidirectionalCollection<UInt8>) -> String {
        let isCut = bytes.count == mostOfValue
        let whole = isCut ? bytes.lastIndex { $0 & 0xC0 != 0x80 } ?? bytes.endIndex : bytes.endIndex
        return String(decoding: bytes[..<whole], as: UTF8.self)
    }

    /// Whether it is about the length of an element's value.
    var isOfElementsLength: Bool {
        attribute == nil && value == nil && (rule == .length || rule == .minLength || rule == .maxLength)
    }

    /// The name in "Element 'x', attribute 'y': …"; nil when no attribute is named.
    private static func attributeName(in message: String) -> String? {
        guard let colon = message.range(of: ": ") else { return nil }
        return quoted(after: ", attribute '", in: String(decoding: message.utf8[..<colon.lowerBound], as: UTF8.self))
    }

    // Messages are searched as bytes: going through them by characters took half the time of a message with mistakes.

    /// What stands between a prefix and the next quote, without its namespace.
    private static func quoted(after prefix: String, in message: String) -> String? {
        guard let start = message.range(of: prefix) else { return nil }
        return localName(message.utf8[start.upperBound...].prefix { $0 != UInt8(ascii: "'") })
    }

    /// "{urn:x}Local" without the namespace.
    private static func localName(_ name: some BidirectionalCollection<UInt8>) -> String {
        let end = name.lastIndex(of: UInt8(ascii: "}")).map { name.index(after: $0) } ?? name.startIndex
        return String(decoding: name[end...], as: UTF8.self)
    }

    /// The list in " Expected is one of ( a, b )." as "a, b"; such messages hold no values.
    private static func expected(in message: String) -> String {
        guard let list = message.range(of: " Expected is "),
            let open = message.utf8[list.upperBound...].firstIndex(of: UInt8(ascii: "("))
        else { return "" }
        let names = message.utf8[open...].dropFirst().prefix { $0 != UInt8(ascii: ")") }
        return names.split(separator: UInt8(ascii: ",")).map { localName($0.filter { $0 != 0x20 }) }
            .joined(separator: ", ")
    }

    /// The type in "… is not a valid value of the atomic type 'xs:date'."; searched from the end,
    /// because the value, which comes first, may say anything.
    private static func typeName(in message: String) -> String {
        let (text, quote) = (message.utf8, UInt8(ascii: "'"))
        guard let close = text.lastIndex(of: quote), text[close...].dropFirst().first == UInt8(ascii: "."),
            let open = text[..<close].lastIndex(of: quote), text[..<open].suffix(5).elementsEqual("type ".utf8)
        else { return "" }
        return localName(text[open..<close].dropFirst())
    }
}

extension String {
    /// The first place where the bytes of `part` stand. O(n·m).
    fileprivate func range(of part: String) -> Range<String.Index>? {
        guard let first = part.utf8.first else { return nil }
        var rest = utf8[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: part.utf8) {
                return start..<rest.index(start, offsetBy: part.utf8.count)
            }
            rest = rest.dropFirst()
        }
        return nil
    }
}
