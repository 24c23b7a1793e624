// Which agreements end, and when.

import Messages
import XCTest

import Relaying
@testable import Operating

final class AgreementEndingTests: XCTestCase {
    func testThoseThatRowsRestOnTheNextOneFirst() throws {
        let trial = try SnapshotTrial(
            """
            <group id="funds" name="Funds"/><partner id="fund" groups="funds" agreement="F"/>
            <agreement id="F" partner="fund" from="2020-01-01" until="2026-12-01"/>
            <agreement id="A" partner="alice" from="2020-01-01" until="2027-12-01"/>
            <agreement id="open" partner="alice" from="2020-01-01"/>
            <agreement id="unused" partner="carol" from="2020-01-01" until="2026-12-01"/>
            <route id="g" from="funds" message="note" to="bob"/>
            <route id="o" from="carol" message="note" to="alice" agreement="open"/>
            """, rules: #"agreement="A""#)
        let endings = AgreementEnding.all(
            in: trial.observation.table, on: CivilDate(year: 2026, month: 12, day: 3))
        XCTAssertEqual(endings.map(\.identifier), ["F", "A"])
        XCTAssertEqual(endings.map(\.daysLeft), [-2, 363])
        XCTAssertEqual(endings.map(\.partner), ["fund", "alice"])
    }
}
