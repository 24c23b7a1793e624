// What the tests of tables and their accounts share: a relay, and a system that answers when a test lets it.

import Dispatch
import Files
import Messages
import Routing
import Support
import Synchronization
import XCTest

@testable import Relaying

class RelayAccountsTrial: XCTestCase {
    /// A system that says who an account is when a test lets it: each has the number 7, but for some that are not there;
    /// and it may be unable to say anything.
    final class Directory: Sendable {
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
    final class Heard: Sendable {
        let words = Mutex<[String]>([])
        let more = DispatchSemaphore(value: 0)

        func hear(_ word: String) {
            words.withLock { $0.append(word) }
            more.signal()
        }
    }

    static let users = #"<partner id="alice" user="sender"/><system id="bob"/>"#

    var folder: TemporaryFolder!
    let directory = Directory()
    let heard = Heard()
    var relay: Relay!

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

    func write(_ rows: String) throws {
        try folder.write(#"<routes xmlns="urn:luova:routes:1">\#(rows)</routes>"#, to: "routes/table.xml")
    }

    /// A relay with this table, started. Told are its end, and what of the log is about tables and accounts.
    func start(_ rows: String, patience: Int64 = 3_600_000_000_000, hearsDelay: Bool = false) throws {
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
        RelayTrial.keep(made)
        relay = made
        made.start {
            if hearsDelay { heard.hear("delayed") }
        } ready: {
            heard.hear("ready")
        }
    }

    func reload(_ rows: String, as name: String) throws {
        try write(rows)
        let heard = heard
        relay.reload { heard.hear("\(name) \($0 ? "is in force" : "is not")") }
    }

    func wait(_ semaphore: DispatchSemaphore, line: UInt = #line) {
        XCTAssertEqual(semaphore.wait(timeout: .now() + 60), .success, line: line)
    }

    /// The next words that are told.
    func next(_ count: Int, line: UInt = #line) -> [String] {
        for _ in 0..<count { wait(heard.more, line: line) }
        return heard.words.withLock { words in
            defer { words.removeFirst(min(count, words.count)) }
            return Array(words.prefix(count))
        }
    }

    /// Who is in the table in force, and which accounts are known; asks the control queue.
    func inForce() -> String {
        let relay: Relay = relay
        return relay.control.sync {
            let names = relay.table.participants.keys.map(\.text).sorted()
            return (names + relay.accounts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.user)" })
                .joined(separator: " ")
        }
    }

    static let now = "reload: the new routing table is in force"
}
