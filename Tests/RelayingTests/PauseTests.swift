// What operators have stopped, noted beside the ledger.

import Files
import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class PauseTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    private func record(_ event: LedgerRecord.Event, _ scope: PauseScope) -> LedgerRecord {
        var record = LedgerRecord(sequence: 7, time: Timestamp(nanoseconds: 1_795_315_675_000_000_000), event: event)
        scope.fill(&record)
        record.by = Operator(user: 1_000, name: "maija")
        record.text = "upgrade"
        return record
    }

    private let scopes: [PauseScope] = [
        .taking, .takingFrom(ParticipantIdentifier("a.b_c-d")), .handing(to: ParticipantIdentifier("bob")),
    ]

    func testWhatIsNotedIsReadAgain() throws {
        for scope in scopes { try XCTUnwrap(Pause(record(.paused, scope))).write(to: folder.directory) }
        // A second time, over the first.
        for scope in scopes { try XCTUnwrap(Pause(record(.paused, scope))).write(to: folder.directory) }
        try folder.write("", to: "pause.other")
        try folder.write("", to: "paused")
        let all = try Pause.all(in: folder.directory)
        XCTAssertEqual(Set(all.keys), Set(scopes))
        for (scope, pause) in all { XCTAssertEqual(pause.record, record(.paused, scope)) }
        XCTAssertEqual(
            all[.taking]?.words, "taking in is paused since 2026-11-22T02:47:55.000000Z by maija (1000): upgrade")
        try folder.directory.remove(scopes[1].fileName)
        XCTAssertEqual(try Pause.all(in: folder.directory).count, 2)
    }

    func testAFileThatHoldsSomethingElseStillStopsWhatItsNameSays() throws {
        try folder.write("", to: "pause.to.bob")
        try XCTUnwrap(Pause(record(.paused, .taking))).write(to: folder.directory)
        try folder.directory.rename(fileName("pause.taking"), to: folder.directory, fileName("pause.from.alice"))
        let all = try Pause.all(in: folder.directory)
        XCTAssertEqual(
            all.values.map(\.words).sorted(), ["handing on to bob is paused", "taking in from alice is paused"])
    }

    func testOnlyAPauseIsOne() {
        XCTAssertNil(Pause(record(.resumed, .taking)))
        XCTAssertEqual(PauseScope(record(.resumed, scopes[2])), scopes[2])
        XCTAssertNil(PauseScope(record(.held, .taking)))
        XCTAssertEqual(scopes.map(\.description), ["taking in", "taking in from a.b_c-d", "handing on to bob"])
    }
}
