internal import CLibXML2

/// A small XML document of our own side, as a tree of values: a routing table, a schema.
///
/// Not for messages, which are never held as trees.
public struct Element: Sendable {
    /// Its local name.
    public var name: String
    /// Its namespace; empty when it has none.
    public var namespace: String
    /// Its attributes without a namespace, by name.
    public var attributes: [String: String] = [:]
    /// The namespaces that are in scope here, by prefix; "" is the default.
    public var scope: [String: String] = [:]
    /// Its elements, in order.
    public var children: [Element] = []
    /// The line where it starts.
    public var line: Int
    /// Which one it is in its document, from 0, in the order of the start tags.
    public var number: Int

    /// Reads a document; a document type declaration is refused, and nothing is ever opened for it.
    public init(parsing bytes: [UInt8], file: String) throws(DocumentProblem) {
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
        var count = 0
        self.init(root, scope: ["xml": "http://www.w3.org/XML/1998/namespace"], count: &count)
    }

    /// Reads a document out of a file, under the same terms.
    public init(path: String) throws(DocumentProblem) {
        guard let real = Library.resolved(path), let bytes = Library.contents(of: real), !bytes.isEmpty else {
            throw DocumentProblem(
                file: path, line: 0, text: "the file cannot be read; correct the path, or its permissions")
        }
        try self.init(parsing: bytes, file: path)
    }

    private init(_ node: xmlNodePtr, scope outer: [String: String], count: inout Int) {
        number = count
        count += 1
        name = String(cString: node.pointee.name)
        namespace = node.pointee.ns.flatMap { $0.pointee.href.map { String(cString: $0) } } ?? ""
        line = Int(xmlGetLineNo(node))
        scope = outer
        var definition = node.pointee.nsDef
        while let current = definition {
            let prefix = current.pointee.prefix.map { String(cString: $0) } ?? ""
            scope[prefix] = current.pointee.href.map { String(cString: $0) } ?? ""
            definition = current.pointee.next
        }
        var attribute = node.pointee.properties
        while let current = attribute {
            if current.pointee.ns == nil,
                let value = xmlNodeListGetString(node.pointee.doc, current.pointee.children, 1)
            {
                attributes[String(cString: current.pointee.name)] = String(cString: value)
                luova_xml_free(value)
            } else if current.pointee.ns == nil {
                attributes[String(cString: current.pointee.name)] = ""
            }
            attribute = current.pointee.next
        }
        var child = node.pointee.children
        while let current = child {
            if current.pointee.type == XML_ELEMENT_NODE {
                children.append(Element(current, scope: scope, count: &count))
            }
            child = current.pointee.next
        }
    }
}
