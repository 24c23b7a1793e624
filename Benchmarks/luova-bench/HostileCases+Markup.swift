extension HostileCases {
    /// Attributes, namespaces and depth in XML.
    static var markup: [HostileCase] {
        let namespaces: HostileCase.Piece = .text("xmlns=\"urn:luova:hostile:1\"")
        let rest = String(HostileCase.start.drop { $0 != ">" }) + HostileCase.end
        let filler: [HostileCase.Piece] = [.times(1_500, "<Text>\(String(repeating: "x", count: 1_000))</Text>")]
        func root(_ name: String, _ reason: String, _ attributes: HostileCase.Piece) -> HostileCase {
            HostileCase(name, .refused(reason), [.text("<Hostile "), namespaces, attributes, .text(rest)])
        }
        func item(_ name: String, _ reason: String, _ attributes: HostileCase.Piece, isLarge: Bool) -> HostileCase {
            let pieces: [HostileCase.Piece] = [.text("<Item")] + [attributes, .text("/>")]
            return HostileCase(name, .refused(reason), HostileCase.xml((isLarge ? filler : []) + pieces))
        }
        return [
            item("100,000 attributes", "limit", .numbered(100_000, " a", "=\"\""), isLarge: false),
            item("100,000 attributes, over 1 MB", "limit", .numbered(100_000, " a", "=\"\""), isLarge: true),
            item("100,000 times one attribute", "limit", .times(100_000, " a=\"\""), isLarge: false),
            item("100,000 times one attribute, over 1 MB", "limit", .times(100_000, " a=\"\""), isLarge: true),
            item("4,000 attributes", "limit", .numbered(4_000, " a", "=\"\""), isLarge: false),
            item("4,000 times one attribute", "malformed", .times(4_000, " a=\"\""), isLarge: false),
            root("1,000,000 namespaces", "limit", .numbered(1_000_000, " xmlns:n", "=\"u\"")),
            root("40,000 namespaces", "limit", .numbered(40_000, " xmlns:n", "=\"u\"")),
            root("4,000 namespaces", "limit", .numbered(4_000, " xmlns:n", "=\"u\"")),
            HostileCase(
                "200 namespaces on each of 10,000 elements", .accepted,
                HostileCase.xml([
                    .times(
                        10_000,
                        "<Text \((0..<200).map { "xmlns:n\($0)=\"u\"" }.joined(separator: " "))/>")
                ])),
            HostileCase(
                xml: "1,000,000 deep", "too-deep", .times(1_000_000, "<Tree>"), .times(1_000_000, "</Tree>")),
            HostileCase(xml: "1,000,000 deep, not closed", "too-deep", .times(1_000_000, "<Tree>")),
            HostileCase(
                "1,000,000 deep, unknown names", "too-deep", .text(HostileCase.start), .times(1_000_000, "<x>")),
            HostileCase(
                json: "1,000,000 objects deep", "too-deep", .text(",\"Tree\":"), .times(1_000_000, "{\"Tree\":"),
                .text("{}"), .times(1_000_000, "}")),
            HostileCase(
                json: "1,000,000 objects deep, not closed", "too-deep", .text(",\"Tree\":"),
                .times(1_000_000, "{\"Tree\":")),
            HostileCase(
                json: "100,000 arrays deep", "too-deep", .text(",\"Text\":"), .times(100_000, "["),
                .times(100_000, "]")),
            HostileCase("100,000 arrays deep, alone", "too-deep", .times(100_000, "["), .times(100_000, "]")),
            HostileCase(
                json: "10,000 contents deep", "too-deep", .text(",\"Tree\":{\"#content\":["),
                .times(10_000, "{\"Tree\":{\"#content\":["), .times(10_000, "]}}"), .text("]}")),
        ]
    }

    /// Names in great number.
    static var names: [HostileCase] {
        let long = String(repeating: "n", count: 1_000_000)
        return [
            HostileCase(xml: "100,000 names of elements", "limit", .numbered(100_000, "<e", "/>")),
            HostileCase(
                xml: "100,000 names of attributes", "limit", .numbered(100_000, "<Text a", "=\"\">x</Text>")),
            HostileCase(xml: "100,000 names of instructions", "limit", .numbered(100_000, "<?p", "?>")),
            HostileCase(xml: "100,000 names of namespaces", "limit", .numbered(100_000, "<Text xmlns:n", "=\"u\"/>")),
            HostileCase(
                xml: "100,000 namespaces of elements", "limit", .numbered(100_000, "<n:e xmlns:n=\"urn:", "\"/>")),
            HostileCase(json: "1,000,000 unknown members", "limit", .numbered(1_000_000, ",\"m", "\":1")),
            HostileCase(json: "50,000 unknown members", "limit", .numbered(50_000, ",\"m", "\":1")),
            HostileCase(json: "1,000,000 names that XML cannot have", "limit", .numbered(1_000_000, ",\"", "\":1")),
            HostileCase(json: "100,000 names that XML cannot have", "limit", .numbered(100_000, ",\"", "\":1")),
            HostileCase(json: "100,000 unknown attributes", "limit", .numbered(100_000, ",\"@a", "\":1")),
            HostileCase(json: "100,000 duplicate members", "invalid", .times(100_000, ",\"m\":1")),
            HostileCase(json: "1,000,000 duplicate members", "invalid", .times(1_000_000, ",\"m\":1")),
            HostileCase(json: "3,000,000 duplicate members", "invalid", .times(3_000_000, ",\"m\":1")),
            HostileCase(json: "a name of 1 MB in a namespace", "limit", .text(",\"{urn:x}\(long)\":1")),
            HostileCase(json: "a namespace of 1 MB", "limit", .text(",\"{urn:\(long)}m\":1")),
            HostileCase(json: "a name of 900 kB", "limit", .text(",\"\(long.dropLast(100_000))\":1")),
            HostileCase(xml: "a name of 900 kB", "limit", .text("<\(long.dropLast(100_000))/>")),
        ]
    }
}
