// A message that flows past gets the verdict that it gets when it is read whole: the same reason, header fields, errors and
// positions. Asked of all samples, of their mutations and of their beginnings.

import Files
import Messages
import Support
import XCTest

@testable import Validation

final class ValidatorFlowTests: XCTestCase {
    /// Judges bytes that come in pieces of `piece` bytes, as a message that is too large to be held.
    private func flowing(
        _ bytes: [UInt8], piece: Int, contracts: ContractSet, limits: MessageLimits,
        encodings: Set<TextEncoding> = [.utf8], by validator: inout Validator
    ) throws -> Judgement {
        var limits = limits
        limits.whole = 0
        var place = 0
        return try validator.judge(contracts: contracts, limits: limits, encodings: encodings, isRouted: { _ in true })
        {
            buffer throws in
            let count = min(piece, bytes.count - place, buffer.count)
            for offset in 0..<count { buffer[offset] = bytes[place + offset] }
            place += count
            return count
        }
    }

    /// A sample that is long enough to flow: blanks behind the XML declaration, or before the JSON.
    private func sample(_ path: String) throws -> [UInt8] {
        let bytes = try WholeFile.read(path)
        let blanks = [UInt8](repeating: 0x20, count: 1_200)
        if path.hasSuffix(".json") {
            let brace = try XCTUnwrap(bytes.firstIndex(of: UInt8(ascii: "{")))
            return Array(bytes[...brace]) + blanks + Array(bytes[(brace + 1)...])
        }
        guard let end = bytes.firstIndex(of: UInt8(ascii: ">")), bytes.starts(with: "<?xml".utf8) else { return bytes }
        return Array(bytes[...end]) + blanks + Array(bytes[(end + 1)...])
    }

    private func check(_ bytes: [UInt8], piece: Int, _ name: String, by validator: inout Validator) throws {
        let contracts = try ShippedContracts.all.get()
        let whole = validator.judge(bytes + [0], count: bytes.count, contracts: contracts, limits: MessageLimits()) {
            _ in true
        }
        let flowing = try flowing(
            bytes, piece: piece, contracts: contracts, limits: MessageLimits(), by: &validator)
        XCTAssertEqual(summary(flowing), summary(whole), "\(name) in pieces of \(piece)")
    }

    /// What both must have in common. Bytes that are no text are found before anything is read, or when
    /// they come.
    private func summary(_ judgement: Judgement) -> [String] {
        let header = HeaderField.allCases.map { String(decoding: judgement.header[$0] ?? [], as: UTF8.self) }
        let errors = judgement.refusal?.errors ?? []
        // JSON that is no JSON is found before its contract is asked for, or when it comes.
        let isRead = judgement.syntax == .xml || !["malformed", "incomplete"].contains(judgement.verdict)
        let isText = judgement.verdict != "not-utf8" && !errors.contains { $0.text.contains("NUL") } && isRead
        return [judgement.verdict] + (isText ? [judgement.type?.text ?? "-"] + header : []) + judgement.findings
            + judgement.positions + errors.map(\.text)
    }

    private func samples(_ suffix: String) throws -> [String] {
        let refused = try ["invalid", "malformed", "doctype", "unknown-message", "incomplete", "not-utf8", "limit"]
            .flatMap { try ProjectFiles.samples(in: "refused/\($0)", suffix: suffix) }
        return try ProjectFiles.samples(in: "accepted", suffix: suffix) + refused
    }

    func testEverySampleInXML() throws {
        var validator = Validator()
        let samples = try samples(".xml")
        XCTAssertGreaterThan(samples.count, 10)
        for path in samples {
            for piece in [1, 7, 1_000, 100_000] { try check(sample(path), piece: piece, path, by: &validator) }
        }
    }

