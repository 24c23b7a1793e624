// What of a new table counts at once, and what from the next start on.

import Dispatch
import XCTest

@testable import Relaying

final class RelayTableTests: RelayAccountsTrial {
    private static func rows(_ service: String) -> String { #"<service \#(service)/><partner id="alice"/>"# }

    func testFoldersAreLookedAtAsOftenAsTheNewTableSays() throws {
        try start(Self.rows(#"rescan="1h""#))
        XCTAssertEqual(next(1), ["ready"])
        let looks = DispatchSemaphore(value: 0)
        relay.control.sync {
            relay.whenStirred { if !$0 { looks.signal() } }
        }
        try reload(Self.rows(#"rescan="1ms""#), as: "it")
        XCTAssertEqual(next(2), [Self.now, "it is in force"])
        // The reload itself looks once.
        for _ in 0..<3 { wait(looks) }
        try reload(Self.rows(#"rescan="1h""#), as: "it")
        XCTAssertEqual(next(2), [Self.now, "it is in force"])
        relay.control.sync { while looks.wait(timeout: .now()) == .success {} }
        // One may have been due already.
        _ = looks.wait(timeout: .now() + 0.1)
        XCTAssertEqual(looks.wait(timeout: .now() + 0.1), .timedOut)
    }

    func testAnotherDuplicateWindowIsSaidToCountLater() throws {
        try start(Self.rows(#"duplicate-window="1d""#))
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.rows(#"duplicate-window="2d""#), as: "longer")
        let later = "what the new routing table says of duplicate-window counts from the next start on"
        XCTAssertEqual(next(3), [later, Self.now, "longer is in force"])
        try reload(Self.rows(#"duplicate-window="1d""#), as: "as before")
        XCTAssertEqual(next(2), [Self.now, "as before is in force"])
    }
}
