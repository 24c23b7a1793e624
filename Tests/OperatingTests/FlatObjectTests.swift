// The small JSON of requests: what is one is read, and whatever else is none.

import Operating
import XCTest

final class FlatObjectTests: XCTestCase {
    private func read(_ text: String) -> FlatObject? { FlatObject(Array(text.utf8)) }

    func testMembersAreRead() throws {
        let object = try XCTUnwrap(
            read(
                #" { "a" : "x\"\\\/\b\f\n\r\tä\u20ac\ud83d\ude00" , "b":-12,"c":true,"d":false,"e":["1","2"],"f":[] } "#
            ))
        XCTAssertEqual(object.names, ["a", "b", "c", "d", "e", "f"])
        XCTAssertEqual(object.text("a"), "x\"\\/\u{8}\u{C}\n\r\tä€😀")
        XCTAssertEqual(object.number("b"), -12)
        XCTAssertEqual(object["c"], .truth(true))
        XCTAssertEqual(object["d"], .truth(false))
        XCTAssertEqual(object["e"], .list(["1", "2"]))
        XCTAssertEqual(object["f"], .list([]))
        XCTAssertNil(object["g"])
        XCTAssertNil(object.text("b"))
        XCTAssertNil(object.number("a"))
        XCTAssertEqual(read("{}"), FlatObject())
    }

    func testWhateverElseIsNone() {
        let texts = [
            "", " ", "{", "}", "[]", "null", #""a""#, "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1}x"#,
            #"{"a":1}{}"#,
            #"{a:1}"#, #"{"a":1,"a":2}"#, #"{"a":null}"#, #"{"a":1.5}"#, #"{"a":1e3}"#, #"{"a":01}"#, #"{"a":-}"#,
            #"{"a":+1}"#, #"{"a":99999999999999999999}"#, #"{"a":{}}"#, #"{"a":[1]}"#, #"{"a":[["x"]]}"#,
            #"{"a":["x",]}"#,
            #"{"a":["x"}"#, #"{"a":"x}"#, #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{"a":"\u12g4"}"#, #"{"a":"\ud800"}"#,
            #"{"a":"\ud800\u0041"}"#, #"{"a":"\udc00"}"#, "{\"a\":\"\n\"}", #"{"a":tru}"#, #"{"a":TRUE}"#,
        ]
        for text in texts { XCTAssertNil(read(text), text) }
        XCTAssertNil(FlatObject([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]), "a name that is no UTF-8")
        XCTAssertNil(FlatObject(Array(#"{"a":"#.utf8) + [0x22, 0xC0, 0x80, 0x22, 0x7D]))
    }

    func testDepthIsNoDanger() {
        XCTAssertNil(read(String(repeating: "[", count: 1_000_000)))
        XCTAssertNil(read(String(repeating: #"{"a":"#, count: 200_000)))
    }
}