    /// Samples with a byte changed, added, or a few removed, behind the first so many.
    private func checkChanged(_ samples: [String], behind first: Int, with replacements: [UInt8]) throws {
        var validator = Validator()
        var random = SeededNumbers(seed: 20_260_318)
        for path in samples where !path.contains("hundred") {
            let sample = try sample(path)
            for _ in 0..<150 {
                var bytes = sample
                let place = Int.random(in: first..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = replacements.randomElement(using: &random) ?? 0
                case 1: bytes.insert(replacements.randomElement(using: &random) ?? 0, at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 5))
                }
                try check(
                    bytes, piece: Int.random(in: 1...2_000, using: &random), "\(path) at \(place)", by: &validator)
            }
        }
    }

    func testXMLWithBytesChanged() throws {
        let replacements = Array("<>&\"'/= a1;]-!?\u{0}\u{80}\n".utf8) + [0xC3, 0xFF]
        try checkChanged(samples(".xml"), behind: 0, with: replacements)
    }

    func testJSONWithBytesChanged() throws {
        let replacements = Array("{}[]\":,\\u0tfn-1.e@# a\u{0}\n".utf8) + [0xC3, 0xFF]
        try checkChanged(samples(".json"), behind: 1_200, with: replacements)
    }

    /// Documents of one beginning, which is long enough to flow, each with an end of its own.
    private func checkEnds(_ ends: [String], behind start: String) throws {
        let bench = try Workbench(
            schema: Workbench.schema("<xs:element name='A' type='xs:anyType'/>"), root: "{urn:t}A")
        var validator = Validator()
        for end in ends {
            let bytes = Array((start + end).utf8)
            let whole = bench.judge(bytes: bytes)
            for piece in [1, 10_000] {
                let found = try flowing(
                    bytes, piece: piece, contracts: bench.contracts, limits: bench.limits, by: &validator)
                XCTAssertEqual(summary(found), summary(whole), end)
            }
        }
    }

    func testMistakesAtTheVeryEnd() throws {
        let start = "<A xmlns='urn:t'>" + String(repeating: "<B/> ", count: 300)
        let ends = [
            "</B>", "&foo;", "&foo", "&#0;", "&#xFFFE;", "&#1", "<B b='1' b='2'>", "<B b='1' b='2'", "<p:B>", "<p:B",
            "<B p:b='1'>", "</A", "</A ", "</A>", "</A>x", "</A><B/>", "</A><!--", "</A><!-- -- -->", "<![CDATA[x]]",
            "]]>",
            "<B b='<", "<B b=1", "<B b='&foo;'>", "<?xml version='1.0'?>", "<?p", "<!DOCTYPE", "<!-", "<B/", "<1", "<",
            "x", "</A/>", "</A?>", "</A-->", "</A/", "<B b='1' b='2'/>", "<B b='1' b='2'/",
            "<B b='x><", "<B b='x'><",
        ]
        try checkEnds(ends, behind: start)
    }

    func testMistakesBeforeTheRoot() throws {
        let start = "<!--" + String(repeating: " blank", count: 300) + "-->"
        let ends = ["&#", "&#3", "&a", "!-", "-", "/", "?", "ä", "", "<", "<!", "<!-", "<!D", "<?", "<A"]
        try checkEnds(ends, behind: start)
    }

    func testANULBehindADeclaration() throws {
        let bench = try Workbench(
            schema: Workbench.schema("<xs:element name='A' type='xs:anyType'/>"), root: "{urn:t}A")
        var validator = Validator()
        let rest = "<A xmlns='urn:t'>" + String(repeating: "<B/> ", count: 300) + "\u{0}</A>"
        for (declared, found) in [
            ("version='1.1'", "a NUL byte"), ("version='1.0'", "a NUL byte"),
            ("version='1.0' encoding='EBCDIC'", "the file declares"),
        ] {
            let bytes = Array("<?xml \(declared)?>\(rest)".utf8)
            let whole = bench.judge(bytes: bytes)
            XCTAssertTrue(whole.refusal?.errors.first?.text.hasPrefix(found) ?? false, declared)
            let flowing = try flowing(
                bytes, piece: 500, contracts: bench.contracts, limits: bench.limits, by: &validator)
            XCTAssertEqual(summary(flowing), summary(whole), declared)
        }
    }

    /// A text in another encoding, by what it declares.
    private func encoded(_ text: String) -> [UInt8] {
        if text.contains("ISO-8859-1") { return text.unicodeScalars.map { UInt8($0.value) } }
        return [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    func testOtherEncodings() throws {
        let schema = Workbench.schema(
            """
            <xs:element name="A"><xs:complexType><xs:sequence><xs:element name="B" type="xs:date" maxOccurs="unbounded"/>
            </xs:sequence><xs:attribute name="id"/></xs:complexType></xs:element>
            """)
        let bench = try Workbench(schema: schema, root: "{urn:t}A", fields: [.messageID: "@id"])
        var validator = Validator()
        let dates = String(repeating: "<B>2026-03-16</B>\n", count: 100)
        for encoding in ["UTF-16", "ISO-8859-1"] {
            let declaration = "<?xml version=\"1.0\" encoding=\"\(encoding)\"?>"
            for end in [
                "</A>", "<B>ä</B><!-- é --><B/></A>", "</B>", "", "</A>\u{0}",
                "<B>\(encoding == "UTF-16" ? "😀€" : "÷")",
            ] {
                let bytes = encoded("\(declaration)<A xmlns='urn:t' id='ä'>\(dates)\(end)")
                for cut in 0..<3 {
                    let bytes = Array(bytes.dropLast(cut))
                    for encodings: Set<TextEncoding> in [[.utf16, .latin1], [.utf8]] {
                        let whole = validator.judge(
                            bytes + [0], count: bytes.count, contracts: bench.contracts, limits: bench.limits,
                            encodings: encodings, isRouted: { _ in true })
                        for piece in [1, 301, 10_000] {
                            let found = try flowing(
                                bytes, piece: piece, contracts: bench.contracts, limits: bench.limits,
                                encodings: encodings, by: &validator)
                            XCTAssertEqual(summary(found), summary(whole), "\(encoding) \(end) \(cut) \(piece)")
                            XCTAssertEqual(found.encoding, whole.encoding)
                        }
                    }
                }
            }
        }
    }

    func testEverySampleInJSON() throws {
        var validator = Validator()
        let samples = try samples(".json")
        XCTAssertGreaterThan(samples.count, 5)
        for path in samples {
            for piece in [1, 7, 1_000, 100_000] { try check(sample(path), piece: piece, path, by: &validator) }
        }
    }

    func testCutAnywhere() throws {
        var validator = Validator()
        for path in try ProjectFiles.samples(in: "accepted") where !path.contains("hundred") {
            var bytes = try sample(path)
            while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
            for count in 1_150..<bytes.count {
                let found = try flowing(
                    Array(bytes[..<count]), piece: 500, contracts: ShippedContracts.all.get(), limits: MessageLimits(),
                    by: &validator)
                XCTAssertEqual(found.verdict, "incomplete", "\(path) at \(count)")
            }
        }
    }
}
