extension HostileCases {
    /// What JSON is not, and what is at its edge.
    static var json: [HostileCase] {
        func value(_ name: String, _ wanted: HostileCase.Wanted, _ value: String) -> HostileCase {
            HostileCase(name, wanted, HostileCase.json([.text(",\"Number\":\(value)")]))
        }
        var masked = HostileCase(
            json: "personal identity codes as names", "invalid",
            .text(",\"131052-308T\":{\"010101A123N\":1},\"131052-308T\":2"))
        masked.hides = "131052-308T"
        var named = HostileCase(
            xml: "a personal identity code in an id", "invalid", .text("<Item><Day>131052-308T</Day></Item>"))
        named.hides = "131052-308T"
        let pair = HostileCase.good
        return [
            HostileCase(
                "byte order mark before JSON", .refused("malformed"),
                [.bytes([0xEF, 0xBB, 0xBF])] + HostileCase.json([])),
            value("number of 10,000 digits", .refused("invalid"), String(repeating: "7", count: 10_000)),
            value("1e999999", .refused("invalid"), "1e999999"),
            value("-0", .accepted, "-0"),
            value("NaN", .refused("malformed"), "NaN"),
            value("Infinity", .refused("malformed"), "-Infinity"),
            value("trailing comma", .refused("malformed"), "1,"),
            value("trailing comma in an array", .refused("malformed"), "[1,]"),
            value("comment", .refused("malformed"), "1/* one */"),
            value("comment to the end of the line", .refused("malformed"), "1 // one\n"),
            value("single quotes", .refused("malformed"), "'1'"),
            value("lone high surrogate", .refused("malformed"), "\"\\ud800\""),
            value("lone low surrogate", .refused("malformed"), "\"\\udc00\""),
            value("two high surrogates", .refused("malformed"), "\"\\ud800\\ud800\""),
            HostileCase(json: "lone surrogate in a name", "malformed", .text(",\"\\ud800\":1")),
            HostileCase(json: "NUL as an escape", "invalid", .text(",\"Text\":\"\\u0000\"")),
            HostileCase(json: "U+FFFE as an escape", "invalid", .text(",\"Text\":\"\\ufffe\"")),
            HostileCase(json: "NUL in a name", "invalid", .text(",\"m\\u0000\":1")),
            HostileCase(json: "a name that is no name", "invalid", .text(",\"<!--\":1")),
            HostileCase("two JSON texts", .refused("malformed"), HostileCase.json([]) + HostileCase.json([])),
            HostileCase("two roots in JSON", "unknown-message", .text(HostileCase.jsonStart + "},\"Hostile2\":{}}")),
            HostileCase(
                "the root twice in JSON", "unknown-message", .text(HostileCase.jsonStart + "},\"Hostile\":{}}")),
            HostileCase("two roots in XML", "malformed", .text(pair + pair)),
            HostileCase("an array alone", "unknown-message", .text("[]")),
            masked, named,
        ]
    }

