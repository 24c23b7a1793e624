// The daemon as its surroundings see it: lock, signals, readiness, lanes, the command line.

import Files
import Foundation
import Support
import XCTest

final class ServiceEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    func testASecondDaemonOnTheSameSpoolIsRefused() throws {
        let daemon = try playground.start()
        let (code, _, error) = try playground.luova(["run", "--routes", playground.routes, "--spool", playground.spool])
        XCTAssertEqual(code, 75)
        XCTAssertTrue(error.contains("\(playground.spool)/lock: another daemon runs"), error)
        XCTAssertEqual(playground.stop(daemon), 0)
        try playground.drain()
    }

    func testTerminationFinishesWhatIsInHandAndLeavesTheRest() throws {
        let drop = "\(playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        for number in 0..<3_000 {
            try WholeFile.write(Array(Playground.note("n-\(number)").utf8), to: "\(drop)/\(number).xml")
        }
        let daemon = try playground.start()
        XCTAssertTrue(eventually { playground.pickup("bob").count > 10 })
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(playground.names("taken/alice"), [])
        let delivered = playground.pickup("bob").count
        XCTAssertEqual(delivered + playground.names("participants/alice/drop").count, 3_000)
        XCTAssertEqual(try playground.events("delivered").count, delivered, "what was delivered is recorded")
    }

    func testReadinessIsToldToTheServiceManager() throws {
        let path = playground.folder.path(of: "notify")
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(number) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        XCTAssertEqual(bound, 0)
        func message() -> String {
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = recv(number, &bytes, bytes.count, 0)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }
        let daemon = try playground.start(environment: ["NOTIFY_SOCKET": path])
        XCTAssertEqual(message(), "READY=1")
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(message().hasPrefix("RELOADING=1"))
        XCTAssertEqual(message(), "READY=1")
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(message(), "STOPPING=1")
    }

    func testALargeBatchDoesNotMakeAnotherMessageWaitForIt() throws {
        // Unoptimised, judging takes longer than is usual.
        let rows =
            Playground.rows + #"<service max-time="5min"/>"#
            + #"<partner id="night" receipts="none"/><route id="night-bob" from="night" message="note" to="bob" lane="batch"/>"#
        try playground.write(rows: rows)
        let daemon = try playground.start()
        let text = String(repeating: "<Text>\(String(repeating: "a", count: 10_000))</Text>", count: 4_500)
        try playground.drop(
            "<Note xmlns=\"urn:test:note\"><Id>large</Id>\(text)</Note>", as: "large.xml", from: "night")
        for number in 0..<20 {
            try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml")
            XCTAssertTrue(eventually { playground.pickup("alice").count == number + 1 })
        }
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count == 21 }, playground.log)
        XCTAssertEqual(playground.stop(daemon), 0)
        // At least one that came later passed while the large one was being judged.
        let events = try playground.events("accepted")
        XCTAssertNotEqual(events.first?["message_id"] as? String, "large")
    }

    func testALogIsReadBesideARunningDaemon() throws {
        let daemon = try playground.start()
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        XCTAssertTrue(eventually { playground.pickup("alice").count == 1 })
        let (code, output, _) = try playground.luova(["log", "--spool", playground.spool, "--message", "n-1"])
        XCTAssertEqual(code, 0)
        XCTAssertTrue(output.contains("accepted from alice to bob note id n-1 route alice-bob file a.xml"), output)
        XCTAssertEqual(playground.stop(daemon), 0)
    }

    func testTheLogNamesNoPersonalIdentityCode() throws {
        try WholeFile.makeDirectories(playground.dropPath("about 010190-900A"))
        let daemon = try playground.start()
        XCTAssertTrue(eventually { playground.log.contains("is a folder") })
        XCTAssertTrue(playground.log.contains("***********' is a folder"), playground.log)
        XCTAssertFalse(playground.log.contains("010190"))
        XCTAssertEqual(playground.stop(daemon), 0)
    }
}
