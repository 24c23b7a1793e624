import Files
import XML

extension RoutingTable {
    /// Loads a table: every `*.xml` file of a folder, judged by the project's own schema, then linked.
    /// Whole or not at all; throws every problem with its file and line.
    public static func load(folder: String) throws(ConfigurationProblems) -> RoutingTable {
        let schema: Schema
        do throws(SchemaProblems) {
            schema = try Schema(bytes: PackageResources.routes_xsd, name: "routes.xsd")
        } catch {
            preconditionFailure("the schema that is built in does not compile: \(error.problems)")
        }
        let trimmed = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        var reader = TableReader(folder: trimmed)
        reader.readAll(schema: schema)
        guard reader.problems.isEmpty else { throw ConfigurationProblems(problems: reader.problems) }
        var linker = TableLinker(reader)
        return try linker.link()
    }
}
