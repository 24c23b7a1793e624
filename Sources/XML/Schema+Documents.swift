internal import CLibXML2

extension Schema {
    /// Lines from here on are all the same for a document that is read as libxml2 reads schemas.
    private static let mostLines = 65_535

    /// The document of the schema's file, as a tree of ours; nil when it has a document type declaration, which we
    /// refuse, or so many lines that their numbers are lost.
    static func root(of schema: xmlSchemaPtr) -> Element? {
        guard let document = schema.pointee.doc, document.pointee.intSubset == nil,
            let root = xmlDocGetRootElement(document)
        else { return nil }
        return hasLines(root) ? Element(root: root) : nil
    }

    /// Whether the line of each element is known.
    private static func hasLines(_ node: xmlNodePtr) -> Bool {
        var node = node
        // The last element of all has the greatest number.
        while true {
            guard xmlGetLineNo(node) < mostLines else { return false }
            guard let last = xmlLastElementChild(node) else { return true }
            node = last
        }
    }

    /// Frees what libxml2 keeps of the documents that a schema was compiled from: more memory than all the rest of
    /// it. The compiled schema points at their elements, but libxml2 looks at them only to tell of mistakes in the
    /// schema, while it is compiled; names, values and paths are copied out. The empty documents stay for
    /// `xmlSchemaFree`, which frees them.
    ///
    /// Documents of other namespaces, which are imported, are out of reach and stay as they are.
    static func dropDocuments(of schema: xmlSchemaPtr) {
        var documents: Set<xmlDocPtr> = []
        if let document = schema.pointee.doc { documents.insert(document) }
        withUnsafeMutablePointer(to: &documents) { documents in
            xmlHashScan(
                schema.pointee.typeDecl,
                { type, documents, _ in
                    guard let type, let documents,
                        let node = type.assumingMemoryBound(to: xmlSchemaType.self).pointee.node,
                        let document = node.pointee.doc
                    else { return }
                    documents.assumingMemoryBound(to: Set<xmlDocPtr>.self).pointee.insert(document)
                }, documents)
        }
        for document in documents {
            guard let root = xmlDocGetRootElement(document) else { continue }
            xmlFreeNodeList(root.pointee.children)
            root.pointee.children = nil
            root.pointee.last = nil
        }
    }
}
