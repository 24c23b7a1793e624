// Messages that are handed on at some time of day only: they are accepted at once, wait through kills and starts, and are
// handed on once when the time comes.

import Files
import Foundation
import Support
import XCTest

#if DEBUG
    final class WindowEndToEndTests: XCTestCase {
        private let clock = DayClock()

        /// Both receivers get each message: bob finds it, and worker's program takes it and writes a line of the file
        /// `journal`. From 18:00 to 06:00 in Helsinki in winter, which has two hours more than universal time.
        private func playground(_ rules: String = "", window: String = "18:00-06:00 Etc/GMT-2") throws -> Playground {
            let playground = try Playground(rows: rows(rules, window: window))
            let script = """
                #!/bin/sh
                cd "${0%/*}/.."
                cat > /dev/null
                echo "$LUOVA_MESSAGE_ID" >> journal

                """
            try playground.folder.write(script, to: "routes/handler", mode: 0o755)
            return playground
        }

        private func rows(_ rules: String, window: String) -> String {
            """
            <service time-zone="UTC"/>
            <partner id="alice" receipts="all"/>
            <system id="bob"/><system id="worker"><program path="handler" parallel="1"/></system>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
            <route id="r" from="alice" message="note" to="bob worker" syntax="xml" window="\(window)" \(rules)/>
            """
        }

        private func journal(_ playground: Playground) -> [String] {
            ((try? playground.folder.read("journal")) ?? "").split(separator: "\n").map(String.init)
        }

        private func delivered(_ playground: Playground) throws -> Int {
            try Set(playground.events("delivered").compactMap { $0["of"] as? String }).count
        }

        private func kill(_ daemon: Process) {
            Foundation.kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
        }

        /// What must be so when all is over: each message once, everywhere.
        private func assertOnceEach(_ playground: Playground, _ names: [String]) throws {
            XCTAssertEqual(journal(playground), names, "the program got them in this order")
            let found = try playground.pickup("bob").map { try playground.read($0, of: "bob") }
            XCTAssertEqual(found, names.map { Playground.note($0) }, "and so did who reads by name")
            XCTAssertEqual(playground.pickup("alice").count, names.count)
            let delivered = try playground.events("delivered").compactMap { $0["of"] as? String }
            XCTAssertEqual(delivered.count, 2 * names.count)
            XCTAssertEqual(Set(delivered).count, 2 * names.count)
            for receiver in ["bob", "worker"] { XCTAssertEqual(playground.names("waiting/\(receiver)"), []) }
            try playground.verify()
        }

        func testAMessageWaitsThroughKillsAndIsHandedOnOnceWhenItsWindowOpens() throws {
            let playground = try playground(#"order="sender""#)
            defer { playground.remove() }
            let names = (1...6).map { "n-\($0)" }
            // At noon, universal time: closed.
            for kills in 0..<3 {
                let daemon = try playground.start(environment: clock.environment(12, 0, Int64(kills) * 100))
                for name in names[2 * kills..<2 * kills + 2] {
                    try playground.drop(Playground.note(name), as: "\(name).xml")
                    XCTAssertTrue(eventually { !playground.names("participants/alice/drop").contains("\(name).xml") })
                }
                // It is receipted at once.
                XCTAssertTrue(eventually { playground.pickup("alice").count == 2 * kills + 2 })
                XCTAssertTrue(eventually { playground.names("waiting/bob").count == 2 * kills + 2 })
                XCTAssertTrue(eventually { playground.names("waiting/worker").count == 2 * kills + 2 })
                kill(daemon)
            }
            XCTAssertEqual(playground.pickup("bob"), [])
            XCTAssertEqual(journal(playground), [])
            let opens = try playground.events("accepted").compactMap { $0["opens"] as? String }
            XCTAssertEqual(opens.count, 6)
            XCTAssertTrue(opens.allSatisfy { $0.hasSuffix("T16:00:00.000000Z") }, "\(opens)")
            try playground.verify()
            // Two seconds before it opens: the timer sees it.
            let daemon = try playground.start(environment: clock.environment(15, 59, 58))
            XCTAssertTrue(playground.log.contains("12 messages wait for their programs or for a time of day"))
            XCTAssertTrue(eventually(within: 15) { (try? self.delivered(playground)) == 12 }, playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
            XCTAssertEqual(try playground.events("opened").count, 6, "those for the pickup folder")
            try assertOnceEach(playground, names)
        }

        func testADrainLeavesWhatWaitsAndAnOpenWindowLetsItGo() throws {
            let playground = try playground()
            defer { playground.remove() }
            let closed = try playground.start(environment: clock.environment(12, 0))
            try playground.drop(Playground.note("n-1"), as: "1.xml")
            XCTAssertTrue(eventually { playground.names("waiting/bob").count == 1 })
            XCTAssertEqual(playground.stop(closed), 0)
            let open = try playground.start(environment: clock.environment(20, 0))
            XCTAssertTrue(eventually(within: 20) { (try? self.delivered(playground)) == 2 })
            try playground.drop(Playground.note("n-2"), as: "2.xml")
            XCTAssertTrue(eventually(within: 20) { (try? self.delivered(playground)) == 4 })
            XCTAssertEqual(playground.stop(open), 0)
            XCTAssertEqual(try playground.events("opened").count, 1, "what comes while it is open does not wait")
            try assertOnceEach(playground, ["n-1", "n-2"])
        }

        func testAnotherTableLetsThemGo() throws {
            let playground = try playground(#"repeat="never""#)
            defer { playground.remove() }
            let daemon = try playground.start(environment: clock.environment(12, 0))
            try playground.drop(Playground.note("n-1"), as: "1.xml")
            XCTAssertTrue(eventually { playground.names("waiting/worker").count == 1 })
            try playground.write(rows: rows(#"repeat="never""#, window: "11:00-13:00"))
            Foundation.kill(daemon.processIdentifier, SIGHUP)
            XCTAssertTrue(eventually(within: 20) { (try? self.delivered(playground)) == 2 }, playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
            XCTAssertEqual(try playground.events("started").count, 1)
            try assertOnceEach(playground, ["n-1"])
        }

        func testKillsWhileTheWindowOpensLoseNothingAndRepeatNothing() throws {
            let playground = try playground()
            defer { playground.remove() }
            let count = Endurance.isFull ? 2_000 : 200
            let names = (0..<count).map { "n-\(1_000 + $0)" }
            let closed = try playground.start(environment: clock.environment(12, 0))
            for name in names { try playground.drop(Playground.note(name), as: "\(name).xml") }
            XCTAssertTrue(eventually(within: 60) { playground.names("waiting/bob").count == count })
            kill(closed)
            var numbers = SeededNumbers(seed: 20_261_122)
            for round in 0..<(Endurance.isFull ? 40 : 6) {
                let daemon = try playground.start(environment: clock.environment(17, Int64(round)))
                let moment = Clock.monotonic() + Int64.random(in: 0...60_000_000, using: &numbers)
                while Clock.monotonic() < moment { ScratchFolder.pause(nanoseconds: 500_000) }
                kill(daemon)
            }
            let last = try playground.start(environment: clock.environment(19, 0))
            XCTAssertTrue(eventually(within: 60) { (try? self.delivered(playground)) == 2 * count }, playground.log)
            XCTAssertEqual(playground.stop(last), 0)
            let found = try playground.pickup("bob").map { try playground.read($0, of: "bob") }
            XCTAssertEqual(found.sorted(), names.map { Playground.note($0) })
            // A program may be asked twice; under one delivery id, which is the ledger's.
            XCTAssertEqual(Set(journal(playground)), Set(names))
            for receiver in ["bob", "worker"] { XCTAssertEqual(playground.names("waiting/\(receiver)"), []) }
            XCTAssertEqual(playground.pickup("alice").count, count)
            try playground.verify()
        }

        func testEachStepOfAnOpeningMayBeTheLast() throws {
            // One message that waits for its window, and a kill at each call that changes something, as the window is open.
            let playground = try playground()
            defer { playground.remove() }
            var kills = 0
            var sent = 0
            for call in stride(from: 1, through: 400, by: Endurance.isFull ? 1 : 4) {
                sent += 1
                let name = "n-\(1_000 + call)"
                let closed = try playground.start(environment: clock.environment(12, 0))
                try playground.drop(Playground.note(name), as: "\(name).xml")
                XCTAssertTrue(eventually { playground.names("waiting/bob").count == 1 })
                kill(closed)
                var environment = clock.environment(17, 0)
                environment["LUOVA_FAULTS"] = "*@spool#\(call)=kill"
                let process = try playground.launchDrain(environment: environment)
                if process.reason == .uncaughtSignal { kills += 1 }
                let last = try playground.launchDrain(environment: clock.environment(17, 30))
                XCTAssertEqual(last.code, 0)
                XCTAssertEqual(playground.names("waiting/bob"), [], "call \(call)")
                XCTAssertEqual(playground.pickup("bob").count, sent, "call \(call)")
                if process.reason == .exit { break }
            }
            XCTAssertEqual(kills, sent - 1, "the last one was not killed any more")
            XCTAssertGreaterThan(kills, 10)
            try playground.verify()
        }
    }

    extension Playground {
        /// Handles what is there at some time of day, until it ends or something ends it.
        func launchDrain(
            environment: [String: String]
        ) throws -> (code: Int32, reason: Process.TerminationReason) {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Playground.program)
            process.arguments = ["run", "--routes", routes, "--spool", spool, "--drain", "--workers", "1"]
            process.environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { first, _ in first }
            process.standardInput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return (process.terminationStatus, process.terminationReason)
        }
    }
#endif
