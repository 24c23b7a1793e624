// An hour by five minutes; what is older is forgotten.

import Messages
import XCTest

@testable import Operating

final class RefusalWindowTests: XCTestCase {
    private let alice = ParticipantIdentifier("alice")

    private func at(_ minutes: Int64) -> Timestamp { Timestamp(nanoseconds: minutes * 60_000_000_000) }

    func testAnHourIsSummedAndWhatIsOlderIsForgotten() {
        var window = RefusalWindow()
        window.add(.init(decided: 10, refused: 1), of: alice, at: at(0))
        window.add(.init(decided: 10, refused: 2), of: alice, at: at(4))
        window.add(.init(decided: 10, refused: 4), of: alice, at: at(30))
        window.add(.init(), of: ParticipantIdentifier("silent"), at: at(30))
        XCTAssertEqual(window.hour(before: at(59)), [alice: .init(decided: 30, refused: 7)])
        XCTAssertEqual(window.hour(before: at(60)), [alice: .init(decided: 10, refused: 4)])
        XCTAssertEqual(window.hour(before: at(90)), [:])
        XCTAssertEqual(window.hour(before: at(59)), [:], "what is forgotten stays so")
    }

    func testWhatIsFarAheadOfAClockThatWasSetBackIsForgotten() {
        var window = RefusalWindow()
        window.add(.init(decided: 10, refused: 1), of: alice, at: at(600))
        XCTAssertEqual(window.hour(before: at(550)), [alice: .init(decided: 10, refused: 1)])
        XCTAssertEqual(window.hour(before: at(60)), [:])
    }
}
