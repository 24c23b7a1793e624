// Ten minutes at a time, of one day; what is older has gone.

import Messages
import Recording
import XCTest

final class TrafficHistoryTests: XCTestCase {
    private func tally(_ seconds: [Int64], _ event: LedgerRecord.Event = .accepted) -> TrafficHistory {
        var tally = LedgerTally()
        for (number, second) in seconds.enumerated() {
            tally.count(
                LedgerRecord(
                    sequence: UInt64(number + 1), time: Timestamp(nanoseconds: second * 1_000_000_000), event: event))
        }
        return tally.traffic
    }

    private func day(_ history: TrafficHistory, until second: Int64) -> [TrafficHistory.Part] {
        history.day(until: Timestamp(nanoseconds: second * 1_000_000_000))
    }

    func testEachPartHasItsTenMinutes() {
        let start: Int64 = 1_000 * 86_400
        let parts = day(tally([start, start + 599, start + 600, start + 1_800]), until: start + 1_800)
        XCTAssertEqual(parts.count, 144)
        XCTAssertEqual(parts.suffix(4).map(\.accepted), [2, 1, 0, 1])
        XCTAssertEqual(parts.last?.start, Timestamp(nanoseconds: (start + 1_800) * 1_000_000_000))
    }

    func testWhatIsADayOldIsOverwritten() {
        let start: Int64 = 1_000 * 86_400
        let history = tally([start, start + 86_400])
        XCTAssertEqual(day(history, until: start + 86_400).map(\.accepted).reduce(0, +), 1)
        XCTAssertEqual(day(history, until: start + 2 * 86_400).map(\.accepted).reduce(0, +), 0)
    }

    func testALineFromBeforeThatDayIsLeftOut() {
        let start: Int64 = 1_000 * 86_400
        XCTAssertEqual(
            day(tally([start + 86_400, start]), until: start + 86_400).map(\.accepted).reduce(0, +), 1)
    }

    func testRefusedAndDuplicateAreApartAndDeliveriesAreNoTraffic() {
        XCTAssertEqual(day(tally([5], .refused), until: 5).last?.refused, 1)
        XCTAssertEqual(day(tally([5], .duplicate), until: 5).last?.duplicates, 1)
        let delivered = day(tally([5], .delivered), until: 5).last
        XCTAssertEqual(delivered.map { $0.accepted + $0.refused + $0.duplicates }, 0)
    }
}