    /// What keeps the form and breaks the contract, or costs much to judge.
    static var contents: [HostileCase] {
        let instance = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
        var capped = HostileCase(
            xml: "50 MB of items that are all invalid", "invalid",
            .times(840_000, "<Item kind=\"a\"><Day>2026-02-30</Day><Sum>1,5</Sum></Item>\n"))
        capped.tells = "\"more_errors\":"
        var cappedJSON = HostileCase(
            json: "50 MB of items that are all invalid, JSON", "invalid", .text(",\"Item\":[{}"),
            .times(1_000_000, ",\n{\"@kind\":\"a\",\"Day\":\"2026-02-30\",\"Sum\":\"1,5\"}"), .text("]"))
        cappedJSON.tells = "\"more_errors\":"
        // Each is nothing that the validator is asked about: their time is counted apart.
        var numbers = HostileCase(
            json: "10,000,000 numbers for nobody", "limit", .text(",\"m\":[1"), .times(10_000_000, ",1"), .text("]"))
        numbers.routes = "strict"
        var arrays = HostileCase(
            json: "10,000,000 arrays in an array", "limit", .text(",\"Text\":[1"), .times(10_000_000, ",[]"),
            .text("]"))
        arrays.routes = "strict"
        func keys(_ name: String, _ wanted: HostileCase.Wanted, _ pieces: HostileCase.Piece...) -> HostileCase {
            HostileCase(
                name, wanted,
                [.text("<Keys xmlns=\"urn:luova:keys:1\"><Header><MessageId>m-1</MessageId></Header>")] + pieces
                    + [.text("</Keys>")])
        }
        return [
            HostileCase(xml: "xsi:type of nobody", "invalid", .text("<Text \(instance) xsi:type=\"Nobody\">x</Text>")),
            HostileCase(
                xml: "xsi:type of another namespace", "invalid",
                .text("<Text \(instance) xmlns:n=\"http://127.0.0.1:9/\" xsi:type=\"n:Nobody\">x</Text>")),
            HostileCase(
                xml: "100,000 times xsi:type of nobody", "invalid",
                .times(100_000, "<Text \(instance) xsi:type=\"Nobody\">x</Text>")),
            HostileCase(json: "xsi:type of nobody in JSON", "invalid", .text(",\"Text\":{\"@xsi:type\":\"Nobody\"}")),
            capped, cappedJSON,
            HostileCase(xml: "5,000,000 unknown elements", "invalid", .times(5_000_000, "<a/>")),
            HostileCase(xml: "7,000,000 comments", "invalid", .times(7_000_000, "<!---->"), .text("<a/>")),
            HostileCase(xml: "10,000,000 instructions", "invalid", .times(10_000_000, "<?p?>"), .text("<a/>")),
            numbers, arrays,
            HostileCase(
                "490,000 numbers", .accepted,
                HostileCase.json([.text(",\"Number\":[1"), .times(490_000, ",1"), .text("]")])),
            HostileCase(
                "900,000 numbers", .accepted,
                HostileCase.json([.text(",\"Number\":[1"), .times(900_000, ",1"), .text("]")])),
            HostileCase(
                json: "900,000 numbers in one item", "invalid", .text(",\"Item\":[{\"Sum\":[1"), .times(900_000, ",1"),
                .text("]}]")),
            HostileCase("5,000,000 arrays alone", "unknown-message", .text("[1"), .times(5_000_000, ",[]"), .text("]")),
            HostileCase(
                xml: "a number of 10,000 digits", "invalid",
                .text("<Number>\(String(repeating: "7", count: 10_000))</Number>")),
            HostileCase(
                "a number of 9 MB", .refused("invalid"),
                HostileCase.xml([.text("<Number>")] + long(9_000_000, "7") + [.text("</Number>")])),
            HostileCase(
                "a code of 9 MB, right", .accepted,
                HostileCase.xml([.text("<Code>")] + long(9_000_000, "0AF9-") + [.text("</Code>")])),
            HostileCase(
                "a code of 9 MB, wrong at its end", .refused("invalid"),
                HostileCase.xml([.text("<Code>")] + long(9_000_000, "0AF9-") + [.text("0</Code>")])),
            HostileCase(
                "stars in stars, 9 MB", .refused("invalid"),
                HostileCase.xml([.text("<Stars>")] + long(9_000_000, "a") + [.text("</Stars>")])),
            HostileCase(
                "counts in counts, 9 MB", .refused("limit"),
                HostileCase.xml([.text("<Counts>")] + long(9_000_000, "a") + [.text("</Counts>")])),
            HostileCase(
                xml: "100 times counts in counts", "limit",
                .times(100, "<Counts>\(String(repeating: "a", count: 40))b</Counts>")),
            HostileCase(
                xml: "100 times more counts in counts", "limit",
                .times(100, "<Counts>\(String(repeating: "a", count: 2_501))</Counts>")),
            keys(
                "5,000 keys and references", .accepted, .numbered(5_000, "<Entry id=\"", "\"/>"),
                .numbered(5_000, "<Link to=\"", "\"/>")),
            keys("100,000 keys", .accepted, .numbered(100_000, "<Entry id=\"", "\"/>")),
            keys("100,000 unique values", .accepted, .numbered(100_000, "<Single id=\"", "\"/>")),
            keys("100,000 references to nothing", .refused("invalid"), .numbered(100_000, "<Link to=\"", "\"/>")),
            keys(
                "5,000 keys and 100,000 references", .accepted, .numbered(5_000, "<Entry id=\"", "\"/>"),
                .times(100_000, "<Link to=\"4999\"/>")),
        ]
    }

    /// Contracts that would make a message cost more than there is.
    static var contracts: [HostileCase] {
        func contract(_ name: String, _ declarations: String) -> HostileCase {
            HostileCase(name, .notLoaded, [.text(declarations)])
        }
        func pattern(_ pattern: String) -> HostileCase {
            contract(
                "pattern \(pattern)",
                """
                <xs:element name="Hostile"><xs:complexType><xs:sequence><xs:element name="Header"><xs:complexType><xs:sequence>
                <xs:element name="MessageId"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\(pattern)"/>
                </xs:restriction></xs:simpleType></xs:element>
                </xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
                """)
        }
        let root = "<xs:element name=\"Hostile\" type=\"xs:string\"/>"
        return [
            pattern("(a|aa)+b"), pattern("(.*a){20}"), pattern("(a|b|ab)*c"),
            contract(
                "key of an inner element",
                """
                <xs:element name="Hostile"><xs:complexType><xs:sequence>
                <xs:element name="Inner"><xs:complexType><xs:sequence>
                  <xs:element name="Entry" maxOccurs="unbounded"><xs:complexType><xs:attribute name="id" type="xs:string"/></xs:complexType></xs:element>
                </xs:sequence></xs:complexType>
                <xs:key name="Inside"><xs:selector xpath="h:Entry"/><xs:field xpath="@id"/></xs:key></xs:element>
                <xs:element name="Link" maxOccurs="unbounded"><xs:complexType><xs:attribute name="to" type="xs:string"/></xs:complexType></xs:element>
                </xs:sequence></xs:complexType>
                <xs:keyref name="Outside" refer="Inside"><xs:selector xpath="h:Link"/><xs:field xpath="@to"/></xs:keyref>
                </xs:element>
                """),
            contract(
                "import from a server",
                "<xs:import namespace=\"urn:x\" schemaLocation=\"http://127.0.0.1:9/x.xsd\"/>\(root)"),
            contract("include of a file outside", "<xs:include schemaLocation=\"/etc/passwd\"/>\(root)"),
            contract("include of a folder above", "<xs:include schemaLocation=\"../../../../etc/passwd\"/>\(root)"),
        ]
    }
}
