// From some call on nothing can be stored any more: while a run is sealed, and in the starts that follow. Then there is
// room again, and nothing is forgotten.
#if DEBUG
    import Files
    import Messages
    import Support
    import XCTest

    @testable import Recording

    final class DuplicateIndexFaultTests: XCTestCase {
        private let ids = IndexTrial.ids(70)

        override func tearDown() { XCTAssertTrue(FaultSeam.install("")) }

        /// Does something while each call that changes the folder fails from one on; whether one did.
        private func failing(_ trial: IndexTrial, from call: Int, _ body: () throws -> Void) throws -> Bool {
            XCTAssertTrue(FaultSeam.install("*@\(trial.folder.path)#\(call)-=ENOSPC"))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            do {
                try body()
                return false
            } catch {
                return true
            }
        }

        /// A ledger and its index, of which the last group is in the ledger only: with it a run is full.
        private func makeTrial() throws -> (trial: IndexTrial, index: DuplicateIndex, numbers: [UInt64], last: UInt64) {
            let trial = try IndexTrial()
            let index = try trial.open()
            let ledger = try Ledger(folder: trial.directory)
            var numbers = try trial.add(Array(ids[..<60]), to: index, ledger: ledger)
            numbers += try trial.add(Array(ids[60...]), to: nil, ledger: ledger)
            return (trial, index, numbers, ledger.nextSequence - 1)
        }

        private func complete(_ index: DuplicateIndex, _ numbers: [UInt64], _ last: UInt64) throws {
            let now = Trial.time(day: 0)
            for (id, number) in zip(ids, numbers).dropFirst(60) {
                try index.insert(Trial.key(id).fingerprint, number, now)
            }
            try index.complete(through: last, at: now)
        }

        func testAfterAFailureAtAnyCallOfASealingItGoesOn() throws {
            var call = 1
            var hasFailed = true
            while hasFailed {
                let (trial, index, numbers, last) = try makeTrial()
                defer { trial.folder.remove() }
                hasFailed = try failing(trial, from: call) { try complete(index, numbers, last) }
                try trial.check(ids, numbers, in: index)
                try index.complete(through: last, at: Trial.time(day: 0))
                try trial.check(ids, numbers, in: index)
                try trial.check(ids, numbers, in: try trial.open())
                XCTAssertEqual(try trial.files("").count, 2, "a run, and one log")
                call += 1
            }
            XCTAssertGreaterThan(call, 8)
        }

        func testStartsThatFailOneAfterTheOtherLoseNothing() throws {
            var random = SeededNumbers(seed: 21)
            for _ in 0..<12 {
                let (trial, index, numbers, last) = try makeTrial()
                defer { trial.folder.remove() }
                _ = try failing(trial, from: 1 + Int(random.next() % 12)) { try complete(index, numbers, last) }
                for _ in 0..<2 {
                    let names = try trial.files("")
                    if random.next() & 1 == 0, !names.isEmpty {
                        try trial.remove(names[Int(random.next() % UInt64(names.count))])
                    }
                    _ = try failing(trial, from: 1 + Int(random.next() % 12)) { _ = try trial.open() }
                }
                let opened = try trial.open()
                try trial.check(ids, numbers, in: opened)
                XCTAssertNil(try opened.find(Trial.key("fresh"), now: Trial.time(day: 0)))
                try trial.check(ids, numbers, in: try trial.open())
                XCTAssertEqual(try trial.files(".log").count, 1)
                XCTAssertFalse(try trial.folder.holds(".sealing"))
            }
        }

        func testFilesThatAreRemovedWhileItIsOpenAreMadeAnew() throws {
            let (trial, index, numbers, last) = try makeTrial()
            defer { trial.folder.remove() }
            for name in try trial.files("") { try trial.remove(name) }
            try complete(index, numbers, last)
            try trial.check(ids, numbers, in: index)
            for name in try trial.files("") { try trial.remove(name) }
            try trial.check(ids, numbers, in: index)
            try trial.check(ids, numbers, in: try trial.open())
        }
    }
#endif
