// Segments that must follow each other: one that is missing between two others is noticed.

import Files
import Messages
import Recording
import Support
import XCTest

final class LedgerSegmentSuccessionTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        let ledger = try Ledger(folder: directory)
        for day in 0..<4 { try ledger.add(["m\(day)"], time: Trial.time(day: day)) }
    }

    override func tearDown() { folder.remove() }

    private func remove(_ name: String) throws { try directory.remove(fileName(name)) }

    /// File and line of the damage that `body` finds.
    private func damage(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            guard case .damaged(let path, let line, _)? = error as? LedgerError else { return nil }
            return "\(path.split(separator: "/").last ?? ""):\(line)"
        }
    }

    func testAMissingSegmentStopsTheStartAndTheReader() throws {
        try remove("2026-03-02.000000000003.jsonl")
        XCTAssertEqual(damage { _ = try Ledger(folder: directory) }, "2026-03-03.000000000005.jsonl:1")
        XCTAssertEqual(damage { _ = try LedgerReader(folder: directory).all() }, "2026-03-03.000000000005.jsonl:1")
        XCTAssertEqual(
            damage { _ = try LedgerReader(folder: directory).all(from: 4) }, "2026-03-03.000000000005.jsonl:1")
        XCTAssertEqual(try LedgerReader(folder: directory).all(from: 5).map(\.sequence), [5, 6, 7, 8])
    }

    func testSegmentsThatWereMovedAwayFromTheFrontAreNotMissed() throws {
        try remove("2026-03-01.000000000001.jsonl")
        try remove("2026-03-02.000000000003.jsonl")
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 9)
        XCTAssertEqual(try LedgerReader(folder: directory).all().map(\.sequence), [5, 6, 7, 8])
    }

    func testASegmentThatWasCutStopsTheStart() throws {
        let name = "2026-03-02.000000000003.jsonl"
        let text = try folder.read(name)
        for cut in ["", text.split(separator: "\n")[0] + "\n", String(text.dropLast(1))] {
            try folder.write(cut, to: name)
            XCTAssertEqual(damage { _ = try Ledger(folder: directory) }.map { $0.hasPrefix(name) }, true, cut)
        }
    }

    func testAnotherLastSegmentOfTheSameNumbersStopsTheStart() throws {
        let other = try TemporaryFolder()
        defer { other.remove() }
        let ledger = try Ledger(folder: other.directory)
        for day in 0..<4 { try ledger.add(["x\(day)"], time: Trial.time(day: day)) }
        let last = "2026-03-04.000000000007.jsonl"
        try folder.write(try other.read(last), to: last)
        XCTAssertEqual(damage { _ = try Ledger(folder: directory) }, "\(last):2")
    }
}
