// Runs come as messages do, and go with the window; what a wrong clock says does not matter.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class DuplicateIndexRunsTests: XCTestCase {
    private var trial: IndexTrial!

    override func setUpWithError() throws { trial = try IndexTrial() }

    override func tearDown() { trial.folder.remove() }

    func testRunsAndTheLogTogetherFindAll() throws {
        let ids = IndexTrial.ids(500)
        let index = try trial.open()
        let numbers = try trial.add(ids, to: index)
        XCTAssertEqual(try trial.files(".run").count, 7)
        XCTAssertEqual(try trial.files(".log").count, 1)
        try trial.check(ids, numbers, in: index)
        XCTAssertNil(try index.find(Trial.key("other"), now: Trial.time(day: 0)))
        let before = try trial.folder.names()
        try trial.check(ids, numbers, in: try trial.open())
        XCTAssertEqual(try trial.folder.names(), before)
    }

    func testAMessageThatIsAddedTwiceIsFoundOnce() throws {
        let index = try trial.open()
        let ids = IndexTrial.ids(100)
        let numbers = try trial.add(ids, to: index)
        for (id, number) in zip(ids, numbers) {
            try index.insert(Trial.key(id).fingerprint, number, Trial.time(day: 0))
        }
        try trial.check(ids, numbers, in: index)
    }

    func testRunsLeaveWithTheWindow() throws {
        let ledger = try Ledger(folder: trial.directory)
        let index = try trial.open()
        var all: [(ids: [String], numbers: [UInt64])] = []
        for day in 0..<30 {
            let ids = IndexTrial.ids(80, "\(day)-")
            all.append((ids, try trial.add(ids, to: index, ledger: ledger, time: Trial.time(day: day))))
        }
        // A week, the day at hand, and what is kept for certainty.
        XCTAssertLessThan(try trial.files(".run").count, 15)
        let now = Trial.time(day: 29)
        for reopened in [index, try trial.open(now: now)] {
            for day in 22..<30 { try trial.check(all[day].ids, all[day].numbers, in: reopened, now: now) }
            XCTAssertNil(try reopened.find(Trial.key("21-0"), now: now))
        }
    }

    func testADroppedRunIsNotMadeAnewAtAStart() throws {
        let ledger = try Ledger(folder: trial.directory)
        let index = try trial.open()
        // All in one segment of the ledger: its beginning has left the window, its end has not.
        for hour in 0..<40 {
            try trial.add(
                IndexTrial.ids(70, "\(hour)-"), to: index, ledger: ledger,
                time: Trial.time(day: 0, seconds: Int64(hour) * 3_600 / 2))
        }
        let window: Int64 = 3_600_000_000_000
        let now = Trial.time(day: 0, seconds: 20 * 3_600)
        var short = try trial.open(now: now, window: window)
        try trial.add(IndexTrial.ids(200, "x"), to: short, ledger: ledger, time: now)
        try trial.add(IndexTrial.ids(200, "y"), to: short, ledger: ledger, time: now)
        let runs = try trial.files(".run")
        XCTAssertLessThan(runs.count, 20)
        short = try trial.open(now: now, window: window)
        XCTAssertEqual(try trial.files(".run"), runs)
    }

    func testAWindowThatBecomesLongerHasWhatTheShorterOneLetGo() throws {
        let ledger = try Ledger(folder: trial.directory)
        let day: Int64 = 86_400_000_000_000
        let short = try trial.open(window: day)
        var all: [(ids: [String], numbers: [UInt64])] = []
        for day in 0..<12 {
            let ids = IndexTrial.ids(80, "\(day)-")
            all.append((ids, try trial.add(ids, to: short, ledger: ledger, time: Trial.time(day: day))))
        }
        let now = Trial.time(day: 11)
        XCTAssertLessThan(try trial.files(".run").count, 8)
        // As long as it is as short, nothing is made anew.
        let files = try trial.files("")
        _ = try trial.open(now: now, window: day)
        _ = try trial.open(now: Trial.time(day: -9_000), window: day)
        XCTAssertEqual(try trial.files(""), files)
        for _ in 0..<2 {
            let long = try trial.open(now: now)
            for day in 4..<12 { try trial.check(all[day].ids, all[day].numbers, in: long, now: now) }
            XCTAssertNil(try long.find(Trial.key("3-0"), now: now))
        }
    }

    func testAClockThatIsWrongForAWhileDropsNothing() throws {
        let ledger = try Ledger(folder: trial.directory)
        let index = try trial.open()
        let ids = IndexTrial.ids(300)
        let numbers = try trial.add(ids, to: index, ledger: ledger)
        // Fewer than a run, in the far future and in the far past.
        for (place, wrong) in [Trial.time(day: 9_000), Trial.time(day: -9_000)].enumerated() {
            try trial.add(IndexTrial.ids(50, "w\(place)-"), to: index, ledger: ledger, time: wrong)
            try trial.add(IndexTrial.ids(300, "x\(place)-"), to: index, ledger: ledger)
        }
        try trial.check(ids, numbers, in: index)
        try trial.check(ids, numbers, in: try trial.open())
    }

    func testAStartWithAWrongClockDropsNothing() throws {
        let ids = IndexTrial.ids(300)
        let numbers = try trial.add(ids, to: try trial.open())
        let files = try trial.folder.names()
        for wrong in [Trial.time(day: 9_000), Trial.time(day: -9_000)] {
            _ = try trial.open(now: wrong)
            XCTAssertEqual(try trial.folder.names(), files)
        }
        try trial.check(ids, numbers, in: try trial.open())
    }

    func testWhatIsMadeUnderAWrongClockIsWhole() throws {
        let ids = IndexTrial.ids(300)
        let numbers = try trial.add(ids, to: nil)
        _ = try trial.open(now: Trial.time(day: 9_000))
        try trial.check(ids, numbers, in: try trial.open())
    }
}
