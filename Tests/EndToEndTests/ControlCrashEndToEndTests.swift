// The daemon is killed while operators act: each action is in the ledger once, or not at all and then nothing was done.

import Files
import Foundation
import Support
import XCTest

final class ControlCrashEndToEndTests: XCTestCase {
    func testAHoldThroughAKillIsRecordedOnceOrNotAtAll() throws {
        let trial = try ControlTrial()
        defer { trial.remove() }
        let names = (1...120).map { "\($0)" }
        var daemon = try trial.start()
        let all = Array(try trial.send(names).values)
        for round in 0..<4 {
            let asked = Array(all[(round * 30)..<(round * 30 + 30)])
            let verbs = asked.map { delivery in
                let process = Process()
                process.executableURL = URL(fileURLWithPath: Playground.program)
                process.arguments = ["hold", delivery, "--control", trial.socket]
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                return process
            }
            for verb in verbs { try verb.run() }
            XCTAssertTrue(try eventually(within: 30) { try trial.playground.events("held").count > round * 3 })
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
            for verb in verbs { verb.waitUntilExit() }
            daemon = try trial.start()
            // What an operator was told is so.
            let held = try trial.playground.events("held").compactMap { $0["of"] as? String }
            for (verb, delivery) in zip(verbs, asked) where verb.terminationStatus == 0 {
                XCTAssertTrue(held.contains(delivery))
            }
            XCTAssertEqual(held.count, Set(held).count, "none twice")
            let listed = try trial.list(["--state", "held"]).compactMap { $0["id"] as? String }
            XCTAssertEqual(Set(listed), Set(held), "what the ledger says is what the daemon does")
        }
        XCTAssertEqual(try trial.list().count, names.count)
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        try trial.verify()
    }

    #if DEBUG
        /// Kills at each call that changes the disk while one action is carried out, and looks what is there after a
        /// start.
        private func assertWholeOrNot(
            _ prepare: (ControlTrial) throws -> [String], _ check: (ControlTrial, _ isRecorded: Bool) throws -> Void
        ) throws {
            // What a start itself calls is of interest to other tests.
            var number = Endurance.isFull ? 0 : try max(0, callsOfAStart(prepare) - 2)
            let first = number
            var isOver = false
            while !isOver {
                number += 1
                let trial = try ControlTrial()
                defer { trial.remove() }
                let words = try prepared(trial, prepare)
                let events = try trial.playground.ledger().count { $0["by"] != nil }
                // Only what the action does: the start before it makes no such names.
                let second = try trial.start(environment: ["LUOVA_FAULTS": "*#\(number)=kill"])
                let code = try trial.luova(words).code
                if code == 0 {
                    // All calls of the action were made, and the kill came behind it or not at all.
                    XCTAssertEqual(try trial.playground.ledger().count { $0["by"] != nil }, events + 1)
                    isOver = second.isRunning && trial.playground.stop(second) == 0
                }
                if second.isRunning { kill(second.processIdentifier, SIGKILL) }
                second.waitUntilExit()
                let isRecorded = try trial.playground.ledger().count { $0["by"] != nil } == events + 1
                let third = try trial.start()
                try check(trial, isRecorded)
                XCTAssertEqual(trial.playground.stop(third), 0)
                try trial.verify()
                if number > 200 { return XCTFail("it never ends") }
            }
            XCTAssertGreaterThan(number - first, 3, "some kills came in the middle")
        }

        private func prepared(
            _ trial: ControlTrial, _ prepare: (ControlTrial) throws -> [String]
        ) throws -> [String] {
            let daemon = try trial.start()
            let words = try prepare(trial)
            XCTAssertEqual(trial.playground.stop(daemon), 0)
            return words
        }

        /// How many calls that change the disk a start makes until it is ready.
        private func callsOfAStart(_ prepare: (ControlTrial) throws -> [String]) throws -> Int {
            let trial = try ControlTrial()
            defer { trial.remove() }
            _ = try prepared(trial, prepare)
            let daemon = try trial.start(
                environment: ["LUOVA_FAULT_TRACE": trial.playground.folder.path(of: "trace")])
            let calls = try trial.playground.folder.read("trace").split(separator: "\n").count {
                $0.hasPrefix("changes ")
            }
            XCTAssertEqual(trial.playground.stop(daemon), 0)
            return calls
        }

        func testAHoldIsThereAfterAKillIfItIsInTheLedger() throws {
            try assertWholeOrNot({ trial in ["hold", try XCTUnwrap(trial.send(["1"])["1"])] }) { trial, isRecorded in
                XCTAssertTrue(
                    try eventually { try trial.list().first?["state"] as? String == (isRecorded ? "held" : "waiting") })
            }
        }

        func testAPauseIsThereAfterAKillIfItIsInTheLedger() throws {
            try assertWholeOrNot({ _ in ["pause", "--from", "alice"] }) { trial, isRecorded in
                let paused = try XCTUnwrap(trial.objects(["status"]).first?["paused"] as? [String])
                XCTAssertEqual(paused.isEmpty, !isRecorded)
            }
        }

        func testAReplayIsCarriedOutAfterAKillIfItIsInTheLedger() throws {
            try assertWholeOrNot({ trial in
                try trial.playground.drop("<Other/>", as: "other.xml")
                XCTAssertTrue(eventually { trial.playground.names("refused/alice").count == 1 })
                return ["replay", String(trial.playground.names("refused/alice")[0].prefix(12)), "--comment", "x"]
            }) { trial, isRecorded in
                XCTAssertTrue(
                    try eventually(within: 20) { try trial.playground.events("refused").count == (isRecorded ? 2 : 1) })
                XCTAssertTrue(eventually { trial.playground.names("refused/alice").count == 1 })
                XCTAssertEqual(trial.playground.names("taken/alice"), [])
            }
        }

        func testAResentMessageIsThereAfterAKillIfItIsInTheLedger() throws {
            try assertWholeOrNot({ trial in
                let delivery = try XCTUnwrap(trial.send(["1"])["1"])
                try trial.done(["discard", delivery, "--comment", "x"])
                return ["resend", delivery, "--comment", "y"]
            }) { trial, isRecorded in
                XCTAssertEqual(trial.playground.names("refused/alice").count, isRecorded ? 0 : 1)
                XCTAssertEqual(try trial.list().count, isRecorded ? 1 : 0)
            }
        }
    #endif
}
