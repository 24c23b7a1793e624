internal import CLibXML2

/// A small XML document of our own side, as a tree that never changes: a routing table, a schema.
///
/// Not for messages, which are never held as trees.
public final class Element: Sendable {
    /// Its local name.
    public let name: String
    /// Its namespace; empty when it has none.
    public let namespace: String
    /// Its attributes without a namespace, by name.
    public let attributes: Attributes
    /// The namespaces that are in scope here, by prefix; "" is the default.
    public let scope: Scope
    /// Its elements, in order.
    public let children: [Element]
    /// The line where it starts.
    public let line: Int
    /// Which one it is in its document, from 0, in the order of the start tags.
    public let number: Int

    /// Reads a document; a document type declaration is refused, and nothing is ever opened for it.
    public convenience init(parsing bytes: [UInt8], file: String) throws(DocumentProblem) {
        _ = Library.ready
        guard let context = xmlNewParserCtxt() else { preconditionFailure("out of memory") }
        defer { xmlFreeParserCtxt(context) }
        xmlCtxtUseOptions(
            context, CInt(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_BIG_LINES.rawValue))
        luova_xml_set_error(context) { _, _ in }
        let document = bytes.withUnsafeBytes { raw in
            xmlCtxtReadMemory(
                context, raw.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(raw.count), nil, nil,
                CInt(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_BIG_LINES.rawValue))
        }
        defer { if let document { xmlFreeDoc(document) } }
        guard let document, let root = xmlDocGetRootElement(document) else {
            let message = context.pointee.lastError.message.map { String(cString: $0) } ?? "it is no XML"
            let text = message.split(separator: "\n").joined(separator: " ")
            throw DocumentProblem(
                file: file, line: Int(context.pointee.lastError.line), text: "not well-formed: \(text); correct it")
        }
        if document.pointee.intSubset != nil {
            throw DocumentProblem(file: file, line: 1, text: "a document type declaration is not allowed; remove it")
        }
        self.init(root: root)
    }

    /// The tree of a document that libxml2 has read.
    convenience init(root: xmlNodePtr) {
        var reading = Reading()
        self.init(root, scope: Scope(), &reading)
    }

    /// An element like another, with other attributes and children.
    public init(_ other: Element, attributes: Attributes, children: [Element]) {
        name = other.name
        namespace = other.namespace
        self.attributes = attributes
        scope = other.scope
        self.children = children
        line = other.line
        number = other.number
    }

    /// Reads a document out of a file, under the same terms.
    public convenience init(path: String) throws(DocumentProblem) {
        guard let real = Library.resolved(path), let bytes = Library.contents(of: real), !bytes.isEmpty else {
            throw DocumentProblem(
                file: path, line: 0, text: "the file cannot be read; correct the path, or its permissions")
        }
        try self.init(parsing: bytes, file: path)
    }

    /// What elements of one document have in common while they are read.
    private struct Reading {
        /// The elements so far.
        var count = 0
        /// The namespace of the element before: mostly that of the next one too.
        var declaration: xmlNsPtr?
        var namespace = ""

        mutating func namespace(of node: xmlNodePtr) -> String {
            guard let asked = node.pointee.ns else { return "" }
            if asked != declaration {
                declaration = asked
                namespace = asked.pointee.href.map { String(cString: $0) } ?? ""
            }
            return namespace
        }
    }

    private init(_ node: xmlNodePtr, scope outer: Scope, _ reading: inout Reading) {
        number = reading.count
        reading.count += 1
        name = String(cString: node.pointee.name)
        namespace = reading.namespace(of: node)
        line = Int(xmlGetLineNo(node))
        var scope = outer
        var definition = node.pointee.nsDef
        while let current = definition {
            let prefix = current.pointee.prefix.map { String(cString: $0) } ?? ""
            scope.define(prefix, as: current.pointee.href.map { String(cString: $0) } ?? "")
            definition = current.pointee.next
        }
        self.scope = scope
        var attributes = Attributes(capacity: Element.count(node.pointee.properties))
        var attribute = node.pointee.properties
        while let current = attribute {
            if current.pointee.ns == nil {
                attributes.append(String(cString: current.pointee.name), Element.value(of: current))
            }
            attribute = current.pointee.next
        }
        self.attributes = attributes
        var children: [Element] = []
        children.reserveCapacity(Int(xmlChildElementCount(node)))
        var child = node.pointee.children
        while let current = child {
            if current.pointee.type == XML_ELEMENT_NODE {
                children.append(Element(current, scope: scope, &reading))
            }
            child = current.pointee.next
        }
        self.children = children
    }

    private static func count(_ first: xmlAttrPtr?) -> Int {
        var count = 0
        var attribute = first
        while let current = attribute {
            count += 1
            attribute = current.pointee.next
        }
        return count
    }

    private static func value(of attribute: xmlAttrPtr) -> String {
        guard let content = attribute.pointee.children else { return "" }
        // Nearly always the value is one piece of text, which needs no copy of libxml2's.
        if content.pointee.type == XML_TEXT_NODE, content.pointee.next == nil {
            return content.pointee.content.map { String(cString: $0) } ?? ""
        }
        guard let value = xmlNodeListGetString(attribute.pointee.doc, content, 1) else { return "" }
        defer { luova_xml_free(value) }
        return String(cString: value)
    }
}

extension Element {
    /// The attributes of an element: a handful, so that comparing names costs less than hashing one.
    public struct Attributes: Sendable, Sequence {
        /// A name and what it is set to.
        public struct Attribute: Sendable {
            /// Its local name.
            public let name: String
            /// Its value.
            public var value: String
        }

        private var all: [Attribute] = []

        fileprivate init(capacity: Int) { all.reserveCapacity(capacity) }

        /// The value of an attribute; nil when there is none. O(n).
        public subscript(name: String) -> String? {
            for attribute in all where attribute.name == name { return attribute.value }
            return nil
        }

        /// The same with another value for one that is there.
        public func setting(_ name: String, to value: String) -> Attributes {
            var changed = self
            for place in all.indices where all[place].name == name { changed.all[place].value = value }
            return changed
        }

        /// Adds one that is not there: well-formed XML has none twice.
        fileprivate mutating func append(_ name: String, _ value: String) {
            all.append(Attribute(name: name, value: value))
        }

        /// The attributes, in the order of the document.
        public func makeIterator() -> IndexingIterator<[Attribute]> { all.makeIterator() }
    }

    /// The namespaces that are in scope at an element: a handful too.
    public struct Scope: Sendable {
        private var all = [(prefix: "xml", namespace: "http://www.w3.org/XML/1998/namespace")]

        /// What a prefix stands for; nil when it is not known. O(n).
        public subscript(prefix: String) -> String? {
            for known in all where known.prefix == prefix { return known.namespace }
            return nil
        }

        fileprivate mutating func define(_ prefix: String, as namespace: String) {
            all.removeAll { $0.prefix == prefix }
            all.append((prefix, namespace))
        }
    }
}
