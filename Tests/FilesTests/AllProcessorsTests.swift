import Files
import Synchronization
import XCTest

final class AllProcessorsTests: XCTestCase {
    func testEachNumberHasItsTurnOnce() {
        for count in [0, 1, 2, 1_000] {
            let turns = Turns()
            AllProcessors.perform(count) { turns.add($0) }
            XCTAssertEqual(turns.all.sorted(), Array(0..<count))
        }
    }

    func testWorkMayAskForMoreOfIt() {
        let turns = Turns()
        AllProcessors.perform(4) { outer in
            AllProcessors.perform(4) { inner in turns.add(4 * outer + inner) }
        }
        XCTAssertEqual(turns.all.sorted(), Array(0..<16))
    }

    private final class Turns: Sendable {
        private let taken = Mutex<[Int]>([])
        var all: [Int] { taken.withLock { $0 } }
        func add(_ number: Int) { taken.withLock { $0.append(number) } }
    }
}
