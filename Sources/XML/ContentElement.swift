internal import CLibXML2

/// A message as a tree of values, for those that write it anew in another syntax.
///
/// Holds what the message says: elements, attributes and text, with their namespaces. Comments, prefixes
/// and white space between elements are gone; of processing instructions, those are kept that this
/// program writes itself. Judging needs no tree.
public struct ContentElement: Equatable, Sendable {
    /// An attribute; a namespace declaration is none.
    public struct Attribute: Equatable, Sendable {
        /// Its local name.
        public var name: [UInt8]
        /// Its namespace; empty when it has none.
        public var namespace: [UInt8]
        /// Its value, normalised as XML has it.
        public var value: [UInt8]

        /// An attribute.
        public init(name: [UInt8], namespace: [UInt8] = [], value: [UInt8]) {
            self.name = name
            self.namespace = namespace
            self.value = value
        }
    }

    /// A type's name, its prefix resolved.
    public struct TypeName: Equatable, Sendable {
        /// Its namespace; empty when it has none.
        public var namespace: [UInt8]
        /// Its local name.
        public var name: [UInt8]

        /// A name.
        public init(namespace: [UInt8], name: [UInt8]) {
            self.namespace = namespace
            self.name = name
        }
    }

    /// Its local name.
    public var name: [UInt8]
    /// Its namespace; empty when it has none.
    public var namespace: [UInt8]
    /// Its attributes, in order.
    public var attributes: [Attribute] = []
    /// What `xsi:type` names; nil without it, or when its prefix is bound to nothing.
    public var typeName: TypeName?
    /// Its text: all of it, or what stands before the first element. White space alone beside elements is none.
    public var text: [UInt8] = []
    /// Whether text, and not only white space, stands behind an element in it.
    public var isMixed = false
    /// Its elements, in order.
    public var children: [ContentElement] = []
    /// What the processing instructions with the target `luova` in it say.
    public var notes: [String] = []

    /// An element without anything in it.
    public init(name: [UInt8], namespace: [UInt8]) {
        self.name = name
        self.namespace = namespace
    }

    /// Reads a message that is known to be well-formed and to keep its limits; nil when it is not
    /// well-formed, or has a document type declaration. Nothing is ever opened for it.
    public init?(parsing bytes: ArraySlice<UInt8>) {
        _ = Library.ready
        guard let context = xmlNewParserCtxt() else { preconditionFailure("out of memory") }
        defer { xmlFreeParserCtxt(context) }
        let options = CInt(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOCDATA.rawValue)
        xmlCtxtUseOptions(context, options)
        luova_xml_set_error(context) { _, _ in }
        let document = bytes.withUnsafeBytes { raw in
            xmlCtxtReadMemory(
                context, raw.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(raw.count), nil, nil, options)
        }
        guard let document else { return nil }
        defer { xmlFreeDoc(document) }
        guard context.pointee.wellFormed == 1, context.pointee.nsWellFormed == 1, document.pointee.intSubset == nil,
            let root = xmlDocGetRootElement(document)
        else { return nil }
        self.init(root)
    }

    private init(_ node: xmlNodePtr) {
        name = ContentElement.bytes(node.pointee.name)
        namespace = node.pointee.ns.map { ContentElement.bytes($0.pointee.href) } ?? []
        var attribute = node.pointee.properties
        while let current = attribute {
            let value = xmlNodeListGetString(node.pointee.doc, current.pointee.children, 1)
            let found = Attribute(
                name: ContentElement.bytes(current.pointee.name),
                namespace: current.pointee.ns.map { ContentElement.bytes($0.pointee.href) } ?? [],
                value: ContentElement.bytes(value.map { UnsafePointer($0) }))
            if let value { luova_xml_free(value) }
            if found.name.elementsEqual("type".utf8),
                found.namespace.elementsEqual("http://www.w3.org/2001/XMLSchema-instance".utf8)
            {
                typeName = ContentElement.typeName(found.value, at: node)
            }
            attributes.append(found)
            attribute = current.pointee.next
        }
        readContent(of: node)
    }

    private mutating func readContent(of node: xmlNodePtr) {
        var child = node.pointee.children
        while let current = child {
            switch current.pointee.type {
            case XML_ELEMENT_NODE: children.append(ContentElement(current))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                let piece = ContentElement.bytes(current.pointee.content)
                if children.isEmpty {
                    text += piece
                } else if !piece.allSatisfy(ContentElement.isSpace) {
                    text += piece
                    isMixed = true
                }
            case XML_PI_NODE:
                if ContentElement.bytes(current.pointee.name).elementsEqual("luova".utf8) {
                    notes.append(String(decoding: ContentElement.bytes(current.pointee.content), as: UTF8.self))
                }
            default: break
            }
            child = current.pointee.next
        }
        if !children.isEmpty, text.allSatisfy(ContentElement.isSpace) { text = [] }
    }

    /// A name with a prefix, as it is meant at an element.
    private static func typeName(_ value: [UInt8], at node: xmlNodePtr) -> TypeName? {
        let text = value.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        let parts = text.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let local = parts.last, NameTable.isNCName(Array(local)[...]) else { return nil }
        let prefix = parts.count == 2 ? Array(parts[0]) + [0] : nil
        let found =
            prefix.map { bytes in bytes.withUnsafeBufferPointer { xmlSearchNs(node.pointee.doc, node, $0.baseAddress) }
            }
            ?? xmlSearchNs(node.pointee.doc, node, nil)
        if found == nil, prefix != nil { return nil }
        return TypeName(namespace: found.map { bytes($0.pointee.href) } ?? [], name: Array(local))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private static func bytes(_ pointer: UnsafePointer<UInt8>?) -> [UInt8] {
        pointer.map { Array(UnsafeBufferPointer(start: $0, count: Int(xmlStrlen($0)))) } ?? []
    }
}
