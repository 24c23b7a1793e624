// All runs together: more of them than one filter holds, coming and going.

import Files
import Support
import XCTest

@testable import Recording

final class FingerprintRunsTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var runs = FingerprintRuns(blocks: 1)

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        runs = FingerprintRuns(blocks: 1)
    }

    override func tearDown() { folder.remove() }

    /// A run of three messages: one of its own, one that all have, one that every other has.
    private func run(_ number: UInt64) throws -> FingerprintRun {
        let fingerprints = [number % 2 + 1, 1 << 20, number << 40].sorted()
        try FingerprintRun.write(
            fingerprints.map { FingerprintEntry(fingerprint: $0, sequence: number) },
            lines: number...number, middle: 0, blocks: 1, to: folder.directory)
        let name = FingerprintRun.name(first: number)
        return try XCTUnwrap(try FingerprintRun.open(name, in: folder.directory, blocks: 1))
    }

    private func found(_ fingerprint: UInt64) -> [UInt64] {
        var numbers: [UInt64] = []
        runs.forEach(fingerprint) { numbers.append($0) }
        return numbers.sorted()
    }

    func testMoreRunsThanOneFilterHoldsAreAllSearched() throws {
        for number in UInt64(1)...130 { try runs.add(try run(number)) }
        XCTAssertEqual(found(1 << 20), Array(1...130))
        XCTAssertEqual(found(2), Array(stride(from: 1, through: 129, by: 2)))
        for number in UInt64(1)...130 { XCTAssertEqual(found(number << 40), [number]) }
        XCTAssertEqual(found(131 << 40), [])
    }

    func testARunThatIsGoneIsNotSearchedAndItsPlaceIsTakenAgain() throws {
        let some = try (UInt64(1)...70).map { try run($0) }
        for run in some { try runs.add(run) }
        for run in some where run.lines.lowerBound != 66 && run.lines.lowerBound != 3 { runs.remove(run) }
        runs.remove(some[0])
        XCTAssertEqual(found(1 << 20), [3, 66])
        for number in UInt64(71)...80 { try runs.add(try run(number)) }
        XCTAssertEqual(found(1 << 20), [3, 66] + Array(71...80))
        XCTAssertEqual(runs.all.map(\.lines.lowerBound), [3, 66] + Array(71...80))
    }
}
