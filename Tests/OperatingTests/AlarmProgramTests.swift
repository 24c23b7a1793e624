// What the program for alarms reads.

import Dispatch
import Foundation
import Messages
import Relaying
import Support
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

    func testAnAlarmThatHasToWaitKeepsItsTime() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("#!/bin/sh\ncat >> \(folder.path(of: "seen"))\n", to: "program", mode: 0o755)
        let queue = DispatchQueue(label: "alarms")
        let program = try AlarmProgram(path: folder.path(of: "program"), queue: queue, log: RelayLog { _ in })
        // More than run at a time.
        for minutes in 1...4 as ClosedRange<Int64> {
            let time = SnapshotTrial.ago(minutes * 60)
            let alarm = Alarm(Alarm.Key(.fault, "\(minutes)"), since: time, text: "x")
            queue.sync { program.tell(AlarmChange(begins: true, alarm: alarm), now: time) }
        }
        func lines() -> [Substring] { ((try? folder.read("seen")) ?? "").split(separator: "\n") }
        XCTAssertTrue(eventually { lines().count == 4 })
        for line in lines() {
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
            XCTAssertEqual(object["time"], object["since"], "\(object["subject"] ?? "")")
        }
        queue.sync {}
    }
}
