// Hashes find places, equal ones too, however many there are.

import Support
import XCTest

@testable import Recording

final class PlaceIndexTests: XCTestCase {
    private func all(_ index: PlaceIndex, _ hash: UInt64) -> [Int] {
        var found: [Int] = []
        _ = index.first(hash) {
            found.append($0)
            return false
        }
        return found
    }

    func testEveryPlaceIsFoundUnderItsHashWhileTheTableGrows() {
        var index = PlaceIndex()
        var numbers = SeededNumbers(seed: 7)
        var places: [UInt64: [Int]] = [:]
        for place in 0..<5_000 {
            // Few hashes, so that many are equal, and many end alike.
            let hash = numbers.next() % 700 &* 0x1_0040
            index.add(place, hash)
            places[hash, default: []].append(place)
        }
        for (hash, expected) in places {
            XCTAssertEqual(Set(all(index, hash)), Set(expected))
            XCTAssertEqual(index.first(hash) { $0 == expected.last }, expected.last)
        }
        XCTAssertNil(index.first(1) { _ in true })
    }

    func testAnEmptyOneHoldsNothing() { XCTAssertEqual(all(PlaceIndex(), 0), []) }
}
