// A spool made by root for a daemon that is not: owners, modes, and what the daemon then finds.

import Files
import Messages
import Spooling
import Support
import XCTest

final class SpoolPreparationTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var path: String { folder.path(of: "a/spool") }
    private let alice = ParticipantIdentifier("alice")

    override func setUpWithError() throws {
        guard Account.current == 0 else {
            throw XCTSkip("only root can give folders away")  // reason: needs root
        }
        folder = try TemporaryFolder()
    }

    override func tearDown() { folder?.remove() }

    private func prepare(group: UInt32 = 902) throws -> String {
        try SpoolPreparation(path: path, daemon: .init(user: OtherAccount.identifier, group: OtherAccount.identifier))
            .add(alice, group: group)
    }

    func testTheDaemonFindsEverythingThatItNeeds() throws {
        XCTAssertEqual(try prepare(group: OtherAccount.identifier), "\(path)/participants/alice")
        try OtherAccount.run {
            let spool = try XCTUnwrap(try Spool.open(path: path))
            let folders = try spool.prepare(alice)
            for place in [folders.drop, folders.pickup, folders.taken, folders.waiting, folders.refused, spool.ledger] {
                _ = try place.create(fileName("x"), mode: 0o600)
            }
            let absence = try spool.prepare(ParticipantIdentifier("bob")).absence
            XCTAssertEqual(absence?.cause, .accessDenied, "only root makes those")
            XCTAssertEqual(absence?.code, .makeDirectory)
        }
    }

    func testWhatTheWayToAParticipantConsistsOfIsRoots() throws {
        _ = try prepare()
        for name in ["", "/participants", "/participants/alice"] {
            let status = try XCTUnwrap(WholeFile.status(path + name))
            XCTAssertEqual(status.owner, 0)
            XCTAssertEqual(status.mode, 0o755)
        }
    }

    func testDropAndPickupBelongToTheGroupOfTheParticipant() throws {
        _ = try prepare()
        for name in ["drop", "pickup"] {
            let status = try XCTUnwrap(WholeFile.status("\(path)/participants/alice/\(name)"))
            XCTAssertEqual(status.owner, OtherAccount.identifier)
            XCTAssertEqual(status.group, 902)
            XCTAssertEqual(status.mode, 0o2770)
        }
        _ = try prepare(group: 903)
        XCTAssertEqual(WholeFile.status("\(path)/participants/alice/drop")?.group, 903)
    }

    func testALinkIsNotFollowed() throws {
        _ = try prepare()
        let elsewhere = try folder.makeFolder("elsewhere")
        let taken = try Directory(path: path)
        try taken.rename(fileName("taken"), to: taken, fileName("old"))
        try ScratchFolder.symbolicLink("\(path)/taken", to: elsewhere.path)
        XCTAssertThrowsError(try prepare())
        XCTAssertEqual(try elsewhere.status().owner, 0)
    }
}
