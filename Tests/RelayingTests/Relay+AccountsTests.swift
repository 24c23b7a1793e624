// A table whose accounts the system takes its time to look up: what is in force meanwhile, and who is told.

import Dispatch
import Files
import Messages
import Routing
import Support
import Synchronization
import XCTest

@testable import Relaying

final class RelayAccountsTests: XCTestCase {
    /// A system that says who an account is when a test lets it: each has the number 7, but for some that are not there;
    /// and it may be unable to say anything.
    private final class Directory: Sendable {
        let asked = Mutex<[String]>([])
        let isAsked = DispatchSemaphore(value: 0)
        let mayAnswer = DispatchSemaphore(value: 0)
        let fails = Mutex<Bool>(false)

        func answer(_ name: String) throws(AccountDirectoryError) -> Account? {
            asked.withLock { $0.append(name) }
            isAsked.signal()
            mayAnswer.wait()
            if fails.withLock({ $0 }) { throw AccountDirectoryError(.account, name, Errno(5)) }
            return name == "nobody-here" ? nil : Account(user: 7, group: 8, groups: [8, 9])
        }
    }

    /// What came of it, in the order in which it came.
    private final class Heard: Sendable {
        let words = Mutex<[String]>([])
        let more = DispatchSemaphore(value: 0)

        func hear(_ word: String) {
            words.withLock { $0.append(word) }
            more.signal()
        }
    }

    /// A relay's queues and timers refer to it: it lives as long as the process.
    private static let kept = Mutex<[Relay]>([])
    private static let users = #"<partner id="alice" user="sender"/><system id="bob"/>"#

