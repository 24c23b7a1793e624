// The service manager's watchdog: fed while the work goes on, and starved by what hangs; and the form of log lines.

import Files
import Foundation
import Support
import XCTest

final class WatchdogEndToEndTests: XCTestCase {
    private var playground: Playground!
    private var manager: Int32 = -1
    private var address: String { playground.folder.path(of: "notify") }

    override func setUpWithError() throws {
        playground = try Playground()
        manager = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(address.utf8)) }
        let bound = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(manager, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        XCTAssertEqual(bound, 0)
    }

    override func tearDown() {
        playground.remove()
        close(manager)
    }

    /// The next word to the manager; nil when none comes for so many seconds.
    private func message(within seconds: Int) -> String? {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(manager, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = recv(manager, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private func start(_ more: [String: String] = [:], usec: String = "90000") throws -> Process {
        try playground.start(
            environment: ["NOTIFY_SOCKET": address, "WATCHDOG_USEC": usec].merging(more) { first, _ in first })
    }

    /// Whether it speaks up again, for longer than what it said before may lie in the socket.
    private func isFed() -> Bool {
        for _ in 0..<30 { if message(within: 20) == nil { return false } }
        return true
    }

    func testItIsFedWhileTheWorkGoesOn() throws {
        let daemon = try start()
        XCTAssertTrue(isFed())
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        XCTAssertTrue(eventually { playground.pickup("bob").count == 1 })
        XCTAssertTrue(isFed())
        XCTAssertEqual(playground.stop(daemon), 0)
    }

    func testACommitterThatHangsStarvesIt() throws {
        try starve("fdatasync@taken/alice#1=hang")
    }

    func testAProgramThatCannotBeStartedForEverStarvesIt() throws {
        try playground.write(
            rows: Playground.rows.replacing(
                #"<system id="bob"/>"#, with: #"<system id="bob"><program path="/bin/true"/></system>"#))
        try starve("rename@waiting/bob#1=hang")
    }

    /// Drops a message whose way ends in a call that never returns.
    private func starve(_ faults: String) throws {
        let daemon = try start(["LUOVA_FAULTS": faults])
        XCTAssertTrue(isFed())
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        // It falls silent, after what was on its way.
        XCTAssertTrue(eventually(within: 60) { message(within: 2) == nil }, playground.log)
        XCTAssertTrue(daemon.isRunning, "it does not end by itself")
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        // The next start finishes the work.
        try playground.drain()
        XCTAssertTrue(eventually { (try? playground.events("accepted").count) == 1 })
    }

    func testAWatchdogOfAnotherProcessIsNotFed() throws {
        let daemon = try start(["WATCHDOG_PID": "1"])
        XCTAssertEqual(message(within: 20), "READY=1")
        XCTAssertNil(message(within: 1))
        XCTAssertEqual(playground.stop(daemon), 0)
    }

    func testWithoutAJournalItsLinesAreLines() throws {
        let daemon = try start(["JOURNAL_STREAM": "1:1"])
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertTrue(playground.log.contains("\nluova: ready: "), playground.log)
    }

    func testAJournalThatDoesNotListenGetsLinesWithPriorities() throws {
        guard WholeFile.status(Journal.address) == nil else {
            throw XCTSkip("a journal listens here")  // reason: its entries are not this test's
        }
        let log = playground.folder.path(of: "log")
        try WholeFile.write([], to: log)
        let status = try XCTUnwrap(WholeFile.status(log))
        let daemon = try start(["JOURNAL_STREAM": "\(status.device):\(status.inode)"])
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertTrue(playground.log.contains("\n<6>ready: "), playground.log)
    }
}
