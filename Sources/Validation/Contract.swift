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

        /// Describes a contract.
        public init(
            type: MessageType, schemaPath: String, folder: String, root: String, fields: [HeaderField: String],
            textLimit: Int? = nil
        ) {
            self.type = type
            self.schemaPath = schemaPath
            self.folder = folder
            self.root = root
            self.fields = fields
            self.textLimit = textLimit
        }
    }

    /// Loads and compiles a contract. Only files inside its schema's folder are read.
    ///
    /// Throws every problem that was found: a schema that does not compile, a root element that it does
    /// not declare, a header path that it does not contain.
    public init(_ description: Description) throws(SchemaProblems) {
        type = description.type
        textLimit = description.textLimit
        schema = try Schema(path: description.schemaPath, folder: description.folder)
        fields = FieldPaths(HeaderField.allCases.map { description.fields[$0] })
        let root = QualifiedName(clark: description.root)
        rootName = Array(root.name.utf8)
        rootNamespace = root.namespace.isEmpty ? nil : Array(root.namespace.utf8)
        var compiler = ProjectionCompiler()
        do throws(DocumentProblem) {
            projection = try compiler.compile(path: description.schemaPath, root: root)
        } catch {
            throw SchemaProblems(problems: [error])
        }
        let missing = HeaderField.allCases.compactMap { description.fields[$0] }.filter { !projection.contains(path: $0) }
        guard missing.isEmpty else {
            throw SchemaProblems(
                problems: missing.map {
                    let text = "the schema has no '\($0)' below \(root.name); correct the path in the contract's row"
                    return DocumentProblem(file: description.schemaPath, line: 0, text: text)
                })
        }
    }
}

/// All contracts of a routing table, found by root element.
public final class ContractSet: Sendable {
    /// The contracts, in the order of the table.
    public let contracts: [Contract]
    private let byRoot: [[UInt8]: [Int]]

    /// Puts contracts together. No two may have the same root element in the same namespace.
    public init(_ contracts: [Contract]) {
        self.contracts = contracts
        byRoot = Dictionary(grouping: contracts.indices) { contracts[$0].rootName }
    }

    /// The contract of an XML document. O(1).
    func contract(root: [UInt8], namespace: [UInt8]?) -> Int? {
        byRoot[root]?.first { contracts[$0].rootNamespace == namespace }
    }

    /// The contracts whose root element has this local name: more than one only where their
    /// namespaces differ.
    func contracts(root: [UInt8]) -> [Int] { byRoot[root] ?? [] }
}
