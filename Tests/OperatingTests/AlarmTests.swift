// Whom an alarm is about.

import Messages
import XCTest

@testable import Operating

final class AlarmTests: XCTestCase {
    func testTheSubjectNamesParticipantAndRoute() {
        let silent = Alarm.Key(.partnerSilent, "alice/r1")
        XCTAssertEqual(silent.participant, ParticipantIdentifier("alice"))
        XCTAssertEqual(silent.route, RouteIdentifier("r1"))
        XCTAssertEqual(Alarm.Key(.receiverDown, "bob").participant, ParticipantIdentifier("bob"))
        XCTAssertNil(Alarm.Key(.receiverDown, "bob").route)
        for kind in [Alarm.Kind.diskLow, .agreementEnding, .fault] {
            XCTAssertNil(Alarm.Key(kind, "x").participant)
        }
    }
}
