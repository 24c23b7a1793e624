// When alarms begin, as the service row says it.

import Files
import Messages
import Routing
import Support
import XCTest

final class AlarmThresholdsTests: XCTestCase {
    private func settings(_ attributes: String) throws -> ServiceSettings {
        try TableBench(["a.xml": ["<service \(attributes)/>"] + TableBench.rows]).load().settings
    }

    private func lines(_ settings: ServiceSettings) -> [String] {
        settings.lines.filter { $0.name.hasPrefix("alarm-") }.map { "\($0.name)=\($0.value)" }
    }

    func testTheDefaults() throws {
        XCTAssertEqual(
            lines(try settings("")),
            [
                "alarm-drop-age=15min", "alarm-waiting-age=1h", "alarm-failures=10", "alarm-free=twice min-free",
                "alarm-refusals=20%", "alarm-refusals-least=20", "alarm-agreement=30d",
            ])
    }

    func testAllCanBeSet() throws {
        let attributes =
            #"alarm-drop-age="5min" alarm-waiting-age="2h" alarm-failures="3" alarm-free="10%" alarm-refusals="50%" "#
            + #"alarm-refusals-least="5" alarm-agreement="90d""#
        XCTAssertEqual(
            lines(try settings(attributes)),
            [
                "alarm-drop-age=5min", "alarm-waiting-age=2h", "alarm-failures=3", "alarm-free=10%",
                "alarm-refusals=50%", "alarm-refusals-least=5", "alarm-agreement=90d",
            ])
    }

    func testFreeRoomIsTwiceTheMinimumUnlessItIsSet() {
        var thresholds = AlarmThresholds()
        XCTAssertEqual(thresholds.freeBytes(of: 1_000_000_000_000, minimum: .usual), 512_000_000)
        XCTAssertEqual(thresholds.freeBytes(of: 1_000_000_000, minimum: .usual), 40_000_000)
        XCTAssertEqual(thresholds.freeBytes(of: 1_000, minimum: .percent(80)), 500, "or it would always be on")
        thresholds.free = .bytes(7)
        XCTAssertEqual(thresholds.freeBytes(of: 1_000, minimum: .usual), 7)
    }

    func testWhatIsNoThreshold() throws {
        for attribute in [
            #"alarm-failures="0""#, #"alarm-refusals="120%""#, #"alarm-refusals="20""#, #"alarm-drop-age="0s""#,
            #"alarm-waiting-age="soon""#,
        ] {
            let bench = try TableBench(["a.xml": ["<service \(attribute)/>"] + TableBench.rows])
            XCTAssertEqual(bench.problems().count, 1, attribute)
        }
    }

    func testTheDigestOfATableIsThatOfItsFilesOneAfterTheOther() throws {
        let rows = TableBench.rows
        let bench = try TableBench(["b.xml": Array(rows[2...]), "a.xml": Array(rows[..<2])])
        let bytes = try ["a.xml", "b.xml"].flatMap { try WholeFile.read("\(bench.folder.path)/\($0)") }
        XCTAssertEqual(try bench.load().digest, Digest(of: bytes))
    }
}
