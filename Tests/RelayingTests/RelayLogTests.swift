// What is said of an event, and that no personal identity code gets into it.

import Messages
import Relaying
import Synchronization
import XCTest

@testable import Relaying

final class RelayLogTests: XCTestCase {
    private final class Lines: Sendable {
        let all = Mutex<[LogEntry]>([])
        var log: RelayLog { RelayLog { entry in self.all.withLock { $0.append(entry) } } }
        var first: LogEntry? { all.withLock(\.first) }
    }

    func testAnEventKeepsWhatItIsAbout() throws {
        let lines = Lines()
        lines.log(
            .error, .alarm, "text", participant: ParticipantIdentifier("a"), route: RouteIdentifier("r"), reason: .limit
        )
        let entry = try XCTUnwrap(lines.first)
        XCTAssertEqual(entry.level, .error)
        XCTAssertEqual(entry.event, .alarm)
        XCTAssertEqual(entry.text, "text")
        XCTAssertEqual(entry.participant, ParticipantIdentifier("a"))
        XCTAssertEqual(entry.route, RouteIdentifier("r"))
        XCTAssertEqual(entry.reason, .limit)
    }

    func testPersonalIdentityCodesAreMasked() throws {
        let lines = Lines()
        lines.log.masked()(
            .warning, .folder, "'about 010190-900A' is a folder", participant: ParticipantIdentifier("a"))
        let entry = try XCTUnwrap(lines.first)
        XCTAssertEqual(entry.text, "'about ***********' is a folder")
        XCTAssertEqual(entry.participant, ParticipantIdentifier("a"))
    }
}
