internal import CLibXML2

/// A compiled XSD. Never changes after it was loaded, so workers share it; each validates with a
/// `SchemaValidator` of its own.
///
/// Unchecked: libxml2 only reads a compiled schema while it validates, on whichever queue that is;
/// it is written in `init` and freed in `deinit`, and there is no other access.
public final class Schema: @unchecked Sendable {  // reason: never changes after init
    let pointer: xmlSchemaPtr

    /// Compiles the schema in a file. Only files inside `folder` are read for it, whatever its
    /// imports and includes name; nothing is ever fetched over a network.
    public convenience init(path: String, folder: String) throws(SchemaProblems) {
        var root: Element?
        try self.init(path: path, folder: folder, root: &root)
    }

    /// The same. `document` becomes what the file holds, as it was read for this; it stays nil where our own terms for
    /// documents may not be kept, or lines not be known: then the file is to be read again.
    public init(path: String, folder: String, root document: inout Element?) throws(SchemaProblems) {
        guard let real = Library.resolved(path), let root = Library.resolved(folder) else {
            throw SchemaProblems(problems: [
                DocumentProblem(file: path, line: 0, text: "there is no such file; correct the path")
            ])
        }
        guard real.hasPrefix(root + "/") else {
            let text = "the schema lies outside the folder of the routing table; move it in"
            throw SchemaProblems(problems: [DocumentProblem(file: path, line: 0, text: text)])
        }
        let folderOfSchema = String(real[..<(real.lastIndex(of: "/") ?? real.startIndex)])
        // libxml2 takes a path for a URI, and would read a per cent sign in it as an escape.
        let location = Schema.escaped(real)
        pointer = try Schema.compile(named: path, folder: folderOfSchema) { xmlSchemaNewParserCtxt(location) }
        document = Schema.root(of: pointer)
        Schema.dropDocuments(of: pointer)
    }

    /// Compiles a schema out of memory; it may import nothing.
    public init(bytes: [UInt8], name: String) throws(SchemaProblems) {
        pointer = try Schema.compile(named: name, folder: "/nowhere") {
            bytes.withUnsafeBytes { raw in
                xmlSchemaNewMemParserCtxt(raw.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(raw.count))
            }
        } keeping: {
            bytes
        }
        Schema.dropDocuments(of: pointer)
    }

    deinit { xmlSchemaFree(pointer) }

    /// Whether it may have xs:key, xs:keyref or xs:unique; of what it imports that is not known.
    var mayHaveKeys: Bool {
        // Its own namespace counts among the imported ones.
        pointer.pointee.idcDef != nil || xmlHashSize(pointer.pointee.schemasImports) > 1
    }

    /// The one path of a file without links and dots, as schemas are read; nil when there is no such file.
    public static func realPath(_ path: String) -> String? { Library.resolved(path) }

    /// Collects what libxml2 says while it compiles.
    private final class Report {
        var problems: [DocumentProblem] = []
        let name: String
        init(name: String) { self.name = name }
    }

    private static func compile(
        named name: String, folder: String, context makeContext: () -> xmlSchemaParserCtxtPtr?,
        keeping source: () -> [UInt8] = { [] }
    ) throws(SchemaProblems) -> xmlSchemaPtr {
        let report = Report(name: name)
        let kept = source()
        let compiled = withExtendedLifetime(kept) {
            Library.reading(from: folder) { () -> xmlSchemaPtr? in
                guard let context = makeContext() else { return nil }
                defer { xmlSchemaFreeParserCtxt(context) }
                xmlSchemaSetParserStructuredErrors(
                    context,
                    { data, error in
                        guard let data, let error else { return }
                        Schema.record(error, in: Unmanaged<Report>.fromOpaque(data).takeUnretainedValue())
                    }, Unmanaged.passUnretained(report).toOpaque())
                return xmlSchemaParse(context)
            }
        }
        for refused in compiled.refused {
            let text = "'\(refused)' lies outside the contract's folder, and nothing there is read; copy it in"
            report.problems.append(DocumentProblem(file: name, line: 0, text: text))
        }
        guard let schema = compiled.result, report.problems.isEmpty else {
            if let schema = compiled.result { xmlSchemaFree(schema) }
            if report.problems.isEmpty {
                report.problems = [
                    DocumentProblem(file: name, line: 0, text: "it is no schema that can be compiled; correct it")
                ]
            }
            throw SchemaProblems(problems: report.problems, isFromReading: compiled.refused.isEmpty)
        }
        return schema
    }

    private static func escaped(_ path: String) -> String {
        path.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25")
    }

    /// The path of a location that was escaped. Nothing but per cent signs was.
    private static func unescaped(_ location: String) -> String {
        var path = ""
        var rest = location[...]
        while let sign = rest.firstIndex(of: "%") {
            path += rest[...sign]
            rest = rest[rest.index(after: sign)...]
            if rest.hasPrefix("25") { rest = rest.dropFirst(2) }
        }
        return path + rest
    }

    private static func record(_ error: UnsafeMutablePointer<xmlError>, in report: Report) {
        guard error.pointee.level.rawValue > XML_ERR_WARNING.rawValue, let message = error.pointee.message else {
            return
        }
        let file = error.pointee.file.map { unescaped(String(cString: $0)) } ?? report.name
        let text = String(cString: message).split(separator: "\n").joined(separator: " ")
        report.problems.append(DocumentProblem(file: file, line: Int(error.pointee.line), text: text))
    }
}
