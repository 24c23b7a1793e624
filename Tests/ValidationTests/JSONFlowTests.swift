// JSON that does not fit into the window: what is streamed, what is sorted, and what is refused for its size.

import Messages
import Support
import XCTest

@testable import Validation

final class JSONFlowTests: XCTestCase {
    private static let schema = Workbench.schema(
        """
        <xs:element name="M"><xs:complexType><xs:sequence>
          <xs:element name="Id" type="xs:string"/>
          <xs:element name="Row" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
            <xs:element name="A" type="xs:int"/>
            <xs:element name="B" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element>
          <xs:choice minOccurs="0" maxOccurs="unbounded">
            <xs:element name="X" type="xs:int"/><xs:element name="Y" type="xs:string"/>
          </xs:choice>
          <xs:element name="Note" minOccurs="0"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
            <xs:attribute name="lang" type="xs:language"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
        </xs:sequence><xs:attribute name="v" type="xs:int"/></xs:complexType></xs:element>
        """)

    private func bench() throws -> Workbench {
        try Workbench(schema: Self.schema, root: "{urn:t}M", fields: [.messageID: "Id"])
    }

    /// Judges a text as one that flows, in pieces, with a window of 1 kB.
    private func flowing(_ text: String, _ bench: Workbench, piece: Int = 100) throws -> Judgement {
        var validator = Validator()
        var limits = bench.limits
        limits.whole = 0
        let bytes = Array(text.utf8)
        var place = 0
        return try validator.judge(contracts: bench.contracts, limits: limits, isRouted: { _ in true }) {
            buffer throws in
            let count = min(piece, bytes.count - place)
            for offset in 0..<count { buffer[offset] = bytes[place + offset] }
            place += count
            return count
        }
    }

    /// The judgement on a text that flows, which must be that on the text read whole.
    private func judge(_ text: String, line: UInt = #line) throws -> Judgement {
        let bench = try bench()
        let whole = bench.judge(text)
        for piece in [1, 64, 5_000] {
            let flowing = try flowing(text, bench, piece: piece)
            XCTAssertEqual(flowing.verdict, whole.verdict, line: line)
            XCTAssertEqual(flowing.findings, whole.findings, line: line)
            XCTAssertEqual(flowing.positions, whole.positions, line: line)
            XCTAssertEqual(flowing.refusal?.errors.map(\.text), whole.refusal?.errors.map(\.text), line: line)
            // Of what is no JSON, the beginning was read all the same.
            let isJSON = ["accepted", "invalid"].contains(whole.verdict)
            if isJSON { XCTAssertEqual(flowing.header, whole.header, line: line) }
        }
        return whole
    }

    private func rows(_ count: Int, _ row: (Int) -> String = { "{\"A\": \($0)}" }) -> String {
        (0..<count).map(row).joined(separator: ",\n  ")
    }

    func testManySmallItems() throws {
        let found = try judge("{\"M\": {\"@v\": 1, \"Id\": \"m\", \"Row\": [\(rows(500))]}}")
        XCTAssertEqual(found.verdict, "accepted")
        XCTAssertEqual(found.header.messageID, Array("m".utf8))
    }

    func testMistakesInsideAndAround() throws {
        let rows = rows(300) { row in
            switch row {
            case 7: "{\"A\": \"x\", \"B\": [\"\", 2]}"
            case 99: "{\"B\": \"b\", \"@n\": \"q\", \"A\": 1, \"C\": 0}"
            case 123: "{\"A\": 1, \"A\": 2}"
            case 200: "[1]"
            case 299: "{}"
            default: "{\"@n\": \(row), \"B\": \"b\", \"A\": \(row)}"
            }
        }
        let found = try judge("{\"M\": {\"@v\": \"one\", \"Id\": \"m\",\n \"Row\": [\(rows)]}}")
        XCTAssertEqual(found.verdict, "invalid")
        XCTAssertTrue(found.findings.contains("type /M/Row/7/A"), "\(found.findings)")
        XCTAssertTrue(found.findings.contains("duplicate-member /M/Row/123/A"), "\(found.findings)")
        XCTAssertTrue(found.findings.contains("type /M/@v"), "\(found.findings)")
    }

