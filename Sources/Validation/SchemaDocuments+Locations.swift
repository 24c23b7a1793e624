import XML

extension SchemaDocuments {
    /// The includes and imports of a schema, and of what it includes, that cannot be read here, each at its
    /// line: over a network, outside the schema's folder, or not there.
    static func unreadableLocations(of path: String) -> [DocumentProblem] {
        var seen: Set<String> = []
        return unreadableLocations(of: path, allowed: folder(of: Schema.realPath(path) ?? path), &seen)
    }

    private static func unreadableLocations(
        of path: String, allowed: String, _ seen: inout Set<String>
    ) -> [DocumentProblem] {
        guard let real = Schema.realPath(path), seen.insert(real).inserted else { return [] }
        let root: Element
        do throws(DocumentProblem) { root = try Element(path: path) } catch { return [] }
        var problems: [DocumentProblem] = []
        for child in root.children
        where child.namespace == schemaNamespace && ["include", "import", "redefine"].contains(child.name) {
            guard let location = child.attributes["schemaLocation"] else { continue }
            func tell(_ text: String) {
                problems.append(DocumentProblem(file: path, line: child.line, text: "'\(location)' \(text)"))
            }
            if location.contains("://"), !location.hasPrefix("file://") {
                tell("would be fetched over a network, and nothing is; copy it into the contract's folder")
            } else if let file = Schema.realPath(file(of: location, from: path)) {
                if file.hasPrefix(allowed) {
                    problems += unreadableLocations(of: self.file(of: location, from: path), allowed: allowed, &seen)
                } else {
                    tell("lies outside the contract's folder, and nothing there is read; copy it in")
                }
            } else {
                tell("is not there; correct the location, or copy the file in")
            }
        }
        return problems
    }

    /// The file that a location names, in a document.
    static func file(of location: String, from path: String) -> String {
        if location.hasPrefix("file://") { return String(location.dropFirst(7)) }
        return location.hasPrefix("/") ? location : folder(of: path) + location
    }

    /// The path up to its last slash.
    static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }
}
