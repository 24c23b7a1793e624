// The reader of ledger lines reads what `JSONText` writes, and nothing that does not end well.

import Messages
import XCTest

@testable import Recording

final class LineValueTests: XCTestCase {
    private func value(_ text: String) -> LineValue? { LineValue(parsing: Array(text.utf8)) }

    func testTextsAndNumbersAreFoundByName() {
        let object = value(#"{"a":"x","b":-7,"c":true,"d":9223372036854775807}"#)
        XCTAssertEqual(object?.text("a"), "x")
        XCTAssertEqual(object?.number("b"), -7)
        XCTAssertEqual(object?.number("d"), .max)
        XCTAssertNil(object?.number("c"))
        XCTAssertNil(object?.text("b"))
        XCTAssertNil(object?.number("a"))
        XCTAssertNil(object?.text("nothing"))
    }

    func testListsAndObjectsInThem() {
        let object = value(#"{"to":["a","b"],"none":[],"errors":[{"code":"x"},{"code":"y"}],"empty":{}}"#)
        XCTAssertEqual(object?.list("to").compactMap(\.asText), ["a", "b"])
        XCTAssertEqual(object?.list("none").count, 0)
        XCTAssertEqual(object?.list("errors").map { $0.text("code") }, ["x", "y"])
        XCTAssertEqual(object?.list("nothing").count, 0)
    }

    func testEveryCharacterComesBack() {
        for number in UInt32(0)...0x2100 {
            guard let scalar = Unicode.Scalar(number) else { continue }
            var json = JSONText()
            json.openObject()
            json.string("v", "a\(scalar)b")
            json.closeObject()
            XCTAssertEqual(LineValue(parsing: json.bytes)?.text("v"), "a\(scalar)b", "\(number)")
        }
    }

    func testCharactersBeyondTheFirstPlaneComeBack() {
        var json = JSONText()
        json.openObject()
        json.string("v", "\u{1F600}\u{10FFFF}\"\\\n")
        json.closeObject()
        XCTAssertEqual(LineValue(parsing: json.bytes)?.text("v"), "\u{1F600}\u{10FFFF}\"\\\n")
    }

    func testWhatDoesNotEndWellIsNothing() {
        let whole = #"{"a":["x",{"b":1}],"c":"d\n"}"#
        for length in 0..<whole.utf8.count { XCTAssertNil(value(String(whole.prefix(length))), "\(length)") }
        XCTAssertNotNil(value(whole))
        for text in [whole + "}", whole + ",", "{\"a\"}", "{a:1}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\uD800\"}", "[1"] {
            XCTAssertNil(value(text), text)
        }
    }
}
