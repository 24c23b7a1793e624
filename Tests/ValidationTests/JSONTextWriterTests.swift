// JSON for people: commas, lines and quotes.

import XCTest

@testable import Validation

final class JSONTextWriterTests: XCTestCase {
    private func written(isIndented: Bool, _ body: (inout JSONTextWriter) -> Void) -> String {
        var writer = JSONTextWriter(isIndented: isIndented)
        body(&writer)
        writer.finish()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func everything(_ writer: inout JSONTextWriter) {
        writer.open("{")
        writer.name(Array("a".utf8))
        writer.string([])
        writer.name(Array("b\"".utf8))
        writer.open("[")
        writer.bare(Array("1".utf8))
        writer.open("{")
        writer.close("}")
        writer.open("[")
        writer.close("]")
        writer.close("]")
        writer.name(Array("c".utf8))
        writer.bare(Array("null".utf8))
        writer.close("}")
    }

    func testEachMemberAndItemHasItsLine() {
        XCTAssertEqual(
            written(isIndented: true, everything),
            """
            {
              "a": "",
              "b\\"": [
                1,
                {},
                []
              ],
              "c": null
            }

            """)
        XCTAssertEqual(written(isIndented: false, everything), #"{"a":"","b\"":[1,{},[]],"c":null}"# + "\n")
    }

    func testStringsAreQuoted() {
        let text = "\"\\/\n\r\tä\u{1F600}\u{7F}"
        let json = written(isIndented: false) { $0.string(Array(text.utf8)) }
        XCTAssertEqual(json, "\"\\\"\\\\/\\n\\r\\tä\u{1F600}\u{7F}\"\n")
        XCTAssertEqual(JSONValue(json), .string(Array(text.utf8)))
    }
}
