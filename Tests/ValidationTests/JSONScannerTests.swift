// JSON as RFC 8259 has it, and nothing else. The texts are in the style of the JSON test suite: y must be read, n must
// not be; none of n is the beginning of a longer text.

import XCTest

@testable import Validation

final class JSONScannerTests: XCTestCase {
    /// Nil when the text is read; else why it is not.
    private func failure(_ text: String, depth: Int = 100) -> JSONFailure? {
        var scanner = JSONScanner()
        let bytes = Array(text.utf8)
        do throws(JSONFailure) {
            try scanner.scan(bytes.span, mostDepth: depth)
            return nil
        } catch {
            return error
        }
    }

    private static let valid = [
        "{}", "[]", " \t\r\n[ \t\r\n] \t\r\n", "null", "true", "false", "\"\"", "0", "-0", "[[],{},[[]]]", "{\"\":0}",
        "[0,-0,1,10,123.456,0.5,-1.0,1e1,1E1,1e+1,1E-1,0e0,0E+00,-1.2e-03,123456789012345678901234567890]",
        "[1.7976931348623157e309]", "[-0.0000000000000000000000000000000000000000000000000000000001]",
        #"["\"\\\/\b\f\n\r\t"]"#, #"["\u0000\u001F\u0020\uFFFF\uabcd\uABCD"]"#,
        #"["\uD834\uDD1E \udbff\udfff \uD800\uDC00"]"#,
        #"["\\u0041 \\"]"#, "[\"\u{7F} \u{80} \u{2028}\u{2029} \u{FEFF} \u{FFFE} \u{10FFFF} \u{E000}\"]",
        "[\"/ ' / <!-- // # */\"]",
        "{\"a\":1,\"a\":2}", "{\"a\":{\"a\":{\"a\":[]}}}", "{\"\\u0061\" : [true , false , null]}", "{\"a\\\"b\":\"\"}",
        "[\"a\",\n\"b\"\n]", "[1,2,3,\"4\",{\"5\":[6]}]",
    ]

    private static let invalid = [
        "[1,]", "[,1]", "[1,,2]", "[,]", "[1 2]", "[1;2]", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\" 1}",
        "{\"a\",1}",
        "{\"a\":1 \"b\":2}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{\"a\":1:2}", "{\"a\"::1}", "{[]:1}", "[1}",
        "{\"a\":1]", "]", "}",
        "[1]]", "{}}", "[1] x", "1 2", "{}{}", "[]#", "[][]", "nul1", "True", "TRUE", "nil", "undefined", "NaN",
        "[NaN]", "[Infinity]",
        "[-Infinity]", "[nulll]", "[truefalse]", "[+1]", "[.5]", "[-.5]", "[1.]", "[-]", "[--1]", "[1.e1]", "[01]",
        "[-01]", "[00]", "[1e]",
        "[1e+]", "[1e1.5]", "[1.5.5]", "[0x1]", "[1_000]", "[1a]", "[1 .5]", "[\u{FF11}]", "[1,5 ,]", "['a']",
        "[\"a]\n\"", "[\"\t\"]", "[\"\n\"]",
        "[\"\u{0}\"]", "[\"\u{1F}\"]", #"["\a"]"#, #"["\'"]"#, #"["\0"]"#, #"["\x41"]"#, #"["\U0041"]"#, #"["\u004"]"#,
        #"["\u004G"]"#,
        #"["\u 041"]"#, #"["\u+041"]"#, #"["\uD800"]"#, #"["\uDC00"]"#, #"["\uD800\n"]"#, #"["\uD800\uD800"]"#,
        #"["\uD800x"]"#,
        #"["\uDC00\uD800"]"#, #"["\uD800\u0041"]"#, "[\"a\\\u{E4}\"]", "// c\n[]", "/* c */[]", "[1/**/]", "[1]//",
        "\u{FEFF}[]", "\u{A0}[]", "[\u{C}]",
        "[\u{B}1]", "[\u{85}1]", "[\u{2028}]", "<a/>", "@", "*", "\\", "\\u0020", "[\"a\"\"b\"]", "[a]", "{\"a\":b}",
        "(1)", "=1", "{\"a\"=1}", "\u{0}", "[]\u{0}",
    ]

    func testWhatTheStandardAllowsIsRead() {
        for text in Self.valid { XCTAssertNil(failure(text), text) }
    }

    func testWhatTheStandardDoesNotAllowIsASyntaxError() {
        for text in Self.invalid { XCTAssertEqual(failure(text)?.cause, .syntax, "\(text.debugDescription)") }
    }

