// The daemon as an account of its own: what it can do with no right beyond its groups, and with those that the
// manual names.

import Files
import Foundation
import Support
import XCTest

final class RightsEndToEndTests: XCTestCase {
    private static let setpriv = "/usr/bin/setpriv"
    /// The daemon's account and group, and the group of its participants, which it is a member of.
    private static let service: UInt32 = 1
    private static let group = OtherAccount.identifier

    /// A playground whose spool belongs to the daemon's account, and whose participants' folders to the group.
    private func playground(_ rows: String = Playground.rows) throws -> Playground {
        guard OtherAccount.isReachable, WholeFile.status(RightsEndToEndTests.setpriv) != nil else {
            throw XCTSkip("only root can start the daemon as another, with setpriv")  // reason: needs root, util-linux
        }
        let playground = try Playground(rows: rows)
        for name in ["spool", "spool/participants", "spool/participants/alice", "spool/participants/bob"] {
            try WholeFile.makeDirectories(playground.folder.path(of: name))
            try give(playground.folder.path(of: name), to: RightsEndToEndTests.service, mode: 0o755)
        }
        for name in ["alice/drop", "alice/pickup", "bob/drop", "bob/pickup"] {
            let path = playground.folder.path(of: "spool/participants/\(name)")
            try WholeFile.makeDirectories(path)
            try give(path, to: RightsEndToEndTests.service, mode: 0o2770)
        }
        guard try run(playground, "-all", ["version"]) == 0 else {
            playground.remove()
            throw XCTSkip("the account cannot run the program where it lies")  // reason: a private folder above it
        }
        return playground
    }

    private func give(_ path: String, to owner: UInt32, mode: UInt32) throws {
        try Directory(path: path).change(owner: owner, group: RightsEndToEndTests.group, mode: mode)
    }

    /// Runs the program as the daemon's account with some capabilities, to its end.
    private func run(_ playground: Playground, _ rights: String, _ words: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: RightsEndToEndTests.setpriv)
        var arguments = ["--reuid", "1", "--regid", "1", "--groups", String(RightsEndToEndTests.group)]
        for set in ["--inh-caps", "--ambient-caps", "--bounding-set"] { arguments.append("\(set)=\(rights)") }
        process.arguments = arguments + [Playground.program] + words
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        let log = playground.folder.path(of: "log")
        try WholeFile.write([], to: log)
        process.standardError = FileHandle(forWritingAtPath: log)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func drain(_ playground: Playground, _ rights: String) throws {
        let words = ["run", "--drain", "--routes", playground.routes, "--spool", playground.spool]
        XCTAssertEqual(try run(playground, rights, words), 0, playground.log)
    }

    /// A file of alice's own account, which the daemon may read by its group.
    private func drop(_ playground: Playground, mode: UInt32 = 0o640) throws {
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        let file = try Directory(path: playground.dropPath("")).openOrCreate(fileName("a.xml"), mode: mode)
        try file.changeMode(to: mode)
        try file.changeOwner(to: OtherAccount.identifier, group: RightsEndToEndTests.group)
    }

    /// What the daemon called the only body that it staged.
    private func body(_ playground: Playground) throws -> String {
        let record = try XCTUnwrap(try playground.events("accepted").first, playground.log)
        return try XCTUnwrap((record["taken"] as? [String])?.first)
    }

    /// The message has been delivered, readable for the receiver's group, and has left the drop.
    private func assertDelivered(_ playground: Playground) throws {
        let name = try XCTUnwrap(playground.pickup("bob").first, playground.log)
        let status = try XCTUnwrap(WholeFile.status("\(playground.spool)/participants/bob/pickup/\(name)"))
        XCTAssertEqual(status.owner, RightsEndToEndTests.service)
        XCTAssertEqual(status.group, RightsEndToEndTests.group)
        XCTAssertEqual(status.mode, 0o640)
        XCTAssertEqual(try playground.read(name, of: "bob"), Playground.note("n-1"))
        XCTAssertEqual(playground.names("participants/alice/drop"), [])
        XCTAssertEqual(playground.names("taken/alice"), [])
        XCTAssertEqual(playground.pickup("alice").count, 1)
    }

    private static let moving = Playground.rows.replacingOccurrences(
        of: #"id="alice""#, with: #"id="alice" custody="move""#)

    func testCopyNeedsNothingButTheGroup() throws {
        let playground = try playground()
        defer { playground.remove() }
        try drop(playground)
        try drain(playground, "-all")
        try assertDelivered(playground)
        XCTAssertTrue(try body(playground).hasPrefix("c."))
    }

    func testMoveNeedsTwoRightsAndNoMore() throws {
        let playground = try playground(RightsEndToEndTests.moving)
        defer { playground.remove() }
        try drop(playground)
        try drain(playground, "-all,+lease,+chown")
        try assertDelivered(playground)
        XCTAssertTrue(try body(playground).hasPrefix("m."))
        XCTAssertTrue(playground.log.contains("custody: move is possible"), playground.log)
    }

    func testMoveWithoutOneOfThemIsACopy() throws {
        for rights in ["-all", "-all,+lease", "-all,+chown"] {
            let playground = try playground(RightsEndToEndTests.moving)
            defer { playground.remove() }
            try drop(playground)
            try drain(playground, rights)
            try assertDelivered(playground)
            XCTAssertTrue(try body(playground).hasPrefix("c."), rights)
            XCTAssertTrue(playground.log.contains("custody: without CAP_"), playground.log)
            XCTAssertTrue(playground.log.contains(#"participants with custody="move": alice"#), playground.log)
        }
    }

    func testProgramsOfOtherAccountsNeedThreeRights() throws {
        guard try Account(name: "nobody") != nil else {
            throw XCTSkip("this system has no account nobody")  // reason: needs what the system lacks
        }
        let rows = """
            <partner id="alice"/>
            <system id="bob"><program path="handler" user="nobody" timeout="300ms" retry="1h"/></system>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
            <route id="alice-bob" from="alice" message="note" to="bob"/>
            """
        let playground = try playground(rows)
        defer { playground.remove() }
        // Its child has left the session; both ignore what asks them to stop.
        let script = "#!/bin/sh\ntrap '' TERM\nsetsid sh -c 'echo $$ >&2; exec sleep 60' &\nexec sleep 60\n"
        try playground.folder.write(script, to: "routes/handler", mode: 0o755)
        try drop(playground)
        try drain(playground, "-all,+setuid,+setgid,+kill")
        XCTAssertTrue("\(try playground.events("deferred"))".contains("longer than its time"), playground.log)
        // program of bob, delivery 000000000001: 4711
        let words = playground.log.split(whereSeparator: { " \n".contains($0) }).map(String.init)
        let place = try XCTUnwrap(words.firstIndex { $0.hasPrefix("000") && $0.hasSuffix(":") }, playground.log)
        let child = try XCTUnwrap(Int32(words[place + 1]), playground.log)
        XCTAssertFalse(isRunning(child))
    }
}
