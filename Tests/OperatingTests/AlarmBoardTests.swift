// An alarm begins once and ends once, whatever comes and goes between.

import Messages
import XCTest

@testable import Operating

final class AlarmBoardTests: XCTestCase {
    private let key = Alarm.Key(.receiverDown, "bob")

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000) }

    /// What is told at each look, as `+text` and `-text`.
    private func told(_ board: inout AlarmBoard, _ looks: [(Int64, AlarmFinding?)]) -> [[String]] {
        looks.map { seconds, finding in
            board.update(finding.map { [key: $0] } ?? [:], at: at(seconds)).map {
                ($0.begins ? "+" : "-") + $0.alarm.text
            }
        }
    }

    func testItEndsWhenItHasBeenOverForFiveMinutes() {
        var board = AlarmBoard()
        XCTAssertEqual(
            told(&board, [(0, .raised("a")), (60, .raised("b")), (120, nil), (419, nil), (420, nil), (421, nil)]),
            [["+a"], [], [], [], ["-b"], []])
        XCTAssertEqual(board.all, [])
    }

    func testWhatComesAndGoesIsOneAlarm() {
        var board = AlarmBoard()
        let looks: [(Int64, AlarmFinding?)] = (0..<40).map { look in
            (Int64(look) * 60, look % 4 == 0 ? .raised("a") : nil)
        }
        XCTAssertEqual(told(&board, looks).flatMap { $0 }, ["+a"])
        XCTAssertEqual(board.all.map(\.since), [at(0)])
    }

    func testWhatLingersDoesNotBeginAndDoesNotEnd() {
        var board = AlarmBoard()
        XCTAssertEqual(told(&board, [(0, .lingering)]), [[]])
        XCTAssertEqual(
            told(&board, [(1, .raised("a")), (2, .lingering), (900, .lingering), (901, nil), (1_201, nil)]),
            [["+a"], [], [], [], ["-a"]])
    }

    func testAnAgreementAndASilenceAreOverAtOnce() {
        for kind in [Alarm.Kind.partnerSilent, .agreementEnding] {
            var board = AlarmBoard()
            let key = Alarm.Key(kind, "x")
            XCTAssertEqual(board.update([key: .raised("a")], at: at(0)).map(\.begins), [true])
            XCTAssertEqual(board.update([:], at: at(1)).map(\.begins), [false])
        }
    }

    func testWhatWasOnBeforeARestartIsNotToldAgain() {
        var board = AlarmBoard(before: [Alarm(key, since: at(5), text: "old")])
        XCTAssertEqual(told(&board, [(100, .raised("a")), (200, nil), (500, nil)]), [[], [], ["-a"]])
        var calm = AlarmBoard(before: [Alarm(key, since: at(5), text: "old")])
        XCTAssertEqual(told(&calm, [(100, nil), (399, nil), (400, nil)]), [[], [], ["-old"]])
    }

    func testAClockThatIsSetBackBeginsTheCalmAnew() {
        var board = AlarmBoard()
        XCTAssertEqual(
            told(&board, [(1_000, .raised("a")), (1_001, nil), (10, nil), (309, nil), (310, nil)]),
            [["+a"], [], [], [], ["-a"]])
    }
}
