extension HostileCases {
    /// One thing that is far too large, and what is just small enough.
    static var sizes: [HostileCase] {
        func xml(
            _ name: String, _ wanted: HostileCase.Wanted, _ before: String, _ long: [HostileCase.Piece],
            _ behind: String
        )
            -> HostileCase
        {
            HostileCase(name, wanted, HostileCase.xml([.text(before)] + long + [.text(behind)]))
        }
        func json(
            _ name: String, _ wanted: HostileCase.Wanted, _ before: String, _ long: [HostileCase.Piece],
            _ behind: String
        )
            -> HostileCase
        {
            HostileCase(name, wanted, HostileCase.json([.text(before)] + long + [.text(behind)]))
        }
        let limit = HostileCase.Wanted.refused("limit")
        let most = 10_000_000
        var usual = xml("100 MB under the usual limit", .refused("too-large"), "<Text>", long(huge), "</Text>")
        usual.routes = "strict"
        return [
            usual,
            xml("100 MB of text", limit, "<Text>", long(huge), "</Text>"),
            xml("100 MB of CDATA", limit, "<Text><![CDATA[", long(huge), "]]></Text>"),
            xml("100 MB of attribute", limit, "<Item kind=\"", long(huge), "\"/>"),
            xml("100 MB of comment", limit, "<!--", long(huge), "-->"),
            xml("100 MB of instruction", limit, "<?p ", long(huge), "?>"),
            xml("100 MB of start tag, never ended", limit, "<Text ", long(huge), ""),
            xml("100 MB of white space in a tag", limit, "<Text ", long(huge, " "), "/>"),
            xml("100 MB of end tag", limit, "<Text></", long(huge), ">"),
            xml("100 MB of reference", limit, "<Text>&", long(huge), ";</Text>"),
            xml("100 MB of character reference", limit, "<Text>&#", long(huge, "0"), ";</Text>"),
            xml("100 MB between elements", limit, "", long(huge, " "), ""),
            xml("4,000,000 references", .accepted, "<Text>", long(20_000_000, "&amp;"), "</Text>"),
            xml("20,000,000 references", limit, "<Text>", long(huge, "&amp;"), "</Text>"),
            xml("1,000,000 CDATA sections", .accepted, "<Text>", long(13_000_000, "<![CDATA[x]]>"), "</Text>"),
            xml("1,000,000 comments in a text", .accepted, "<Text>", long(9_000_000, "x<!---->x"), "</Text>"),
            HostileCase("100 MB of root's name", .refused("limit"), [.text("<")] + long(huge) + [.text("/>")]),
            HostileCase(
                "100 MB of comment before the root", .refused("limit"),
                [.text("<!--")] + long(huge) + [.text("-->\(HostileCase.good)")]),
            HostileCase(
                "100 MB of comment behind the root", .refused("limit"),
                [.text(HostileCase.good + "<!--")] + long(huge) + [.text("-->")]),
            json("100 MB of string", limit, ",\"Text\":\"", long(huge), "\""),
            json("100 MB of number", limit, ",\"Number\":", long(huge, "1"), ""),
            json("100 MB of member name", limit, ",\"", long(huge), "\":1"),
            json("100 MB of attribute in JSON", limit, ",\"Item\":{\"@kind\":\"", long(huge), "\"}"),
            json("100 MB of string for nobody", limit, ",\"m\":\"", long(huge), "\""),
            json("100 MB of escapes", limit, ",\"Text\":\"", long(huge, "\\u0041"), "\""),
            HostileCase(
                "100 MB of a string alone", .refused("unknown-message"), [.text("\"")] + long(huge) + [.text("\"")]),
            xml("text of 10 MB", .accepted, "<Text>", long(most), "</Text>"),
            xml("text of 10 MB and a byte", limit, "<Text>", long(most) + [.text("x")], "</Text>"),
            xml(
                "attribute of 900 kB", .accepted, "<Item kind=\"", long(900_000),
                "\"><Day>2026-01-01</Day><Sum>1</Sum></Item>"),
            json("text of 10 MB in JSON", .accepted, ",\"Text\":\"", long(most), "\""),
            json("text of 10 MB and a byte in JSON", limit, ",\"Text\":\"", long(most) + [.text("x")], "\""),
            json("text of 900 kB in JSON", .accepted, ",\"Text\":\"", long(900_000), "\""),
            HostileCase("10 MB of white space before", .refused("limit"), long(most, " ") + [.text(HostileCase.good)]),
            HostileCase("10 MB of white space behind", .accepted, [.text(HostileCase.good)] + long(most, " ")),
            HostileCase("10 MB of white space before JSON", .refused("limit"), long(most, " ") + HostileCase.json([])),
            HostileCase("10 MB of white space behind JSON", .accepted, HostileCase.json([]) + long(most, "\n")),
            HostileCase("900 kB of white space before", .accepted, long(900_000, " ") + [.text(HostileCase.good)]),
            HostileCase(
                accepted: "10,000,000 lines", .text(HostileCase.start), .times(9_900_000, "\n"), .text(HostileCase.end)),
            HostileCase("only white space", "incomplete", .times(1_000, " \n")),
            HostileCase("only white space, 10 MB", .refused("limit"), long(most, " ")),
            HostileCase("empty", "empty"),
        ]
    }
}