    private var folder: TemporaryFolder!
    private let directory = Directory()
    private let heard = Heard()
    private var relay: Relay!

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("routes")
    }

    override func tearDown() {
        // Nobody is left waiting.
        for _ in 0..<9 { directory.mayAnswer.signal() }
        relay?.stop()
        folder.remove()
    }

    private func write(_ rows: String) throws {
        try folder.write(#"<routes xmlns="urn:luova:routes:1">\#(rows)</routes>"#, to: "routes/table.xml")
    }

    /// A relay with this table, started. Told are its end, and what of the log is about tables and accounts.
    private func start(_ rows: String, patience: Int64 = 3_600_000_000_000, hearsDelay: Bool = false) throws {
        try write(rows)
        var options = Relay.Options(
            spool: folder.path(of: "spool"), routes: folder.path(of: "routes"), workers: 1, drains: false)
        let directory = directory
        options.account = { (name) throws(AccountDirectoryError) in try directory.answer(name) }
        options.recheck = 0
        options.patience = patience
        let heard = heard
        let made = try Relay(
            options, table: RoutingTable.load(folder: options.routes),
            log: RelayLog { entry in
                guard [.reloaded, .account, .fault, .faultOver].contains(entry.event) else { return }
                heard.hear(entry.text)
            },
            finished: { heard.hear("ended with \($0)") })
        Self.kept.withLock { $0.append(made) }
        relay = made
        made.start {
            if hearsDelay { heard.hear("delayed") }
        } ready: {
            heard.hear("ready")
        }
    }

    private func reload(_ rows: String, as name: String) throws {
        try write(rows)
        let heard = heard
        relay.reload { heard.hear("\(name) \($0 ? "is in force" : "is not")") }
    }

    private func wait(_ semaphore: DispatchSemaphore, line: UInt = #line) {
        XCTAssertEqual(semaphore.wait(timeout: .now() + 60), .success, line: line)
    }

    /// The next words that are told.
    private func next(_ count: Int, line: UInt = #line) -> [String] {
        for _ in 0..<count { wait(heard.more, line: line) }
        return heard.words.withLock { words in
            defer { words.removeFirst(min(count, words.count)) }
            return Array(words.prefix(count))
        }
    }

    /// Who is in the table in force, and which accounts are known; asks the control queue.
    private func inForce() -> String {
        let relay: Relay = relay
        return relay.control.sync {
            let names = relay.table.participants.keys.map(\.text).sorted()
            return (names + relay.accounts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.user)" })
                .joined(separator: " ")
        }
    }

    private static let now = "reload: the new routing table is in force"

    func testAReloadThatWaitsLeavesTheOldTableInForceAndStopsNothing() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.users, as: "it")
        wait(directory.isAsked)
        XCTAssertEqual(inForce(), "alice")
        let pulse = DispatchSemaphore(value: 0)
        relay.pulse { pulse.signal() }
        wait(pulse)
        XCTAssertEqual(heard.words.withLock { $0 }, [])
        directory.mayAnswer.signal()
        XCTAssertEqual(next(2), [Self.now, "it is in force"])
        XCTAssertEqual(inForce(), "alice bob sender=7")
    }

    func testALaterReloadTakesThePlaceOfOneThatWaits() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.users, as: "first")
        wait(directory.isAsked)
        try reload(#"<partner id="carol" user="sender"/>"#, as: "second")
        XCTAssertTrue(next(1)[0].contains("an earlier table"))
        directory.mayAnswer.signal()
        // What was said to the first is not what the second is told.
        wait(directory.isAsked)
        XCTAssertEqual(inForce(), "alice")
        directory.mayAnswer.signal()
        XCTAssertEqual(next(3), [Self.now, "first is in force", "second is in force"])
        XCTAssertEqual(inForce(), "carol sender=7")
        XCTAssertEqual(directory.asked.withLock { $0 }, ["sender", "sender"])
    }

    func testATableWithoutAccountsWaitsForNobody() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.users, as: "first")
        wait(directory.isAsked)
        try reload(#"<partner id="carol"/>"#, as: "second")
        XCTAssertEqual(next(4).dropFirst(), [Self.now, "first is in force", "second is in force"])
        directory.mayAnswer.signal()
        relay.owners.sync {}
        XCTAssertEqual(inForce(), "carol", "what is answered late is about no table any more")
        try reload(Self.users, as: "third")
        wait(directory.isAsked)
        directory.mayAnswer.signal()
        XCTAssertEqual(next(2), [Self.now, "third is in force"])
    }

    func testATableWithAMistakeLeavesTheOneThatWaits() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        try reload(Self.users, as: "first")
        wait(directory.isAsked)
        try reload("<broken>", as: "second")
        XCTAssertEqual(next(1), ["second is not"])
        directory.mayAnswer.signal()
        XCTAssertEqual(next(2), [Self.now, "first is in force"])
    }

    func testAnAccountThatTheSystemDoesNotHaveIsNamed() throws {
        try start(#"<partner id="alice" user="nobody-here"/>"#)
        directory.mayAnswer.signal()
        let told = next(2)
        XCTAssertTrue(told[0].contains("no account 'nobody-here'"), told[0])
        XCTAssertEqual(told[1], "ready")
        XCTAssertEqual(inForce(), "alice")
    }

    func testAStartTakesNothingBeforeTheSystemHasAnswered() throws {
        try start(Self.users)
        wait(directory.isAsked)
        XCTAssertEqual(inForce(), "alice bob")
        XCTAssertTrue(relay.isStarting)
        // A reload meanwhile: the start goes on by its table.
        try reload(#"<partner id="carol" user="other"/>"#, as: "it")
        XCTAssertTrue(next(1)[0].contains("an earlier table"))
        directory.mayAnswer.signal()
        wait(directory.isAsked)
        directory.mayAnswer.signal()
        XCTAssertEqual(next(2), ["ready", "it is in force"])
        XCTAssertEqual(inForce(), "carol other=7")
    }

    func testWhoStopsAStartThatWaitsNeedNotWait() throws {
        try start(Self.users)
        wait(directory.isAsked)
        relay.stop()
        XCTAssertEqual(next(1), ["ended with 0"])
        directory.mayAnswer.signal()
        relay.owners.sync {}
        XCTAssertEqual(inForce(), "alice bob", "nothing begins any more")
    }

    func testSomebodyIsToldWhereTheSystemDoesNotAnswer() throws {
        try start(Self.users, patience: 0)
        wait(directory.isAsked)
        XCTAssertTrue(
            next(1)[0].hasPrefix("fault: the system does not say which accounts the table names; nothing is"))
        directory.mayAnswer.signal()
        let over = next(2)
        XCTAssertTrue(over[0].hasPrefix("over after "), over[0])
        XCTAssertEqual(over[1], "ready")
        try reload(Self.users, as: "it")
        wait(directory.isAsked)
        XCTAssertTrue(next(1)[0].contains("; the table before stays in force until it does;"))
        directory.mayAnswer.signal()
        XCTAssertEqual(next(3).dropFirst(), [Self.now, "it is in force"])
    }

    private static let failing =
        "fault: the system's directory of accounts cannot say whether there is an account 'sender' (Input/output error); "

    func testAStartIsNotBegunWithWhatADirectoryThatFailsDoesNotSay() throws {
        directory.fails.withLock { $0 = true }
        try start(Self.users, hearsDelay: true)
        for _ in 0..<3 { directory.mayAnswer.signal() }
        let told = next(2)
        XCTAssertTrue(
            told[0].hasPrefix(Self.failing + "nothing is taken until it does, and it is asked again; "), told[0])
        XCTAssertEqual(told[1], "delayed", "operators may ask meanwhile")
        for _ in 0..<4 { wait(directory.isAsked) }
        XCTAssertEqual(inForce(), "alice bob")
        XCTAssertTrue(relay.isStarting)
        XCTAssertTrue(relay.control.sync { [relay] in relay?.faults.state ?? "" }.hasPrefix("starting: the system's"))
        directory.fails.withLock { $0 = false }
        directory.mayAnswer.signal()
        let over = next(2)
        XCTAssertTrue(over[0].hasPrefix("over after "), over[0])
        XCTAssertEqual(over[1], "ready")
        XCTAssertFalse(relay.isStarting)
        XCTAssertEqual(inForce(), "alice bob sender=7")
    }

    func testAReloadThatADirectoryFailsLeavesTheOldTableInForceUntilItAnswers() throws {
        try start(#"<partner id="alice"/>"#, hearsDelay: true)
        XCTAssertEqual(next(1), ["ready"])
        directory.fails.withLock { $0 = true }
        try reload(Self.users, as: "it")
        directory.mayAnswer.signal()
        XCTAssertTrue(next(1)[0].hasPrefix(Self.failing + "the table before stays in force until it does, "))
        for _ in 0..<2 { wait(directory.isAsked) }
        XCTAssertEqual(inForce(), "alice")
        directory.fails.withLock { $0 = false }
        directory.mayAnswer.signal()
        XCTAssertEqual(next(3).dropFirst(), [Self.now, "it is in force"])
        XCTAssertEqual(inForce(), "alice bob sender=7")
    }

    func testALaterReloadTakesThePlaceOfOneThatADirectoryFails() throws {
        try start(#"<partner id="alice"/>"#)
        XCTAssertEqual(next(1), ["ready"])
        directory.fails.withLock { $0 = true }
        try reload(Self.users, as: "first")
        directory.mayAnswer.signal()
        XCTAssertTrue(next(1)[0].hasPrefix(Self.failing))
        try reload(#"<partner id="carol"/>"#, as: "second")
        XCTAssertEqual(
            next(5).suffix(3), [Self.now, "first is in force", "second is in force"], "it needs no directory")
        XCTAssertEqual(inForce(), "carol")
    }

    func testWhoStopsAStartThatADirectoryFailsNeedNotWait() throws {
        directory.fails.withLock { $0 = true }
        try start(Self.users)
        directory.mayAnswer.signal()
        XCTAssertTrue(next(1)[0].hasPrefix(Self.failing))
        relay.stop()
        XCTAssertEqual(next(1), ["ended with 0"])
    }

    /// The accounts that programs are started with.
    private func ofPrograms() throws -> [String: Account] {
        let programs = try XCTUnwrap(relay.programs)
        // What the control queue has told them is heard before.
        return relay.control.sync { programs.queue.sync { programs.accounts } }
    }

    func testTheAccountsOfProgramsAreLookedUpWithATableAndKept() throws {
        func rows(_ user: String) -> String {
            #"<partner id="alice"/><system id="bob"><program path="handler" user="\#(user)"/></system>"#
        }
        try start(rows("runner"))
        directory.mayAnswer.signal()
        XCTAssertEqual(next(1), ["ready"])
        XCTAssertEqual(try ofPrograms(), ["runner": Account(user: 7, group: 8, groups: [8, 9])])
        try reload(rows("nobody-here"), as: "it")
        for _ in 0..<2 { wait(directory.isAsked) }
        XCTAssertEqual(try ofPrograms().keys.sorted(), ["runner"], "the table before is in force")
        directory.mayAnswer.signal()
        XCTAssertEqual(
            next(3),
            [
                "participant bob: the system has no account 'nobody-here'; its program is not started until it has",
                Self.now, "it is in force",
            ])
        XCTAssertEqual(try ofPrograms(), [:])
        XCTAssertEqual(directory.asked.withLock { $0 }, ["runner", "nobody-here"])
    }
}
