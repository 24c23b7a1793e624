// The canonical JSON for a value, and for the order of children.

import XCTest

@testable import Validation

final class CanonicalTests: XCTestCase {
    func testNumbersAreThoseOfJSON() {
        for text in ["0", "-0", "12", "-12.50", "0.5", "1e3", "1E-3", "1.5e+10", "12345678901234567890"] {
            XCTAssertTrue(Canonical.isNumber(Array(text.utf8)[...]), text)
        }
        for text in [
            "", "-", "+1", "01", "-01", ".5", "1.", "1e", "1e+", "1 ", " 1", "1.5.2", "NaN", "0x1", "1,5", "--1",
        ] {
            XCTAssertFalse(Canonical.isNumber(Array(text.utf8)[...]), text)
        }
    }

    func testOnlyNumericTypesAndBooleansAreBare() {
        let cases: [(String, String?, Bool)] = [
            ("1", "xs:decimal", true), ("1", "xs:unsignedByte", true), ("1.5e3", "xs:double", true),
            ("INF", "xs:double", false), ("1", "xs:string", false), ("1", nil, false), ("2026", "xs:gYear", false),
            ("true", "xs:boolean", true), ("1", "xs:boolean", false), ("true", "xs:string", false),
            ("true", "xs:int", false),
        ]
        for (text, type, expected) in cases {
            XCTAssertEqual(Canonical.isBare(Array(text.utf8)[...], type), expected, "\(text) \(type ?? "-")")
        }
    }

    func testChildrenAreGroupedWhereThatGivesBackTheirOrder() {
        func check(_ names: String, _ orders: [Int?], _ expected: Bool) {
            XCTAssertEqual(Canonical.isGrouped(names.map { Array(String($0).utf8) }, orders: orders), expected, names)
        }
        check("", [], true)
        check("AABC", [0, 0, 1, 2], true)
        check("ABA", [0, 1, 0], false)
        check("BA", [1, 0], false)
        check("BA", [0, 0], true)
        check("AXB", [0, nil, 1], true)
        check("AXBX", [0, nil, 1, nil], false)
        check("BXA", [1, nil, 0], false)
    }
}
