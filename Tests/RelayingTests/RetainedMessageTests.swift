// Messages that have waited too long: which are due, and what a row may not end.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class RetainedMessageTests: XCTestCase {
    private static let day: Int64 = 86_400_000_000_000
    private static let month = #"<retention id="month" keeps="waiting" for="30d" basis="an act"/>"#
    private var trial: AuditTrial!

    override func setUpWithError() throws {
        trial = try AuditTrial()
        try trial.commit([trial.accepted("1"), trial.accepted("2"), trial.accepted("3")], settled: 0)
        try trial.commit([trial.accepted("5")], settled: 0, day: 10)
    }

    override func tearDown() { trial.folder.remove() }

    private func due(_ rows: [String] = [month], day: Int64 = 35) throws -> [RetainedMessage] {
        let table = try WrittenFolder(with: [
            "table.xml": "<routes xmlns=\"urn:luova:routes:1\"><partner id=\"alice\"/><system id=\"bob\"/>\n"
                + rows.joined(separator: "\n") + "</routes>"
        ])
        return try RetainedMessage.all(
            in: SpoolView(path: trial.folder.path), by: RoutingTable.load(folder: table.path),
            now: Timestamp(nanoseconds: 1_772_323_200_000_000_000 + day * Self.day))
    }

    func testItsTimeBeginsWithItsAcceptance() throws {
        try trial.put("waiting/bob/note.000000000001.7.xml")
        try trial.put("waiting/bob/note.000000000005.0.xml")
        XCTAssertEqual(try due(day: 29).count, 0)
        let found = try due(day: 39)
        XCTAssertEqual(found.map(\.path), ["waiting/bob/note.000000000001.7.xml"])
        XCTAssertEqual(found[0].age, 39 * Self.day)
        XCTAssertEqual(found[0].receiver?.text, "bob")
        XCTAssertTrue(found[0].isFree)
        XCTAssertEqual(try due(day: 40).map(\.number.sequence), [1, 5])
        XCTAssertEqual(try due([], day: 10_000).count, 0, "no row, nothing due")
    }

    func testWhatIsInDoubtOrKeptBackIsForAPerson() throws {
        try trial.put("waiting/bob/note.000000000001.1.held.xml")
        try trial.put("waiting/bob/note.000000000002.1.started.xml")
        try trial.put("waiting/bob/note.000000000003.1.stopped.xml")
        XCTAssertEqual(
            try due().map(\.need),
            [
                "nobody knows whether its program has it; a person decides",
                "nobody knows whether its program has it; a person decides",
                "an operator keeps it back; a person decides",
            ])
    }

    func testOnlyWhatTheLedgerAcceptedForItIsDue() throws {
        for name in [
            "bob/note.000000000004.0.xml", "bob/note.000000000099.0.xml", "bob/other", "bob/note.000000000001.1.0.xml",
            "left/note.000000000001.0.xml", "alice/note.000000000002.0.xml",
        ] { try trial.put("waiting/\(name)") }
        XCTAssertEqual(try due().map(\.path), [])
    }

    func testAHoldKeepsIt() throws {
        try trial.put("waiting/bob/note.000000000002.0.xml")
        for hold in [
            #"<hold participant="alice" reason="r"/>"#, #"<hold message="000000000002" reason="r"/>"#,
            #"<hold participant="bob" reason="r"/>"#,
        ] {
            XCTAssertEqual(try due([Self.month, hold]).map(\.hold?.reason), ["r"], hold)
        }
        XCTAssertEqual(try due([Self.month, #"<hold message="000000000001" reason="r"/>"#]).map(\.isFree), [true])
    }
}
