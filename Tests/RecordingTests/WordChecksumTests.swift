// The checksum of the index's files: every bit counts, and so does the order.

import XCTest

@testable import Recording

final class WordChecksumTests: XCTestCase {
    private func sum(_ words: [UInt64], seed: UInt64 = 1) -> UInt64 {
        var checksum = WordChecksum(seed)
        for word in words { checksum.add(word) }
        return checksum.value
    }

    func testEveryBitCounts() {
        let words: [UInt64] = [0, .max, 5]
        var sums: Set<UInt64> = [sum(words)]
        for place in words.indices {
            for bit in UInt64(0)..<64 {
                var other = words
                other[place] ^= 1 << bit
                sums.insert(sum(other))
            }
        }
        XCTAssertEqual(sums.count, 193)
    }

    func testOrderLengthAndSeedCount() {
        XCTAssertNotEqual(sum([1, 2]), sum([2, 1]))
        XCTAssertNotEqual(sum([0]), sum([0, 0]))
        XCTAssertNotEqual(sum([0, 0]), 0)
        XCTAssertNotEqual(sum([1, 2]), sum([1, 2], seed: 2))
    }
}
