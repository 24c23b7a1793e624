// Files of the index that are spoilt in one place: nothing is taken for a duplicate that is none, and nothing is
// forgotten but, as far as that is accepted, next to a bit that rots among the messages of a run.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class DuplicateIndexRotTests: XCTestCase {
    private var trial: IndexTrial!
    private let ids = IndexTrial.ids(230)
    private var numbers: [UInt64] = []

    override func setUpWithError() throws { (trial, numbers) = try IndexTrial.filled(ids) }

    override func tearDown() { trial.folder.remove() }

    /// Where the messages of a run begin.
    private var start: Int { 4_096 + 8 * RunFilter.words(blocks: RunFilter.blocks(forCapacity: IndexTrial.capacity)) }

    func testABitOrAnEndThatIsLostIsMadeGood() throws {
        var random = SeededNumbers(seed: 11)
        for _ in 0..<40 {
            let names = try trial.files("")
            let name = names[Int(random.next() % UInt64(names.count))]
            var bytes = try trial.bytes(name)
            let isRun = name.hasSuffix(".run")
            switch random.next() % 3 {
            case 0: bytes = Array(bytes[..<Int(random.next() % UInt64(bytes.count))])
            case 1: bytes += (0..<(random.next() % 64)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            default:
                // The rest of a run's header is not used.
                let places = !isRun ? 0..<bytes.count : random.next() & 1 == 0 ? 0..<72 : 4_096..<start
                let place = places.lowerBound + Int(random.next() % UInt64(places.count))
                bytes[place] ^= 1 << UInt8(random.next() % 8)
            }
            try trial.write(bytes, to: name)
            let index = try trial.open()
            try trial.check(ids, numbers, in: index)
            for _ in 0..<20 {
                XCTAssertNil(try index.find(Trial.key("f\(random.next())"), now: Trial.time(day: 0)))
            }
        }
    }

    func testABitThatRotsAmongTheMessagesOfARunMakesNoDuplicate() throws {
        var random = SeededNumbers(seed: 12)
        var lost = 0
        for _ in 0..<25 {
            let name = try trial.files(".run")[0]
            let whole = try trial.bytes(name)
            var bytes = whole
            bytes[start + Int(random.next() % UInt64(bytes.count - start))] ^= 1 << UInt8(random.next() % 8)
            try trial.write(bytes, to: name)
            let index = try trial.open()
            for (id, number) in zip(ids, numbers) {
                let found = try index.find(Trial.key(id), now: Trial.time(day: 0))?.sequence
                if found == nil { lost += 1 } else { XCTAssertEqual(found, number) }
            }
            for _ in 0..<20 {
                XCTAssertNil(try index.find(Trial.key("f\(random.next())"), now: Trial.time(day: 0)))
            }
            try trial.write(whole, to: name)
        }
        XCTAssertLessThan(lost, 2 * 25, "one, and those whose search passes it")
    }
}
