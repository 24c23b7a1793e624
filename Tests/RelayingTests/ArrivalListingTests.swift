// Names in the order in which their files were written, as a listing finds them.

import Files
import Support
import XCTest

@testable import Relaying

final class ArrivalListingTests: XCTestCase {
    func testNamesComeByTheTimesOfTheirFilesThenByName() {
        var listing = ArrivalListing()
        for (name, time) in [("b", 2), ("d", 1), ("a", 2), ("c", 3)] as [(String, Int64)] {
            listing.add(fileName(name), modified: time, changed: time)
        }
        let (names, isCut, hasLeft) = listing.names(leaving: nil)
        XCTAssertEqual(names.map(\.description), ["d", "a", "b", "c"])
        XCTAssertFalse(isCut)
        XCTAssertFalse(hasLeft)
    }

    func testWhatChangedWhileTheFolderWasReadIsLeftToItsEvent() {
        var listing = ArrivalListing()
        for (name, time) in [("before", 10), ("while", 11), ("end", 20), ("future", 21)] as [(String, Int64)] {
            // Its sender can set the one time, and not the other.
            listing.add(fileName(name), modified: 0, changed: time)
        }
        let (names, _, hasLeft) = listing.names(leaving: 10...20)
        XCTAssertEqual(names.map(\.description), ["before", "future"])
        XCTAssertTrue(hasLeft)
    }

    func testOfMoreNamesThanAreKeptTheEarliestAre() {
        var numbers = SeededNumbers(seed: 1)
        var listing = ArrivalListing()
        let count = 3 * ArrivalListing.most
        for number in (0..<count).shuffled(using: &numbers) {
            listing.add(fileName("\(number)"), modified: Int64(number), changed: 0)
        }
        let (names, isCut, _) = listing.names(leaving: nil)
        XCTAssertEqual(names.map(\.description), (0..<ArrivalListing.most).map { "\($0)" })
        XCTAssertTrue(isCut)
    }
}
