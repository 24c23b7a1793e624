// What is due in `refused/`: by which row, how old, and what holds keep.

import Files
import Foundation
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class RetainedFileTests: XCTestCase {
    private static let day: Int64 = 86_400_000_000_000
    private var trial: AuditTrial!

    override func setUpWithError() throws { trial = try AuditTrial() }
    override func tearDown() { trial.folder.remove() }

    /// On 1 March 2026, as lines of day 0 are, plus days.
    private func due(_ rows: [String], day: Int64) throws -> [RetainedFile] {
        let table = try WrittenFolder(with: [
            "table.xml": "<routes xmlns=\"urn:luova:routes:1\"><partner id=\"alice\"/><system id=\"bob\"/>\n"
                + rows.joined(separator: "\n") + "</routes>"
        ])
        return try RetainedFile.all(
            in: SpoolView(path: trial.folder.path), by: RoutingTable.load(folder: table.path),
            now: Timestamp(nanoseconds: 1_772_323_200_000_000_000 + day * Self.day))
    }

    private func refused(_ sender: String = "alice", _ fill: (inout LedgerRecord) -> Void = { _ in }) -> LedgerRecord {
        trial.record(.refused) {
            $0.sender = ParticipantIdentifier(sender)
            $0.reason = .invalid
            $0.type = nil
            fill(&$0)
        }
    }

    private static let month = #"<retention id="month" keeps="refused" for="30d" basis="an act"/>"#

    func testAFileIsDueWhenItsTimeIsOverAndNotBefore() throws {
        try trial.commit([refused()], settled: 0)
        try trial.commit([refused()], settled: 0, day: 1)
        for number in [1, 3] { try trial.put("refused/alice/00000000000\(number).invalid.xml") }
        XCTAssertEqual(try due([Self.month], day: 29).count, 0)
        let first = try due([Self.month], day: 30)
        XCTAssertEqual(first.map(\.path), ["refused/alice/000000000001.invalid.xml"])
        XCTAssertEqual(first[0].age, 30 * Self.day)
        XCTAssertEqual(first[0].row.identifier, "month")
        XCTAssertNil(first[0].hold)
        XCTAssertEqual(try due([Self.month], day: 31).map(\.number.sequence), [1, 3])
        XCTAssertEqual(try due([], day: 10_000).count, 0, "no row, nothing due")
    }

    func testOnlyWhatTheLedgerPutThereIsDue() throws {
        try trial.commit([refused(), refused("left"), refused(), refused()], settled: 0)
        try trial.put("refused/alice/000000000001.invalid.json")
        try trial.put("refused/left/000000000002.invalid.xml")
        try trial.put("refused/alice/000000000002.invalid.xml")
        try trial.put("refused/alice/000000000003.invalid.xml/inside")
        try trial.put("refused/alice/000000000077.invalid.xml")
        try trial.put("refused/alice/a note of somebody")
        try trial.put("refused/alice/000000000005.invalid.xml")
        try trial.put("waiting/bob/note.000000000004.0.xml")
        XCTAssertEqual(try due([Self.month], day: 100).map(\.path), [])
        try trial.put("refused/alice/000000000004.invalid.xml")
        XCTAssertEqual(try due([Self.month], day: 100).map(\.number.sequence), [4])
    }

    func testWhatWasRefusedAsNoFileIsDueAndNothingElseThatIsNone() throws {
        try trial.commit([refused { $0.reason = .notAFile }, refused(), refused { $0.reason = .notAFile }], settled: 0)
        try trial.put("kept")
        try trial.put("refused/alice/000000000003.not-a-file.xml/inside")
        for name in ["000000000001.not-a-file.xml", "000000000002.invalid.xml"] {
            XCTAssertEqual(symlink(trial.path("kept"), trial.path("refused/alice/\(name)")), 0)
        }
        XCTAssertEqual(try due([Self.month], day: 100).map(\.number.sequence), [1])
    }

    func testAHoldKeepsAFileByAllThatItIsKnownBy() throws {
        let accepted = trial.record(.accepted) { $0.receivers = [ParticipantIdentifier("bob")] }
        let undelivered = trial.record(.undelivered) {
            $0.delivery = DeliveryIdentifier(sequence: 1)
            $0.reason = .discarded
        }
        try trial.commit([accepted, undelivered, refused { $0.againOf = DeliveryIdentifier(sequence: 2) }], settled: 0)
        try trial.put("refused/alice/000000000003.invalid.xml")
        for hold in [
            #"<hold participant="alice" reason="r"/>"#, #"<hold participant="bob" reason="r"/>"#,
            #"<hold message="000000000001" reason="r"/>"#, #"<hold message="000000000002" reason="r"/>"#,
            #"<hold message="000000000003" reason="r"/>"#,
        ] {
            XCTAssertEqual(try due([Self.month, hold], day: 100).map { $0.hold?.reason }, ["r"], hold)
        }
        let other = #"<hold message="000000000004" reason="r"/>"#
        XCTAssertEqual(try due([Self.month, other], day: 100).map { $0.hold?.reason }, [nil])
    }
}
