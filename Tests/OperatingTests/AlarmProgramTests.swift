// What the program for alarms reads.

import Foundation
import Messages
import XCTest

@testable import Operating

final class AlarmProgramTests: XCTestCase {
    func testOneObjectOnOneLine() throws {
        let alarm = Alarm(Alarm.Key(.refusals, "alice"), since: SnapshotTrial.ago(60), text: "a \"word\"\nmore")
        for (begins, state) in [(true, "begins"), (false, "ends")] {
            let bytes = AlarmProgram.json(AlarmChange(begins: begins, alarm: alarm), SnapshotTrial.now)
            XCTAssertEqual(bytes.firstIndex(of: 0x0A), bytes.count - 1)
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: String])
            XCTAssertEqual(
                object,
                [
                    "state": state, "alarm": "refusals", "subject": "alice", "since": "2026-11-25T11:59:00.000000Z",
                    "time": "2026-11-25T12:00:00.000000Z", "text": "a \"word\"\nmore",
                ])
        }
    }
}