    func testAnItemThatIsLargerThanTheWindow() throws {
        let texts = (0..<400).map { "\"text \($0)\"" }.joined(separator: ", ")
        for row in [
            "{\"@n\": 1, \"A\": 1, \"B\": [\(texts)]}", "{\"@n\": \"x\", \"B\": [\(texts)], \"Q\": [\(texts)]}",
        ] {
            _ = try judge("{\"M\": {\"Id\": \"m\", \"Row\": [{\"A\": 0}, \(row), {\"A\": 2}]}}")
        }
    }

    func testATextThatIsLargerThanTheWindow() throws {
        let text = String(repeating: "pitkä \\u00e4 \\ud83d\\ude00 \\\"x\\\" ", count: 300)
        XCTAssertEqual(
            try judge("{\"M\": {\"Id\": \"m\", \"Note\": {\"@lang\": \"fi\", \"#text\": \"\(text)\"}}}").verdict,
            "accepted")
        XCTAssertEqual(try judge("{\"M\": {\"Id\": \"m\", \"Note\": \"\(text)\"}}").verdict, "accepted")
        XCTAssertEqual(
            try judge("{\"M\": {\"Id\": \"m\", \"Note\": \"\(text)\\u0000\"}}").findings, ["type /M/Note"])
        XCTAssertEqual(try judge("{\"M\": {\"Id\": \"m\", \"Note\": \"\(text)\\q\"}}").verdict, "malformed")
        XCTAssertEqual(try judge("{\"M\": {\"Id\": \"m\", \"Note\": \"\(text)\\ud83d\"}}").verdict, "malformed")
        XCTAssertEqual(try judge("{\"M\": {\"Id\": \"m\", \"Note\": \"\(text)\n\"}}").verdict, "malformed")
        XCTAssertEqual(try judge("{\"M\": {\"Id\": \"m\", \"Note\": \"\(text)").verdict, "incomplete")
    }

    func testChildrenInAnOrderOfTheirOwn() throws {
        let items = (0..<300).map { $0 % 3 == 0 ? "{\"X\": \($0)}" : "{\"Y\": \"y\($0)\"}" }.joined(separator: ",\n")
        let texts = (0..<200).map { "\"t\($0)\"" }.joined(separator: ",")
        XCTAssertEqual(
            try judge("{\"M\": {\"#content\": [{\"Id\": \"m\"}, {\"Row\": {\"A\": 1, \"B\": [\(texts)]}}, \(items)]}}")
                .verdict, "accepted")
        XCTAssertEqual(
            try judge("{\"M\": {\"#content\": [{\"Id\": \"m\"}, 1, {}, {\"X\": 1, \"Y\": 2}, \(items)]}}").verdict,
            "invalid")
    }

    func testNullsAndUnknownMembers() throws {
        let found = try judge(
            "{\"M\": {\"Id\": \"m\", \"Row\": [\(rows(200) { _ in "null" })], \"Unknown\": [\(rows(200))]}}")
        XCTAssertEqual(found.verdict, "invalid")
    }

    func testTwoMembersAtTheTop() throws {
        XCTAssertEqual(
            try judge("{\"M\": {\"Id\": \"m\", \"Row\": [\(rows(200))]}, \"N\": 1}").verdict, "unknown-message")
        XCTAssertEqual(try judge("{\"M\": {\"Id\": \"m\", \"Row\": [\(rows(200))]}, \"N\": }").verdict, "malformed")
        XCTAssertEqual(try judge("[{\"M\": {\"Id\": \"m\", \"Row\": [\(rows(200))]}}]").verdict, "unknown-message")
    }

    // What only a window refuses.

    private func refusal(_ text: String) throws -> [String] {
        let bench = try bench()
        let found = try flowing(text, bench)
        return [found.verdict] + found.findings
    }

