// What lies in the folders of those whom the table does not have.

import Files
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class RecoveryStrangersTests: XCTestCase {
    private var trial: RecoveryTrial!

    override func setUpWithError() throws { trial = try RecoveryTrial() }
    override func tearDown() { trial.remove() }

    /// Has only `alice` be in the table.
    private func leave() throws {
        try trial.folder.write(
            #"<routes xmlns="urn:luova:routes:1"><partner id="alice"/></routes>"#, to: "routes/table.xml")
        try trial.reopen()
    }

    func testWhatWaitsForOneThatLeftTheTableIsFound() throws {
        try trial.accept()
        try trial.putWaiting("note.000000000001.2.xml")
        try trial.putWaiting("a note of somebody")
        try leave()
        let plan = try trial.plan()
        XCTAssertEqual(plan.waiting.map(\.delivery.sequence), [1])
        XCTAssertEqual(plan.waiting.map(\.tries), [2])
        XCTAssertEqual(plan.words.count, 0)
    }

    func testACopyOfAFolderIsNobodys() throws {
        try trial.accept()
        try trial.putWaiting("note.000000000001.2.xml")
        let copy = "\(trial.spool.root.path)/waiting/bob-before"
        try WholeFile.makeDirectories(copy)
        try WholeFile.write(trial.body, to: "\(copy)/note.000000000001.2.xml")
        try WholeFile.write(trial.body, to: "\(copy)/note.000000000099.0.xml")
        let plan = try trial.plan()
        XCTAssertEqual(plan.waiting.map(\.receiver.text), ["bob"])
        XCTAssertEqual(plan.words.count, 0)
    }

    func testOriginalsOfOneThatLeftTheTableAreInspectedWhenItIsBackAndAllElseStays() throws {
        let taken = try trial.spool.folders(of: ParticipantIdentifier("bob")).taken
        for name in ["m.t-10.later.xml", "m.t-9.first.xml", "c.t-3", "r.t-4", "x.7.m.xml", "mine"] {
            try taken.create(fileName(name), mode: 0o640).write(trial.body[...])
        }
        try leave()
        let undecided = try trial.plan().undecided
        XCTAssertEqual(undecided.map(\.name.description), ["m.t-9.first.xml", "m.t-10.later.xml"])
        XCTAssertEqual(undecided.map(\.sender.text), ["bob", "bob"])
        let names = try TemporaryFolder.names(in: Directory(path: "\(trial.spool.root.path)/taken/bob"))
        XCTAssertEqual(names.count, 6)
    }
}