    func testATextCutAnywhereHasEndedTooEarly() {
        for text in Self.valid where "[{\"tfn-".contains(text.first ?? " ") {
            let bytes = Array(text.utf8)
            let whole = bytes.lastIndex { !" \t\r\n".utf8.contains($0) } ?? 0
            for count in 0...whole where bytes[..<count].count > 0 || count == 0 {
                // A number may end anywhere between its digits.
                if text.hasPrefix("-"), count > 1 { continue }
                var scanner = JSONScanner()
                XCTAssertThrowsError(try scanner.scan(bytes.span.extracting(0..<count), mostDepth: 100)) {
                    XCTAssertEqual(($0 as? JSONFailure)?.cause, .ended, "\(text) at \(count)")
                }
            }
        }
    }

    func testDepthHoldsExactly() {
        for open in ["[", "{\"a\":"] {
            let text = String(repeating: open, count: 5) + "1" + String(repeating: open == "[" ? "]" : "}", count: 5)
            XCTAssertNil(failure(text, depth: 5))
            XCTAssertEqual(failure(text, depth: 4)?.cause, .depth)
            XCTAssertEqual(failure(String(repeating: open, count: 1_000_000), depth: 300)?.cause, .depth)
        }
        XCTAssertEqual(failure("[[[[]", depth: 2)?.offset, 2)
        XCTAssertNil(failure("[\(Array(repeating: "[]", count: 100).joined(separator: ","))]", depth: 2))
    }

    func testMistakesPointAtTheirByte() {
        let cases = [
            ("[1,2,]", 5), ("[1 2]", 3), ("{\"a\":1,}", 7), ("[\"a\u{1}\"]", 3), ("[01]", 1), ("[1]x", 3),
            ("[\"ä\\q\"]", 4),
        ]
        for (text, offset) in cases { XCTAssertEqual(failure(text)?.offset, offset, text) }
    }

    func testTokensCoverTheText() throws {
        var scanner = JSONScanner()
        let bytes = Array(#"{"a":[1,"x\n",{}],"b":null}"#.utf8)
        for _ in 0..<2 {
            try scanner.scan(bytes.span, mostDepth: 10)
            let tokens = scanner.tokens[..<scanner.tokens[0].next]
            let texts = tokens.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }
            XCTAssertEqual(
                texts, [#"{"a":[1,"x\n",{}],"b":null}"#, "a", #"[1,"x\n",{}]"#, "1", #"x\n"#, "{}", "b", "null"])
            XCTAssertEqual(tokens.map(\.next), [8, 2, 6, 4, 5, 6, 7, 8])
            XCTAssertEqual(tokens.map(\.hasEscapes), [false, false, false, false, true, false, false, false])
            XCTAssertEqual(
                tokens.map(\.kind), [.object, .name, .array, .number, .string, .object, .name, .literalNull])
        }
    }

    func testAScannerIsCleanAfterAMistake() throws {
        var scanner = JSONScanner()
        for text in Self.invalid + ["[[[", "{\"a\":["] {
            let bytes = Array(text.utf8)
            XCTAssertThrowsError(try scanner.scan(bytes.span, mostDepth: 10))
            try scanner.scan(Array("[]".utf8).span, mostDepth: 1)
            XCTAssertEqual(scanner.tokens[0].next, 1)
        }
    }

    func testEveryByteOfAStringIsLookedAt() throws {
        for before in 0..<20 {
            for after in 0..<20 {
                let (start, end) = (String(repeating: "a", count: before), String(repeating: "b", count: after))
                XCTAssertEqual(failure("[\"\(start)\u{1}\(end)\"]")?.offset, 2 + before)
                XCTAssertEqual(failure("[\"\(start)\\x\(end)\"]")?.offset, 2 + before)
                var scanner = JSONScanner()
                for (middle, hasEscapes, isForeign) in [
                    ("c", false, false), ("\\\"", true, false), ("ä", false, true), ("\u{7F}", false, false),
                ] {
                    let bytes = Array("[\"\(start)\(middle)\(end)\"]".utf8)
                    try scanner.scan(bytes.span, mostDepth: 1)
                    let token = scanner.tokens[1]
                    XCTAssertEqual(token.end, bytes.count - 2)
                    XCTAssertEqual(token.hasEscapes, hasEscapes)
                    // It may hold them where it does not, never the other way round.
                    if isForeign { XCTAssertTrue(token.isForeign) }
                }
            }
        }
    }
}
