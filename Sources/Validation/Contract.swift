public import Messages
public import XML

/// What messages of one type must look like: an XSD, its root element, and where the header fields
/// stand in it. Compiled once; shared by all workers.
public final class Contract: Sendable {
    /// The message type that it is for.
    public let type: MessageType
    /// The root element's local name.
    public let rootName: [UInt8]
    /// The root element's namespace; nil when it has none.
    public let rootNamespace: [UInt8]?
    /// The longest text between two tags, when this contract allows more or less than the service.
    public let textLimit: Int?
    /// What its schema allows and JSON cannot say, each at its line: then it can be kept in XML only.
    public let problemsOfProjection: [DocumentProblem]
    /// Where its messages have the header fields; those that are missing here have no place.
    public let headerPaths: [HeaderField: String]
    /// The paths of which `Judgement.carried` tells whether they lead to anything.
    public let watched: [String]
    /// What an item of its messages is; nil where they have none.
    public let items: ItemDescription?
    let itemPaths: ItemPaths?
    let schema: Schema
    let fields: FieldPaths
    let projection: Projection

    /// What a row of the routing table says of a contract.
    public struct Description: Sendable {
        /// The message type.
        public var type: MessageType
        /// The schema's file.
        public var schemaPath: String
        /// The folder that the schema and what it includes must lie in.
        public var folder: String
        /// `{namespace}Local`, or `Local`.
        public var root: String
        /// The paths of the header fields.
        public var fields: [HeaderField: String]
        /// Its own limit for text, in bytes.
        public var textLimit: Int?
        /// Paths, written as those of the header fields, to elements or attributes that somebody wants to know
        /// of. Those that the schema does not have are left out.
        public var watched: [String]
        /// What an item of a batch is; nil for messages that are no batches.
        public var items: ItemDescription?

        /// Describes a contract.
        public init(
            type: MessageType, schemaPath: String, folder: String, root: String, fields: [HeaderField: String],
            textLimit: Int? = nil, watched: [String] = [], items: ItemDescription? = nil
        ) {
            self.type = type
            self.schemaPath = schemaPath
            self.folder = folder
            self.root = root
            self.fields = fields
            self.textLimit = textLimit
            self.watched = watched
            self.items = items
        }
    }

    /// Loads and compiles a contract. Only files inside its schema's folder are read.
    ///
    /// Throws every problem that was found: a schema that does not compile, a root element that it does
    /// not declare, a header path that leads to no value, and rules that cannot be kept here.
    public init(_ description: Description) throws(SchemaProblems) {
        type = description.type
        textLimit = description.textLimit
        let path = description.schemaPath
        var document: Element?
        schema = try Contract.compile(path, folder: description.folder, &document)
        let root = QualifiedName(clark: description.root)
        rootName = Array(root.name.utf8)
        rootNamespace = root.namespace.isEmpty ? nil : Array(root.namespace.utf8)
        let documents = try Contract.documents(path, root: document)
        let findings = documents.findings
        problemsOfProjection = findings.problemsOfProjection
        var problems = findings.rulesThatCannotBeKept
        var compiler = ProjectionCompiler(documents)
        guard let compiled = compiler.compile(root: root) else {
            let text =
                "the schema declares no element \(root.name) in namespace '\(root.namespace)'; "
                + "correct root in the contract's row"
            throw SchemaProblems(problems: problems + [DocumentProblem(file: path, line: 0, text: text)])
        }
        projection = compiled
        watched = description.watched.filter { compiled.target(of: $0) != .nothing }
        headerPaths = description.fields
        items = description.items
        itemPaths = description.items.map { ItemPaths(item: $0.path, count: $0.count, reference: $0.reference) }
        problems += (description.items?.mistakes(in: compiled, root: root.name) ?? []).map {
            DocumentProblem(file: path, line: 0, text: $0)
        }
        fields = FieldPaths(HeaderField.allCases.map { description.fields[$0] }, watched: watched)
        for field in HeaderField.allCases.compactMap({ description.fields[$0] }) {
            let text: String
            switch compiled.target(of: field) {
            case .value: continue
            case .nothing:
                text = "the schema has no '\(field)' below \(root.name); correct the path in the contract's row"
            case .parent:
                text =
                    "'\(field)' below \(root.name) holds elements, not a value; correct the path in the contract's row"
            }
            problems.append(DocumentProblem(file: path, line: 0, text: text))
        }
        guard problems.isEmpty else { throw SchemaProblems(problems: problems) }
    }

    /// How receipts name what a path leads to: `/Root/Path`.
    public func place(of path: String) -> String {
        let root = "/\(String(decoding: rootName, as: UTF8.self))"
        return path == "." ? root : "\(root)/\(path)"
    }

    /// Compiles the schema. Of a document that is not well-formed, or that may not be read, libxml2 tells
    /// nothing but that; our own reader knows the line.
    private static func compile(
        _ path: String, folder: String, _ document: inout Element?
    ) throws(SchemaProblems) -> Schema {
        do throws(SchemaProblems) {
            return try Schema(path: path, folder: folder, root: &document)
        } catch let problems {
            guard problems.isFromReading else {
                let located = SchemaDocuments.unreadableLocations(of: path)
                throw located.isEmpty || !Contract.lies(path, in: folder) ? problems : SchemaProblems(problems: located)
            }
            let found: [DocumentProblem]
            do throws(SchemaProblems) {
                _ = try documents(path)
                found = []
            } catch {
                found = error.problems
            }
            throw found.contains { $0.line > 0 } ? SchemaProblems(problems: found) : problems
        }
    }

    /// Whether a file lies in a folder, its links and dots resolved.
    private static func lies(_ path: String, in folder: String) -> Bool {
        guard let file = Schema.realPath(path), let folder = Schema.realPath(folder) else { return false }
        return file.hasPrefix(folder + "/")
    }

    /// All documents of a schema; `root` is what its own file holds, where that is known.
    private static func documents(
        _ path: String, root: Element? = nil
    ) throws(SchemaProblems) -> SchemaDocuments {
        var documents = SchemaDocuments()
        do throws(DocumentProblem) {
            try documents.load(path, into: nil, root: root)
        } catch {
            throw SchemaProblems(problems: [error])
        }
        return documents
    }
}
