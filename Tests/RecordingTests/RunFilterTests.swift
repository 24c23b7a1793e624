// The filter in memory: never denies what is there, seldom asks in vain.

import Support
import XCTest

@testable import Recording

final class RunFilterTests: XCTestCase {
    private func entries(_ count: Int, seed: UInt64) -> [FingerprintEntry] {
        var random = SeededNumbers(seed: seed)
        return (0..<count).map { FingerprintEntry(fingerprint: random.next(), sequence: UInt64($0)) }
    }

    func testBlocksHoldSixteenBitsAMessage() {
        XCTAssertEqual(RunFilter.blocks(forCapacity: 1), 1)
        XCTAssertEqual(RunFilter.blocks(forCapacity: 33), 2)
        XCTAssertEqual(RunFilter.blocks(forCapacity: 262_144), 8_192)
        XCTAssertEqual(RunFilter.words(blocks: 8_192) * 64, 262_144 * 16)
    }

    func testAnEmptyFilterDeniesAll() throws {
        let filter = try RunFilter(blocks: 4)
        for entry in entries(100, seed: 1) { XCTAssertEqual(filter.candidates(entry.fingerprint), 0) }
    }

    func testWhatIsInARunIsNeverDenied() throws {
        let filter = try RunFilter(blocks: 16)
        let runs = [0: entries(512, seed: 1), 5: entries(512, seed: 2), 63: entries(512, seed: 3)]
        for (column, run) in runs {
            let bits = RunFilter.bits(of: run, blocks: 16)
            filter.set(column) { bits[$0] }
        }
        for (column, run) in runs {
            for entry in run { XCTAssertEqual(filter.candidates(entry.fingerprint) >> UInt64(column) & 1, 1) }
        }
    }

    func testFewFingerprintsAreLookedForInVain() throws {
        let filter = try RunFilter(blocks: 128)
        let bits = RunFilter.bits(of: entries(4_096, seed: 1), blocks: 128)
        filter.set(9) { bits[$0] }
        let vain = entries(20_000, seed: 2).count { filter.candidates($0.fingerprint) != 0 }
        // One of two thousand is expected.
        XCTAssertLessThan(vain, 30)
    }

    func testAColumnThatIsClearedDeniesAllAndLeavesTheOthers() throws {
        let filter = try RunFilter(blocks: 2)
        let run = entries(64, seed: 1)
        let bits = RunFilter.bits(of: run, blocks: 2)
        filter.set(3) { bits[$0] }
        filter.set(4) { bits[$0] }
        filter.set(3) { _ in 0 }
        for entry in run { XCTAssertEqual(filter.candidates(entry.fingerprint), 1 << 4) }
    }
}
