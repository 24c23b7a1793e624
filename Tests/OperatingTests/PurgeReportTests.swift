// What is told of a purge: a line for each file, and the numbers.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Operating
@testable import Relaying

final class PurgeReportTests: XCTestCase {
    private static let day: Int64 = 86_400_000_000_000

    /// Two files of alice that are due after 40 days, the second on hold.
    private func files() throws -> [RetainedFile] {
        let folder = try WrittenFolder(with: [
            "routes/table.xml": """
            <routes xmlns="urn:luova:routes:1"><partner id="alice"/>
            <retention id="month" keeps="refused" for="30d" basis="an act"/>
            <hold message="000000000002" reason="a case"/></routes>
            """,
            "spool/ledger/none": "",
        ])
        let ledger = try Ledger(folder: Directory(path: "\(folder.path)/spool/ledger"))
        for _ in 1...2 {
            var record = LedgerRecord(
                sequence: ledger.nextSequence, time: Timestamp(nanoseconds: Self.day), event: .refused)
            record.sender = ParticipantIdentifier("alice")
            record.reason = .invalid
            record.syntax = .xml
            ledger.append(record)
            try folder.write("<N/>", to: "spool/refused/alice/\(MovePlanner.refusedName(record))")
        }
        try ledger.commit(time: Timestamp(nanoseconds: Self.day), settled: 2)
        return try RetainedFile.all(
            in: SpoolView(path: "\(folder.path)/spool"), by: RoutingTable.load(folder: "\(folder.path)/routes"),
            now: Timestamp(nanoseconds: 41 * Self.day))
    }

    private func lines(_ answer: ControlAnswer) -> [String] {
        String(decoding: answer.whole, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func testALookSaysWhyAFileIsDueAndWhatKeepsAnother() throws {
        let told = try files().map { PurgeReport.Line($0) }
        XCTAssertEqual(told.map(\.state), [.due, .held])
        XCTAssertEqual(
            told.map(\.text),
            [
                "refused/alice/000000000001.invalid.xml: due, 40 d old; retention month keeps it for 30d, by an act",
                "refused/alice/000000000002.invalid.xml: held, 40 d old; retention month keeps it for 30d, by an act; "
                    + "message 000000000002: a case",
            ])
        let object = try XCTUnwrap(FlatObject(told[1].json.bytes))
        XCTAssertEqual(object.text("number"), "000000000002")
        XCTAssertEqual(object.text("state"), "held")
        XCTAssertEqual(object.number("age_seconds"), 40 * 86_400)
        XCTAssertEqual(object.text("hold"), "message 000000000002: a case")
        XCTAssertEqual(object.text("text"), told[1].text)
    }

    func testAnAnswerTellsWhatBecameOfEachFileAndTheNumbers() throws {
        let files = try files()
        var outcome = PurgeOutcome(rows: 1)
        outcome.removals = [(files[0], .done("removed")), (files[0], .refused("it is not there any more"))]
        outcome.kept = [files[1]]
        outcome.left = 7
        let people = lines(PurgeReport.answer(outcome, forPeople: true))
        XCTAssertEqual(people.count, 5)
        XCTAssertTrue(people[0].contains(": removed, 40 d old"), people[0])
        XCTAssertTrue(people[1].contains("; it is not there any more"), people[1])
        XCTAssertEqual(people[3], #"{"line":"1 removed, 7 due, 1 kept by holds"}"#)
        let objects = lines(PurgeReport.answer(outcome, forPeople: false)).map { FlatObject(Array($0.utf8)) }
        XCTAssertEqual(objects.prefix(3).map { $0?.text("state") }, ["removed", "failed", "held"])
        let numbers = PurgeReport.Numbers(try XCTUnwrap(objects[3]))
        XCTAssertEqual(numbers, PurgeReport.Numbers(rows: 1, removed: 1, due: 7, held: 1))
    }

    func testWhatTheServiceNeedsIsToldAndCounted() throws {
        struct Needed: Retained {
            let file: RetainedFile
            var number: DeliveryIdentifier { file.number }
            var sender: ParticipantIdentifier? { nil }
            var path: String { "ledger/a" }
            var row: Retention { file.row }
            var hold: LegalHold? { nil }
            var need: String? { "not everything in it is settled" }
            var age: Int64 { file.age }
            var companions: [String] { ["ledger/b", "ledger/c"] }
        }
        let line = PurgeReport.Line(Needed(file: try files()[0]))
        XCTAssertEqual(line.state, .needed)
        XCTAssertTrue(line.text.hasSuffix(", by an act; not everything in it is settled"), line.text)
        let object = try XCTUnwrap(FlatObject(line.json.bytes))
        XCTAssertNil(object.text("from"))
        XCTAssertEqual(object.text("need"), "not everything in it is settled")
        XCTAssertEqual(object.text("with"), "ledger/b ledger/c")
        XCTAssertTrue(line.text.contains(" old, with ledger/b and ledger/c; retention "), line.text)
        let numbers = PurgeReport.Numbers(rows: 1, [line])
        XCTAssertEqual(numbers, PurgeReport.Numbers(rows: 1, needed: 1))
        XCTAssertEqual(numbers.text, "0 removed, 0 due, 0 kept by holds, 1 needed by the service")
        XCTAssertEqual(PurgeReport.Numbers(try XCTUnwrap(FlatObject(numbers.json.bytes))), numbers)
    }

    func testWithoutARowThatIsSaid() {
        let told = lines(PurgeReport.answer(PurgeOutcome(), forPeople: true))
        XCTAssertEqual(told.count, 2)
        XCTAssertTrue(told[0].contains("nothing is ever removed"), told[0])
    }

    func testWhatCannotBeLookedAtIsForLater() {
        let answer = PurgeReport.answer(PurgeOutcome(failure: "the disk"), forPeople: false)
        XCTAssertEqual(answer.code, .tryLater)
        XCTAssertEqual(answer.text, "the disk")
    }
}
