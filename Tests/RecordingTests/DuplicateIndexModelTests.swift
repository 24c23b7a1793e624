// Random work over many days beside a dictionary: messages, lookups, starts, lost files.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class DuplicateIndexModelTests: XCTestCase {
    func testTheIndexSaysWhatADictionarySays() throws {
        for seed in UInt64(1)...2 {
            let trial = try IndexTrial()
            defer { trial.folder.remove() }
            var random = SeededNumbers(seed: seed)
            let ledger = try Ledger(folder: trial.directory)
            var index = try trial.open()
            var model: [String: (number: UInt64, time: Int64)] = [:]
            var time = Trial.time(day: 0)
            for _ in 0..<300 {
                time = Timestamp(nanoseconds: time.nanoseconds + Int64(random.next() % 10_000) * 1_000_000_000)
                if random.next() % 25 == 0 {
                    for name in try trial.files("") where random.next() % 8 == 0 { try trial.remove(name) }
                    index = try trial.open(now: time)
                }
                var fresh: [String] = []
                for _ in 0..<random.next() % 20 {
                    let id = "m\(random.next() % 3_000)"
                    let found = try index.find(Trial.key(id), now: time)
                    let known = model[id].flatMap { time.nanoseconds - $0.time <= Trial.week ? $0.number : nil }
                    XCTAssertEqual(found?.sequence, known, "seed \(seed), \(id)")
                    if known == nil, !fresh.contains(id) { fresh.append(id) }
                }
                // Now and then the process ends between the commit and the index.
                let isCut = random.next() % 30 == 0
                let numbers = try trial.add(fresh, to: isCut ? nil : index, ledger: ledger, time: time)
                for (id, number) in zip(fresh, numbers) { model[id] = (number, time.nanoseconds) }
                if isCut { index = try trial.open(now: time) }
            }
            XCTAssertGreaterThan(model.count, 1_000)
        }
    }
}
