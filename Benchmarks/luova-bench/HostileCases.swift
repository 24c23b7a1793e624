/// What `hostile` tries. Each group is one facet of what a message can do to its reader.
enum HostileCases {
    /// All of them, in the order of the table.
    static var all: [HostileCase] { outside + markup + sizes + names + json + encodings + contents + contracts }

    /// Bytes of what is far too large: twice the usual limit of a file.
    static let huge = 100_000_000

    /// Text of so many bytes, in pieces of which each is written at once.
    static func long(_ count: Int, _ text: String = "x") -> [HostileCase.Piece] {
        let piece = String(repeating: text, count: 1_000)
        return [.times(count / piece.utf8.count, piece), .times(count % piece.utf8.count / text.utf8.count, text)]
    }

    /// Files, connections and declarations that a message may ask for.
    private static var outside: [HostileCase] {
        func doctype(_ name: String, _ declaration: String, _ reference: String = "") -> HostileCase {
            let root = HostileCase.start + "<Text>\(reference)</Text>" + HostileCase.end
            return HostileCase(
                name, "doctype", .text("<?xml version=\"1.0\"?>\n<!DOCTYPE Hostile \(declaration)>\n\(root)"))
        }
        func hint(_ name: String, _ location: String) -> HostileCase {
            let instance = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
            let start = HostileCase.start.split(separator: ">", maxSplits: 1).map(String.init)
            return HostileCase(
                accepted: name,
                .text("\(start[0]) \(instance) \(location)>\(start[1])<Text>x</Text>\(HostileCase.end)"))
        }
        let laughs = (1...9).map { level in
            "<!ENTITY l\(level) \"" + String(repeating: "&l\(level - 1);", count: 10) + "\">"
        }
        let quadratic = "<!ENTITY a \"\(String(repeating: "x", count: 50_000))\">"
        return [
            doctype("billion laughs", "[<!ENTITY l0 \"ha\">\(laughs.joined())]", "&l9;"),
            doctype("quadratic entities", "[\(quadratic)]", String(repeating: "&a;", count: 50_000)),
            doctype("entity of a file", "[<!ENTITY e SYSTEM \"file:///etc/passwd\">]", "&e;"),
            doctype("entity of a server", "[<!ENTITY e SYSTEM \"http://127.0.0.1:9/e\">]", "&e;"),
            doctype("parameter entity of a file", "[<!ENTITY % e SYSTEM \"file:///etc/passwd\"> %e;]"),
            doctype("parameter entity of a server", "[<!ENTITY % e SYSTEM \"http://127.0.0.1:9/e\"> %e;]"),
            doctype("external DTD, file", "SYSTEM \"file:///etc/passwd\""),
            doctype("external DTD, server", "PUBLIC \"-//X//Y\" \"http://127.0.0.1:9/d\""),
            HostileCase(
                "DTD of 100 MB", .refused("doctype"),
                [.text("<!DOCTYPE Hostile [")] + long(huge, "<!ENTITY a \"b\">") + [.text("]>\(HostileCase.good)")]),
            hint("hint at a schema, server", "xsi:schemaLocation=\"urn:luova:hostile:1 http://127.0.0.1:9/s.xsd\""),
            hint("hint at a schema, file", "xsi:schemaLocation=\"urn:luova:hostile:1 file:///etc/passwd\""),
            hint("hint without a namespace", "xsi:noNamespaceSchemaLocation=\"http://127.0.0.1:9/s.xsd\""),
            HostileCase(
                accepted: "style sheet of a server",
                .text("<?xml-stylesheet type=\"text/xsl\" href=\"http://127.0.0.1:9/s\"?>\(HostileCase.good)")),
            HostileCase(
                xml: "XInclude", "invalid",
                .text(
                    "<i:include xmlns:i=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>"
                )),
        ]
    }
}
