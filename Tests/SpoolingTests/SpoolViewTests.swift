// A spool that is only looked at: what is missing is nobody's, and nothing is made.

import Files
import Messages
import Spooling
import Support
import XCTest

final class SpoolViewTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    private let alice = ParticipantIdentifier("alice")

    func testASpoolWithoutALedgerIsNone() throws {
        XCTAssertEqual(causeOfFailure { _ = try SpoolView(path: folder.path) }, .noSuchFile)
        XCTAssertEqual(causeOfFailure { _ = try SpoolView(path: folder.path(of: "none")) }, .noSuchFile)
    }

    func testWhatIsMissingIsNobodysAndIsNotMade() throws {
        _ = try folder.makeFolder("ledger")
        let view = try SpoolView(path: folder.path)
        for place in SpoolView.Place.allCases {
            XCTAssertEqual(try view.participants(with: place), [])
            XCTAssertNil(try view.folder(place, of: alice))
        }
        XCTAssertEqual(try folder.names(), ["ledger"])
    }

    func testFoldersAreThoseThatTheDaemonMakes() throws {
        let spool = try XCTUnwrap(try Spool.open(path: folder.path))
        let theirs = try spool.prepare(alice)
        try folder.write("", to: "waiting/file")
        let view = try SpoolView(path: folder.path)
        let expected: [SpoolView.Place: Directory] = [
            .pickup: theirs.pickup, .taken: theirs.taken, .waiting: theirs.waiting, .refused: theirs.refused,
        ]
        XCTAssertEqual(expected.count, SpoolView.Place.allCases.count)
        for (place, folder) in expected {
            XCTAssertEqual(try view.participants(with: place), [alice])
            XCTAssertEqual(try view.folder(place, of: alice)?.path, folder.path)
            XCTAssertTrue(folder.path.hasPrefix(view.path(of: place)), folder.path)
        }
    }
}
