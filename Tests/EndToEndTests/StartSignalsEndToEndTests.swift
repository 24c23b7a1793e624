// Signals that come while the daemon starts: none is lost.

import Files
import Foundation
import Support
import XCTest

final class StartSignalsEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws {
        playground = try Playground()
        // With something to recover.
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        try playground.drain()
    }

    override func tearDown() { playground.remove() }

    /// Places in a start to look at, counted in calls to the kernel: its first one, one shortly before it is ready, and
    /// some between.
    private func places() throws -> [Int] {
        let daemon = try playground.start(environment: ["LUOVA_FAULT_TRACE": playground.folder.path(of: "trace")])
        let count = try playground.folder.read("trace").split(separator: "\n").count
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertGreaterThan(count, 50)
        // Some calls happen beside the start; every start makes so many.
        return (0...7).map { 1 + $0 * (count - 20) / 7 }
    }

    /// Sends a signal to a daemon that stands still before a call of its start, and lets it go on.
    ///
    /// - Returns: the daemon, and how long the log was before.
    private func start(
        stoppedAt call: String, signal: Int32
    ) throws -> (daemon: Process, before: UInt64) {
        let (daemon, before) = try playground.launch(environment: ["LUOVA_FAULTS": "\(call)=stop"])
        XCTAssertTrue(eventually(within: 30) { isStopped(daemon.processIdentifier) }, call)
        kill(daemon.processIdentifier, signal)
        kill(daemon.processIdentifier, SIGCONT)
        return (daemon, before)
    }

    /// A daemon that is asked to end does so, as any stop does.
    private func expectEnd(of daemon: Process, _ what: String) {
        XCTAssertTrue(eventually(within: 30) { !daemon.isRunning }, "\(what) is lost")
        if daemon.isRunning { kill(daemon.processIdentifier, SIGKILL) }
        daemon.waitUntilExit()
        XCTAssertEqual(daemon.terminationReason, .exit, what)
        XCTAssertEqual(daemon.terminationStatus, 0, what)
    }

    func testAStartIsEndedWhereverItIs() throws {
        for place in try places() {
            for signal in [SIGTERM, SIGINT] {
                let (daemon, _) = try start(stoppedAt: "all#\(place)", signal: signal)
                expectEnd(of: daemon, "signal \(signal) at call \(place)")
            }
        }
        try playground.drop(Playground.note("n-2"), as: "b.xml")
        try playground.drain()
        XCTAssertEqual(playground.pickup("bob").count, 2)
        try playground.verify()
    }

    func testAStartThatTakesItsTimeIsEndedAtOnce() throws {
        for call in ["open@routes", "lock@spool", "open@ledger"] {
            let (daemon, _) = try playground.launch(
                environment: [
                    "LUOVA_FAULTS": "\(call)=hang", "LUOVA_FAULT_TRACE": playground.folder.path(of: "trace-\(call)"),
                ])
            let name = call.split(separator: "@")[1]
            XCTAssertTrue(
                eventually(within: 30) {
                    let trace = (try? WholeFile.read(playground.folder.path(of: "trace-\(call)"))) ?? []
                    return String(decoding: trace, as: UTF8.self).split(separator: "\n").last?.contains(name) ?? false
                })
            kill(daemon.processIdentifier, SIGTERM)
            expectEnd(of: daemon, "SIGTERM at \(call)")
        }
    }

    func testAReloadDuringAStartWaitsForItsEnd() throws {
        for place in try places() {
            let (daemon, before) = try start(stoppedAt: "all#\(place)", signal: SIGHUP)
            let reloaded = "reload: the new routing table is in force"
            var said: Substring { playground.log.dropFirst(Int(before)) }
            XCTAssertTrue(
                eventually(within: 30) { said.contains(reloaded) || !daemon.isRunning },
                "SIGHUP at call \(place) is lost")
            XCTAssertTrue(daemon.isRunning, "SIGHUP at call \(place) ended the daemon")
            let ready = try XCTUnwrap(said.range(of: "ready:"))
            XCTAssertLessThan(ready.lowerBound, try XCTUnwrap(said.range(of: reloaded)).lowerBound)
            XCTAssertEqual(playground.stop(daemon), 0)
        }
    }
}
