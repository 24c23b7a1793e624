// A participant's folders are missing at a start: it is told, all others go on, and it goes on itself when they are there.

import Files
import Foundation
import Support
import XCTest

final class MissingFoldersEndToEndTests: XCTestCase {
    private var playground: Playground!
    private var participants: String { "\(playground.spool)/participants" }

    override func setUpWithError() throws { playground = try Playground(rows: Playground.twoSenders) }

    override func tearDown() { playground.remove() }

    /// A file stands where the folders should be: nobody can make them, not even root.
    private func obstruct(_ names: [String]) throws {
        try WholeFile.makeDirectories(participants)
        for name in names { try WholeFile.write([], to: "\(participants)/\(name)") }
    }

    /// Makes the folders of somebody, as add-partner does; for a group of its own where the tests run as root.
    private func make(_ name: String) throws {
        XCTAssertEqual(unlink("\(participants)/\(name)"), 0)
        let folder = "\(participants)/.\(name)"
        for place in ["", "/drop", "/pickup"] {
            XCTAssertEqual(mkdir(folder + place, 0o770), 0)
            if OtherAccount.isReachable { XCTAssertEqual(chown(folder + place, 0, OtherAccount.identifier), 0) }
        }
        XCTAssertEqual(rename(folder, "\(participants)/\(name)"), 0)
    }

    private func says(_ text: String) -> Bool { eventually(within: 60) { playground.log.contains(text) } }

    func testItIsTheFaultOfOneAndTheOthersGoOn() throws {
        try obstruct(["carol"])
        let daemon = try playground.start()
        XCTAssertTrue(says("fault: a folder of carol is missing"), playground.log)
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count == 1 }, playground.log)
        try make("carol")
        try playground.drop(Playground.note("n-2"), as: "2.xml", from: "carol")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count == 2 }, playground.log)
        XCTAssertTrue(says("over after"), playground.log)
        XCTAssertTrue(eventually(within: 60) { playground.pickup("carol").count == 1 }, "its receipt")
        XCTAssertEqual(playground.stop(daemon), 0)
        try playground.verify()
    }

    func testWhatIsMeantForItWaitsAndCanBeReadByItsGroupAfterwards() throws {
        try obstruct(["bob"])
        let daemon = try playground.start()
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("alice").count == 1 }, "it is accepted, and told so")
        XCTAssertTrue(says("what is decided cannot be moved to its place"), playground.log)
        XCTAssertEqual(playground.stop(daemon), 0)
        // Also through another start without them.
        let next = try playground.start()
        try playground.drop(Playground.note("n-2"), as: "2.xml")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("alice").count == 2 })
        try make("bob")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count == 2 }, playground.log)
        let group = WholeFile.status("\(participants)/bob/pickup")?.group
        for name in playground.pickup("bob") {
            XCTAssertEqual(WholeFile.status("\(participants)/bob/pickup/\(name)")?.group, group, name)
        }
        XCTAssertEqual(playground.stop(next), 0)
        try playground.verify()
        XCTAssertEqual(try playground.events("delivered").count, 2)
    }

    func testWhereNobodyHasFoldersTheStartFails() throws {
        try obstruct(["alice", "bob", "carol"])
        let (code, _, error) = try playground.luova(
            ["run", "--routes", playground.routes, "--spool", playground.spool, "--drain"])
        XCTAssertEqual(code, 73)
        XCTAssertTrue(error.contains("participants/"), error)
    }

    func testADrainHandlesTheFilesOfTheOthersAndSaysAtItsEndThatItIsNotDone() throws {
        try obstruct(["carol"])
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        func drain() throws -> (code: Int32, last: String) {
            let (code, _, error) = try playground.luova(
                ["run", "--routes", playground.routes, "--spool", playground.spool, "--drain"])
            return (code, error.split(separator: "\n").last.map(String.init) ?? "")
        }
        let (code, last) = try drain()
        XCTAssertEqual(code, 75)
        XCTAssertTrue(last.contains("leaves work undone: a folder of carol is missing"), last)
        XCTAssertEqual(playground.pickup("bob").count, 1)
        try make("carol")
        XCTAssertEqual(try drain().code, 0)
        try playground.verify()
    }

    func testOneThatJoinsWithoutFoldersIsAFaultToo() throws {
        let daemon = try playground.start()
        try obstruct(["dora"])
        let rows = try playground.folder.read("routes/table.xml")
        try playground.folder.write(
            rows.replacingOccurrences(of: "<system id=\"bob\"/>", with: "<system id=\"bob\"/><partner id=\"dora\"/>"),
            to: "routes/table.xml")
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(says("fault: a folder of dora is missing"), playground.log)
        try make("dora")
        XCTAssertTrue(says("over after"), playground.log)
        try playground.drop(Playground.note("n-1"), as: "1.xml", from: "dora")
        XCTAssertTrue(
            eventually(within: 60) { (try? playground.events("refused").count) == 1 }, "no row allows it: it was taken")
        XCTAssertEqual(playground.stop(daemon), 0)
    }

    func testFoldersOfOneThatLeftMayBeRemovedWhileItsMessagesStillWait() throws {
        try playground.write(handler: "[ -e over ] && exit 65; exit 1")
        let rows = try playground.folder.read("routes/table.xml")
        func write(_ rows: String) throws { try playground.folder.write(rows, to: "routes/table.xml") }
        let withProgram = rows.replacingOccurrences(
            of: "<system id=\"bob\"/>",
            with: "<system id=\"bob\"><program path=\"handler\" retry=\"200ms\" retry-limit=\"200ms\"/></system>")
        let alone = [
            "<partner id=\"carol\" receipts=\"all\"/>",
            "<route id=\"alice-carol\" from=\"carol\" message=\"note\" to=\"bob\"/>",
        ]
        .reduce(withProgram) { $0.replacingOccurrences(of: $1, with: "") }
        try write(withProgram)
        let daemon = try playground.start()
        try playground.drop(Playground.note("n-1"), as: "1.xml", from: "carol")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("carol").count == 1 }, playground.log)
        try write(alone)
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(says("the new routing table is in force"))
        for folder in ["participants", "taken", "refused", "waiting"] {
            try FileManager.default.removeItem(atPath: "\(playground.spool)/\(folder)/carol")
        }
        try playground.folder.write("", to: "over")
        XCTAssertTrue(says("what is decided cannot be moved to its place"), playground.log)
        XCTAssertFalse(playground.log.contains("decisions cannot be written"), playground.log)
        // The line names the folder; nobody needs the others.
        XCTAssertEqual(mkdir("\(playground.spool)/refused/carol", 0o700), 0)
        XCTAssertTrue(
            eventually(within: 60) { playground.names("refused/carol").count == 1 }, playground.log)
        XCTAssertEqual(playground.stop(daemon), 0)
        try playground.verify()
    }
}
