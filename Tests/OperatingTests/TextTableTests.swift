// Columns for people.

import XCTest

@testable import Operating

final class TextTableTests: XCTestCase {
    func testColumnsAreAsWideAsTheirWidestCell() {
        var table = TextTable(["name", "n"])
        table.add(["a", "100"])
        table.add(["longer", "1", "x"])
        XCTAssertEqual(table.lines, ["name      n", "a       100", "longer    1  x"])
        XCTAssertEqual(TextTable([]).lines, [""])
    }
}
