// Somebody removes a folder of the daemon's own while it runs: its participant waits, all others go on.

import Files
import Foundation
import Support
import XCTest

final class RemovedFoldersEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground(rows: Playground.twoSenders) }

    override func tearDown() { playground.remove() }

    private func says(_ text: String) -> Bool { eventually(within: 60) { playground.log.contains(text) } }

    func testEachOfThemStopsItsParticipantAlone() throws {
        let daemon = try playground.start()
        for (number, folder) in ["taken", "waiting", "refused"].enumerated() {
            let path = "\(playground.spool)/\(folder)/carol"
            try FileManager.default.removeItem(atPath: path)
            // Refused without having been read: nothing is written before it is decided.
            XCTAssertEqual(symlink("/dev/null", playground.dropPath("link-\(number).xml", of: "carol")), 0)
            try playground.drop(Playground.note("c-\(number)"), as: "\(number).xml", from: "carol")
            try playground.drop(Playground.note("a-\(number)"), as: "\(number).xml")
            XCTAssertTrue(
                eventually(within: 60) { playground.pickup("alice").count == number + 1 }, playground.log)
            XCTAssertTrue(says("fault: a folder of carol is missing"), playground.log)
            XCTAssertEqual(mkdir(path, 0o700), 0)
            XCTAssertTrue(
                eventually(within: 60) { playground.pickup("carol").count == 2 * (number + 1) }, playground.log)
        }
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count == 6 }, playground.log)
        XCTAssertEqual(playground.names("refused/carol").count, 1, "those before were removed")
        XCTAssertEqual(playground.stop(daemon), 0)
        try playground.verify()
    }

    func testALinkOfASenderWhoseFolderIsGoneHoldsUpNobodyElse() throws {
        // Nobody looks at the folders meanwhile.
        try playground.folder.write(
            playground.folder.read("routes/table.xml").replacingOccurrences(of: "\"200ms\"", with: "\"1h\""),
            to: "routes/table.xml")
        let daemon = try playground.start()
        let path = "\(playground.spool)/taken/carol"
        try FileManager.default.removeItem(atPath: path)
        XCTAssertEqual(symlink("/dev/null", playground.dropPath(".link", of: "carol")), 0)
        XCTAssertEqual(
            rename(playground.dropPath(".link", of: "carol"), playground.dropPath("link.xml", of: "carol")), 0)
        XCTAssertTrue(says("fault: a folder of carol is missing"), playground.log)
        try playground.drop(Playground.note("a-1"), as: "1.xml")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("alice").count == 1 }, playground.log)
        XCTAssertEqual(mkdir(path, 0o700), 0)
        XCTAssertEqual(playground.stop(daemon), 0)
        try playground.drain()
        XCTAssertEqual(playground.pickup("carol").count, 1)
        try playground.verify()
    }
}
