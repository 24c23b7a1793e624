internal import CLibXML2

/// Where a document stops being well-formed XML.
public struct WellFormednessError: Equatable, Sendable {
    /// What kind of mistake it is.
    public enum Kind: Sendable { case syntax, namespace, entity, encoding }
    /// What kind of mistake it is.
    public var kind: Kind
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int
    /// How far the parser had read when it saw the mistake, in bytes.
    public var offset: Int
    /// libxml2's number for the mistake.
    public var number: Int

    /// Whether it is told of a reference or a tag that is whole, so that no end of the document explains it:
    /// a character that XML has not, by its number; an entity that nobody declared; an end tag with another
    /// name; a `<` in the value of an attribute.
    var isOfWhole: Bool {
        [
            XML_ERR_INVALID_CHARREF, XML_ERR_INVALID_CHAR, XML_ERR_UNDECLARED_ENTITY, XML_ERR_TAG_NAME_MISMATCH,
            XML_ERR_LT_IN_ATTRIBUTE,
        ].contains { number == Int($0.rawValue) }
    }

    /// Whether no root element begins where it is told.
    var isOfNoRoot: Bool { number == Int(XML_ERR_DOCUMENT_EMPTY.rawValue) }
}

extension WellFormednessError {
    init(_ error: UnsafeMutablePointer<xmlError>, offset: Int) {
        self.offset = offset
        line = max(1, Int(error.pointee.line))
        column = max(1, Int(error.pointee.int2))
        number = Int(error.pointee.code)
        kind =
            switch xmlParserErrors(UInt32(error.pointee.code)) {
            case XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING: .encoding
            case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY, XML_ERR_ENTITYREF_SEMICOL_MISSING,
                XML_ERR_ENTITYREF_NO_NAME:
                .entity
            default: error.pointee.domain == CInt(XML_FROM_NAMESPACE.rawValue) ? .namespace : .syntax
            }
    }
}