    func testALargeObjectOutOfOrderIsRefusedForItsSize() throws {
        XCTAssertEqual(
            try refusal("{\"M\": {\"Row\": [\(rows(200))], \"Id\": \"m\"}}"), ["limit", "order /M/Id"])
        XCTAssertEqual(
            try refusal("{\"M\": {\"Id\": \"m\", \"Row\": [\(rows(200))], \"@v\": 1}}"), ["limit", "order /M/@v"])
        let small = "{\"M\": {\"Row\": [\(rows(5))], \"Id\": \"m\", \"@v\": 1}}" + String(repeating: " ", count: 3_000)
        XCTAssertEqual(try refusal(small), ["accepted"])
    }

    func testWhatTheWindowCannotHoldIsRefused() throws {
        let long = String(repeating: "1", count: 5_000)
        XCTAssertEqual(try refusal("{\"M\": {\"Id\": \"m\", \"X\": \(long)}}"), ["limit", "text -"])
        XCTAssertEqual(try refusal("{\"M\": {\"Id\": \"m\", \"\(long)\": 1}}"), ["limit", "text -"])
        XCTAssertEqual(try refusal("{\"M\": {\"@v\": \"\(long)\", \"Id\": \"m\"}}"), ["limit", "text -"])
        XCTAssertEqual(
            try refusal(String(repeating: " ", count: 100_000) + "{\"M\": {\"Id\": \"m\"}}"), ["limit", "text -"])
    }

    func testDepthAcrossTheWindow() throws {
        let nested = String(repeating: "[", count: 5_000)
        XCTAssertEqual(try refusal("{\"M\": {\"Id\": \"m\", \"Row\": \(nested)").first, "too-deep")
        XCTAssertEqual(try refusal("{\"X\": \(nested)").first, "too-deep")
    }

    private static func members(_ count: Int, _ name: (Int) -> String) -> String {
        "{\"M\":{\"Id\":\"1\"\((0..<count).map { ",\"\(name($0))\":1" }.joined())}}"
    }

    func testStopsAtTooManyNamesThatTheContractDoesNotHave() throws {
        let bench = try bench()
        let texts = [Self.members(10_100) { "m\($0)" }, Self.members(10_100) { "\($0)" }]
        for text in texts {
            for judged in [try flowing(text, bench, piece: 5_000), bench.judge(text)] {
                XCTAssertEqual(judged.verdict, "limit")
                XCTAssertEqual(judged.refusal?.errors.map(\.code), [.names])
            }
        }
        XCTAssertEqual(try flowing(Self.members(9_000) { "m\($0)" }, bench, piece: 5_000).verdict, "invalid")
        // Behind the stop nothing is read.
        XCTAssertEqual(try flowing(texts[0] + "}", bench, piece: 5_000).verdict, "limit")
    }

    func testStopsAtALongNameWhateverWasJudgedBefore() throws {
        let bench = try bench()
        let long = String(repeating: "n", count: 1_001)
        for name in ["{urn:\(long)}m", long] {
            for text in ["{\"M\":{\"Id\":\"1\",\"\(name)\":1}}", "{\"\(name)\":{\"Id\":\"1\"}}"] {
                let padded = text + String(repeating: " ", count: 5_000)
                for judged in [try flowing(padded, bench), bench.judge(padded)] {
                    XCTAssertEqual(judged.verdict, "limit")
                    XCTAssertEqual(judged.refusal?.errors.map(\.code), [.name])
                }
            }
        }
    }

    func testLooksAtTheClockWhereNothingIsAnElement() throws {
        let bench = try bench()
        bench.limits.time = -1
        let items = String(repeating: ",[]", count: 2_000)
        for text in ["[1\(items)]", "{\"M\":{\"Id\":\"1\",\"m\":[1\(items)]}}", Self.members(2_000) { _ in "m" }] {
            let judged = try flowing(text, bench)
            XCTAssertEqual(judged.verdict, "limit")
            XCTAssertEqual(judged.refusal?.errors.map(\.code), [.time])
        }
    }
}
