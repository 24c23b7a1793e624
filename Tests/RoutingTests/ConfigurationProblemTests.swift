// How a problem of the table is written for people.

import Routing
import XCTest

final class ConfigurationProblemTests: XCTestCase {
    func testTheLineStandsWhereThereIsOne() {
        XCTAssertEqual(
            ConfigurationProblem(file: "a.xml", line: 3, "wrong; mend it").description, "a.xml:3: wrong; mend it")
        XCTAssertEqual(
            ConfigurationProblem(file: "a.xml", line: 0, "wrong; mend it").description, "a.xml: wrong; mend it")
    }
}
