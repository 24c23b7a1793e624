// Lines of the ledger by number, and one after the other.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class LedgerLinesTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var lines: LedgerLines!

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        lines = LedgerLines(folder: folder.directory)
    }

    override func tearDown() { folder.remove() }

    /// Some days, each a segment; ids of very different lengths.
    private func write(days: Int, groups: Int) throws -> [UInt64] {
        let ledger = try Ledger(folder: folder.directory)
        var numbers: [UInt64] = []
        for day in 0..<days {
            for group in 0..<groups {
                let ids = (0..<7).map { String(repeating: "i", count: 1 + (group * $0 * $0 * 31) % 6_000) }
                numbers += try ledger.add(ids, time: Trial.time(day: day))
            }
        }
        return numbers
    }

    private func all(from first: UInt64 = 0) throws -> [AcceptedLine] {
        var found: [AcceptedLine] = []
        try lines.forEach(from: first) { line throws(FileError) in
            found.append(line)
            return true
        }
        return found
    }

    func testEachLineIsFoundByItsNumber() throws {
        let numbers = try write(days: 3, groups: 20)
        let last = try XCTUnwrap(numbers.last) + 1
        for number in 1...last { XCTAssertEqual(try lines.record(number)?.sequence, number) }
        XCTAssertNil(try lines.record(0))
        XCTAssertNil(try lines.record(last + 1))
        XCTAssertNil(try lines.record(.max))
    }

    func testWhatIsWrittenLaterIsFoundToo() throws {
        XCTAssertNil(try lines.record(1))
        let ledger = try Ledger(folder: folder.directory)
        for day in 0..<3 {
            for _ in 0..<3 {
                for number in try ledger.add(["a", "b"], time: Trial.time(day: day)) {
                    XCTAssertEqual(try lines.record(number)?.sequence, number)
                }
            }
        }
    }

    func testAllLinesAreVisitedInOrderFromAnyNumberOn() throws {
        let numbers = try write(days: 3, groups: 12)
        let last = Int(try XCTUnwrap(numbers.last) + 1)
        for first in stride(from: 1, to: last + 2, by: 13) {
            XCTAssertEqual(try all(from: UInt64(first)).map(\.sequence), (first..<last + 1).map { UInt64($0) })
        }
        XCTAssertEqual(Set(try all().filter { $0.fingerprint != nil }.map(\.sequence)), Set(numbers))
    }

    func testALineThatIsLongerThanAPieceIsRead() throws {
        let ledger = try Ledger(folder: folder.directory)
        let long = String(repeating: "x", count: 700_000)
        try ledger.add(["a", long, "b"], time: Trial.time(day: 0))
        XCTAssertEqual(
            try all().map(\.fingerprint).prefix(3),
            [
                Trial.key("a").fingerprint, Trial.key(long).fingerprint, Trial.key("b").fingerprint,
            ])
        for number in UInt64(1)...4 { XCTAssertEqual(try lines.record(number)?.sequence, number) }
    }

    func testAVisitorMayStop() throws {
        _ = try write(days: 2, groups: 2)
        var count = 0
        try lines.forEach(from: 0) { _ throws(FileError) in
            count += 1
            return count < 5
        }
        XCTAssertEqual(count, 5)
    }

    func testWhatACrashLeftIsNotThere() throws {
        _ = try write(days: 1, groups: 2)
        let segment = try XCTUnwrap(try folder.segments().last)
        let whole = try WholeFile.read(folder.path(of: segment))
        let rest = Trial.accepted("z", sequence: 17, time: Trial.time(day: 0)).line + [0x0A]
        for tail in [rest, rest + Array("{\"seq\":18,\n".utf8), Array(rest[..<40])] {
            try WholeFile.write(whole + tail, to: folder.path(of: segment))
            XCTAssertEqual(try all().last?.sequence, 16)
        }
    }

    func testABrokenLineWithACommitBehindItIsDamage() throws {
        _ = try write(days: 2, groups: 3)
        for segment in try folder.segments() {
            let whole = try WholeFile.read(folder.path(of: segment))
            var broken = whole
            let second = try XCTUnwrap(whole.firstIndex(of: 0x0A)) + 30
            broken[second] ^= 1
            try WholeFile.write(broken, to: folder.path(of: segment))
            XCTAssertThrowsError(try all()) {
                guard case LedgerError.damaged(let path, let line, _) = $0 else { return XCTFail("\($0)") }
                XCTAssertEqual(path, folder.path(of: segment))
                XCTAssertEqual(line, 2)
            }
            try WholeFile.write(whole, to: folder.path(of: segment))
        }
    }
}
